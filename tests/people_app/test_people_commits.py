"""The Places port between threads and processes: commits are seen, rolled back ones leave nothing."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from people import lookup
from people.lookup import TreePlaces
from people.models.stamp import tree_changed
from people.tree import plant, rename

pytestmark = [pytest.mark.usefixtures("real_commits"), pytest.mark.storage]


def names(refs: Any) -> list[str]:
    return [ref.name for ref in refs]


def test_a_rolled_back_transaction_leaves_nothing_behind(places: TreePlaces) -> None:
    @transaction.atomic
    def try_it(name: str) -> None:
        assert places.named("坏县") == ()
        plant(None, "county", name)
        assert names(places.named(name)) == [name]
        raise RuntimeError

    for _ in range(2):
        with pytest.raises(RuntimeError):
            try_it("坏县")
        assert places.named("坏县") == ()


def test_a_commit_is_seen_by_every_thread(places: TreePlaces) -> None:
    assert places.children("") == ()
    plant(None, "county", "甲县")
    assert names(places.children("")) == ["甲县"]
    seen: list[str] = []

    def look() -> None:
        seen.extend(names(places.children("")))
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == ["甲县"]


def test_another_process_is_seen_when_the_time_is_up(
    places: TreePlaces, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    root = plant(None, "county", "甲县")
    assert names(places.children("")) == ["甲县"]
    tree_changed.disconnect(places.expire)  # as if the change came from elsewhere
    rename(root, "乙县", "", root.names.get().since)
    assert names(places.children("")) == ["甲县"]
    monkeypatch.setattr(lookup, "TTL", -1.0)
    with django_assert_num_queries(3):
        assert names(places.children("")) == ["乙县"]
    with django_assert_num_queries(1):
        assert names(places.children("")) == ["乙县"]


def test_two_plantings_at_once_get_two_segments(places: TreePlaces) -> None:
    root = plant(None, "county", "甲县")
    start = threading.Barrier(4)

    def work(number: int) -> None:
        start.wait()
        plant(root, "township", f"镇{number}")
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    paths = [ref.path for ref in places.children(root.path)]
    assert paths == ["00010001", "00010002", "00010003", "00010004"]
