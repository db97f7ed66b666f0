"""The ledgers and roles are read anew every few seconds, while other threads go on reading them."""

from __future__ import annotations

import time

import pytest

from ledgers import registry
from tests.ledgers.tools import together

pytestmark = pytest.mark.storage
SEEN = ("family", "children")


@pytest.fixture
def restless(monkeypatch):
    """Every question reads the house anew, and lets others run in the midst of it."""
    load = registry.load

    def slowly(body):
        time.sleep(0.0005)
        return load(body)

    monkeypatch.setattr(registry, "STALE_AFTER", 0.0)
    monkeypatch.setattr(registry, "load", slowly)


def test_nothing_is_missing_while_it_is_read_anew(committed, restless):
    def asking():
        found = set()
        for _ in range(10):
            book = registry.live(SEEN[1])
            found.add((registry.role_held_at(SEEN[0]), book.key if book else ""))
        return found

    results = together(*[asking] * 4)
    assert results == [{("none", SEEN[1])}] * 4
