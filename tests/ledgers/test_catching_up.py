"""Records that were there before follow what is published: columns that are new, states renamed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from forms_catalog.applying import apply
from forms_catalog.packs import Folder
from ledgers import catching_up, queries
from ledgers.derived.checking import verify
from ledgers.derived.offering import pending
from ledgers.keeping.chain import breaks
from ledgers.models import Change, Duty, Lease, Record
from ledgers.publishing import publish_all
from ledgers.queries import Ask
from ledgers.registry import live
from tests.ledgers.derived.little import Little, held, pack
from tests.ledgers.derived.test_filling import Hand, Killed, hubs
from tests.ledgers.forms import take_into_use

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
SIZES = (9, 3, 8, 1, 7)
OPEN = """derived:
  open: {label: 没结束的, from: visits, by: hub, take: count, where: "${_state} = 'OPEN'"}
"""
LARGE = """  large: {label: 大, calculation: "if(${size} > 5, 'yes', 'no')"}
duties:
  look:
    label: 去看看
    applies_to: ${size} > 5
    who: worker
    every: 7d
    resolved_by: {ledger: visits, by: hub}
"""
SIZE = (("[name, area]", "[name, area, size]"), (OPEN, OPEN + LARGE))
RENAMED = (
    ("  OPEN: 已登记\n", "  BEGUN: {label: 在办, was: OPEN}\n"),
    ("from: [OPEN]", "from: [BEGUN]"),
)


@pytest.fixture
def little(world: Any, tmp_path: Path) -> Little:
    pack(tmp_path, areas="", hubs=OPEN, visits="", looks=False)
    _write(tmp_path, "hubs", ("[name, area, kind, size]", "[name, area]"))
    take_into_use(Folder(tmp_path))
    found = Little()
    for size in SIZES:
        found.visit(found.opened("hubs", name=f"站{size}", kind="A", size=str(size)))
    return found


def _write(root: Path, key: str, *pairs: tuple[str, str]) -> None:
    path = root / "ledgers" / f"{key}.yaml"
    text = path.read_text()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text)


def published(root: Path, key: str, *pairs: tuple[str, str]) -> None:
    _write(root, key, *pairs)
    apply(Folder(root))
    publish_all()


def column(name: str) -> list[str]:
    return [held(one, name) for one in hubs()]


def duties() -> int:
    return Duty.objects.unscoped("test").filter(series="look", state="open").count()


def states(key: str) -> list[str]:
    rows = Record.objects.unscoped("test").filter(ledger=live(key).id)
    return sorted(rows.values_list("state", flat=True))


def waits() -> bool:
    return Lease.objects.filter(key="catch-up", open=True).exists()


def test_of_few_records_all_is_there_at_once(little: Little, tmp_path: Path) -> None:
    published(tmp_path, "hubs", *SIZE)
    assert column("size") == [str(size) for size in SIZES]
    assert column("large") == ["yes", "no", "yes", "no", "yes"] and duties() == 3
    assert not pending(live("hubs")) and not waits()


def test_many_records_are_filled_by_a_worker(
    little: Little, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed on the way it goes on; nothing rests on a column before it is filled everywhere."""
    monkeypatch.setattr(catching_up, "BATCH", 2)
    published(tmp_path, "hubs", *SIZE)
    assert waits() and pending(live("hubs")) == {"size", "large"}
    assert column("size") == [""] * 5 and duties() == 0
    new = little.opened("hubs", name="新站", size="6")
    assert held(new, "size", "large") == ["6", "yes"], "the gate writes by the new rules"
    first = Hand(most=1)
    with pytest.raises(Killed):
        catching_up.follow.func(first)
    little.changed(hubs_of(1), size="4")
    second = Hand(cursor=first.cursor)
    catching_up.follow.func(second)
    assert column("size") == ["9", "4", "8", "1", "7", "6"]
    assert column("large") == ["yes", "no", "yes", "no", "yes", "yes"]
    assert duties() == 4 and not pending(live("hubs")) and verify("hubs") == []
    ask = Ask(sort="-size")
    assert queries.listing(little.worker, live("hubs"), ask).records[0].uid == hubs()[0].uid


def test_nothing_is_held_while_the_worker_waits(
    little: Little, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two batches whoever saves a form comes in."""
    monkeypatch.setattr(catching_up, "BATCH", 2)
    published(tmp_path, "hubs", SIZE[0])
    depth = len(connection.savepoint_ids)
    met: list[int] = []
    monkeypatch.setattr(
        catching_up.time, "sleep", lambda _: met.append(len(connection.savepoint_ids))
    )
    catching_up.follow.func(Hand())
    assert met == [depth] * 3


def hubs_of(at: int) -> Any:
    from ledgers.submission import Kept

    one = hubs()[at]
    return Kept(str(one.uid), one.number, "hubs", one.version)


def test_another_template_on_the_way_begins_anew(
    little: Little, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "BATCH", 2)
    published(tmp_path, "hubs", SIZE[0])
    first = Hand(most=2)
    with pytest.raises(Killed):
        catching_up.follow.func(first)
    published(tmp_path, "hubs", ("[name, area, size]", "[name, area, size, kind]"))
    catching_up.follow.func(Hand(cursor=first.cursor))
    assert column("size") == [str(size) for size in SIZES] and column("kind") == ["A"] * 5
    assert not pending(live("hubs"))


def test_a_state_that_is_called_otherwise(little: Little, tmp_path: Path) -> None:
    """Its records go along, each with a change that says so; what counts them counts on."""
    gone = little.visit(hubs_of(0))
    little.act(gone, "finish")
    assert column("open") == ["1"] * 5
    _write(tmp_path, "hubs", ("'OPEN'", "'BEGUN'"))
    published(tmp_path, "visits", *RENAMED)
    assert states("visits") == ["BEGUN"] * 5 + ["DONE"]
    assert column("open") == ["1"] * 5 and verify("hubs") == []
    record = Record.objects.unscoped("test").filter(state="BEGUN").first()
    past = list(Change.objects.unscoped("test").filter(record=record).order_by("version"))
    assert [(c.action, c.state, c.door) for c in past][1:] == [("_restate", "BEGUN", "publishing")]
    assert record.version == 2 and breaks(record, past) == []
    published(tmp_path, "visits")
    assert Record.objects.unscoped("test").get(pk=record.pk).version == 2, "once"


def test_many_records_in_a_renamed_state(
    little: Little, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "BATCH", 2)
    _write(tmp_path, "hubs", ("'OPEN'", "'BEGUN'"))
    published(tmp_path, "visits", *RENAMED)
    assert waits() and states("visits") == ["OPEN"] * 5
    first = Hand(most=1)
    with pytest.raises(Killed):
        catching_up.follow.func(first)
    catching_up.follow.func(Hand(cursor=first.cursor))
    assert states("visits") == ["BEGUN"] * 5 and column("open") == ["1"] * 5
    versions = Record.objects.unscoped("test").filter(ledger=live("visits").id)
    assert set(versions.values_list("version", flat=True)) == {2}
