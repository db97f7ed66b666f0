"""Closing: who, when, what is kept, what comes too late, and taking it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from forms_catalog.problems import Refused
from ledgers.clock import now, today
from ledgers.models import Change, Period, Record, Standing
from ledgers.periods import closed_until, closing, late, standing
from ledgers.periods.reckoning import summed
from ledgers.periods.rights import may_close
from tests.ledgers.gardens import Gardens, Hand, finish, plots, record, span

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def standings(row: Period) -> dict[str, tuple[str, str, bool, int]]:
    found = Standing.objects.unscoped("test").filter(period=row).select_related("record")
    names = {path: name for name, path in PLACES.items()}
    return {
        one.t1: (names.get(one.place_path, one.place_path), one.state, one.in_force, one.version)
        for one in found
    }


PLACES: dict[str, str] = {}


@pytest.fixture(autouse=True)
def _places(gardens: Gardens) -> None:
    PLACES.update(
        {name: gardens.place(name) for name in ("河湾村", "柳坪村", "高田村", "枫树坪镇", "澜川县")}
    )


def code(act: Any, *args: Any) -> str:
    with pytest.raises(Refused) as caught:
        act(*args)
    return next(iter(caught.value)).code


def whole(row: Period) -> list[int]:
    return summed(row.figures)[PLACES["澜川县"]]


def test_a_quarter(gardens: Gardens) -> None:
    gardens.hold()
    gone = gardens.hold("柳坪村")
    gardens.ask("高田村")
    gardens.clock.turn("2026-03-02")
    gardens.act(gone, "give_up")
    gardens.clock.turn("2026-04-02")
    row = gardens.close("2026Q1")
    assert (row.status, row.count, row.late) == ("closed", 3, 0)
    assert standings(row) == {
        "地001": ("河湾村", "HELD", True, 2),
        "地002": ("柳坪村", "GIVEN_UP", False, 3),
        "地003": ("高田村", "ASKED", False, 1),
    }
    assert row.figures == {PLACES["河湾村"]: [0, 1, 0, 1], PLACES["柳坪村"]: [0, 1, 1, 0]}
    assert whole(row) == [0, 2, 1, 1]


def test_what_changed_after_the_end_stands_as_it_was(gardens: Gardens) -> None:
    moved, gone, changed = gardens.hold(), gardens.hold(), gardens.hold(crop="BEAN")
    gardens.clock.turn("2026-04-02")
    gardens.act(moved, "update", spot=PLACES["柳坪村"])
    gardens.act(gone, "give_up")
    gardens.act(changed, "update", crop="RICE")
    gardens.hold()
    row = gardens.close("2026Q1")
    assert standings(row) == {
        "地001": ("河湾村", "HELD", True, 2),
        "地002": ("河湾村", "HELD", True, 2),
        "地003": ("河湾村", "HELD", True, 2),
    }
    crops = (
        Standing.objects.unscoped("test")
        .filter(period=row)
        .values_list("t1", plots().slots["crop"])
    )
    assert dict(crops)["地003"] == "BEAN"
    assert record(changed).answers["crop"] == "RICE"
    gardens.clock.turn("2026-07-02")
    row = gardens.close("2026Q2")
    assert row.figures == {PLACES["河湾村"]: [3, 1, 2, 2], PLACES["柳坪村"]: [0, 1, 0, 1]}


def test_a_late_change_counts_in_the_open_period(gardens: Gardens) -> None:
    kept = gardens.hold()
    gardens.clock.turn("2026-04-02")
    first = gardens.close("2026Q1")
    gardens.clock.turn("2026-04-10")
    gardens.act(kept, "give_up")
    gardens.happened(kept, 3, "2026-03-20")
    gardens.clock.turn("2026-07-02")
    second = gardens.close("2026Q2")
    assert whole(first) == [0, 1, 0, 1] and whole(second) == [1, 0, 1, 0]
    assert second.late == 1


def test_back_and_forth_is_both(gardens: Gardens) -> None:
    kept = gardens.hold()
    for action in ("give_up", "ask_again", "give_up", "ask_again"):
        gardens.act(kept, action)
    gardens.clock.turn("2026-04-02")
    assert whole(gardens.close("2026Q1")) == [0, 3, 2, 1]


def test_the_first_books_open_with_what_was_there(gardens: Gardens) -> None:
    gardens.hold()
    gardens.clock.turn("2026-05-05")
    gardens.hold()
    gardens.clock.turn("2026-07-02")
    assert whole(gardens.close("2026Q2")) == [1, 1, 0, 2]


def test_a_change_dated_ahead_waits_for_its_period(gardens: Gardens) -> None:
    kept = gardens.hold()
    gardens.act(kept, "give_up")
    gardens.happened(kept, 3, "2026-05-01")
    gardens.clock.turn("2026-04-02")
    assert whole(gardens.close("2026Q1")) == [0, 1, 0, 1]
    gardens.clock.turn("2026-07-02")
    assert whole(gardens.close("2026Q2")) == [1, 0, 1, 0]


def test_an_answer_of_before_does_not_undo_a_later_one(gardens: Gardens) -> None:
    """The third change is dated before the second: each field keeps the last that counts."""
    kept = gardens.hold(crop="BEAN")
    gardens.clock.turn("2026-04-02")
    gardens.act(kept, "update", crop="RICE", size=3)
    gardens.act(kept, "update", crop="MELON")
    gardens.happened(kept, 4, "2026-03-30")
    row = gardens.close("2026Q1")
    one = Standing.objects.unscoped("test").get(period=row)
    held = {name: getattr(one, plots().slots[name]) for name in ("crop", "size")}
    assert held == {"crop": "MELON", "size": None}
    assert one.version == 2


@pytest.mark.parametrize(
    ("name", "may"),
    [("warden", True), ("town_warden", False), ("keeper", False), ("guest", False)],
)
def test_who_closes(gardens: Gardens, name: str, may: bool) -> None:
    gardens.hold()
    gardens.hold("高田村")
    assert may_close(gardens.users[name], plots()) is may
    if not may:
        assert (
            code(closing.close, gardens.users[name], plots(), span("2025Q4")) == "period.not-yours"
        )
        assert (
            code(closing.reopen, gardens.users[name], plots(), span("2025Q4"), "x")
            == "period.not-yours"
        )


def test_whoever_reaches_all_of_the_ledger_closes_it(gardens: Gardens) -> None:
    gardens.hold()
    gardens.hold("柳坪村")
    assert may_close(gardens.users["town_warden"], plots())


def test_when(gardens: Gardens) -> None:
    gardens.hold()
    warden = gardens.users["warden"]
    assert code(closing.close, warden, plots(), span("2026Q1")) == "period.not-ended"
    gardens.clock.turn("2026-03-31")
    assert code(closing.close, warden, plots(), span("2026Q1")) == "period.not-ended"
    gardens.clock.turn("2026-10-02")
    gardens.close("2026Q1")
    assert code(closing.close, warden, plots(), span("2026Q1")) == "period.closed"
    assert code(closing.close, warden, plots(), span("2025Q4")) == "period.closed"
    assert code(closing.close, warden, plots(), span("2026Q3")) == "period.earlier-open"
    gardens.close("2026Q2", work=False)
    assert code(closing.close, warden, plots(), span("2026Q3")) == "period.earlier-open"


def test_reopening(gardens: Gardens) -> None:
    kept, warden = gardens.hold(), gardens.users["warden"]
    gardens.clock.turn("2026-07-02")
    first = gardens.close("2026Q1")
    gardens.close("2026Q2")
    assert code(closing.reopen, warden, plots(), span("2026Q1"), "错了") == "period.not-last"
    assert code(closing.reopen, warden, plots(), span("2026Q2"), " ") == "period.no-reason"
    closing.reopen(warden, plots(), span("2026Q2"), "漏了")
    closing.reopen(warden, plots(), span("2026Q1"), "一块地漏了")
    gardens.act(kept, "give_up")
    gardens.happened(kept, 3, "2026-02-01")
    again = gardens.close("2026Q1")
    first.refresh_from_db()
    assert (first.status, first.reason, first.reopened_by) == ("reopened", "一块地漏了", warden)
    assert whole(first) == [0, 1, 0, 1] and whole(again) == [0, 1, 1, 0]
    assert standings(first)["地001"][1:3] == ("HELD", True)
    assert standings(again)["地001"][1:3] == ("GIVEN_UP", False)


def test_late(gardens: Gardens) -> None:
    gardens.hold()
    days = {day: dt.date.fromisoformat(day) for day in ("2025-01-01", "2026-03-31", "2026-04-01")}
    assert [late(plots(), day) for day in days.values()] == [None] * 3
    gardens.clock.turn("2026-04-02")
    row = gardens.close("2026Q1", work=False)
    assert closed_until(plots()) == row.end
    assert [late(plots(), day) for day in days.values()] == [row, row, None]
    finish(row)
    gardens.clock.turn("2026-07-02")
    second = gardens.close("2026Q2")
    assert [late(plots(), day) for day in days.values()] == [row, row, second]
    closing.reopen(gardens.users["warden"], plots(), span("2026Q2"), "漏了")
    assert [late(plots(), day) for day in days.values()] == [row, row, None]


def test_a_day_of_the_running_period_asks_nothing(
    gardens: Gardens, django_assert_num_queries: Any
) -> None:
    ledger = plots()
    with django_assert_num_queries(0):
        assert late(ledger, dt.date(2026, 1, 1)) is None


def test_records_past_the_gate_do_not_balance(gardens: Gardens) -> None:
    """A row that no change tells of: closing names the place and all above, and keeps nothing."""
    kept = gardens.hold()
    gardens.clock.turn("2026-04-02")
    gardens.close("2026Q1")
    Record.objects.unscoped("test").filter(uid=kept.uid).update(state="ASKED")
    gardens.clock.turn("2026-07-02")
    books = closing.reckoning(plots(), span("2026Q2")).books()
    assert books.odd == [(record(kept).pk, PLACES["河湾村"])]
    with pytest.raises(Refused) as caught:
        gardens.close("2026Q2")
    assert next(iter(caught.value)).code == "period.not-balanced"
    assert Period.objects.count() == 1


def test_books_that_break_while_they_are_written_are_refused(gardens: Gardens) -> None:
    kept = gardens.hold()
    gardens.clock.turn("2026-04-02")
    row = gardens.close("2026Q1", work=False)
    Record.objects.unscoped("test").filter(uid=kept.uid).update(state="ASKED")
    finish(row)
    row.refresh_from_db()
    assert (row.status, row.count) == ("refused", 0)
    assert late(plots(), row.end) is None


def test_a_killed_closing_goes_on(gardens: Gardens, monkeypatch: Any) -> None:
    monkeypatch.setattr(standing, "BATCH", 2)
    for _ in range(7):
        gardens.hold()
    gardens.clock.turn("2026-04-02")
    row = gardens.close("2026Q1", work=False)
    cursor = None
    for most in (1, 0, 2):
        hand = Hand(cursor, most)
        with pytest.raises(KeyboardInterrupt):
            standing.write_standings.func(hand, row.pk)
        cursor = _kept(row)
    standing.write_standings.func(Hand(cursor), row.pk)
    row.refresh_from_db()
    assert (row.status, row.count, whole(row)) == ("closed", 7, [0, 7, 0, 7])


def _kept(row: Period) -> int | None:
    """Where the last transaction that was kept had come to."""
    found = Standing.objects.unscoped("test").filter(period=row).order_by("-record_id")
    return found.values_list("record_id", flat=True).first()


def test_a_second_task_does_nothing(gardens: Gardens) -> None:
    gardens.hold()
    gardens.clock.turn("2026-04-02")
    row = gardens.close("2026Q1")
    finish(row)
    assert Standing.objects.unscoped("test").count() == 1


def test_what_was_erased_leaves_from_where_it_stood(gardens: Gardens) -> None:
    """Its words are gone, so nobody can reckon any more what it was: its standing says it."""
    left, held = gardens.hold(), gardens.hold("柳坪村")
    gardens.act(left, "update", left_on="2026-01-20")
    gardens.clock.turn("2026-04-02")
    gardens.close("2026Q1")
    gardens.clock.turn("2026-04-20")
    for kept in (left, held):
        row = record(kept)
        rows = Change.objects.unscoped("test").filter(record=row)
        rows.update(diff={}, erased=b"gone")
        last = rows.order_by("-version")[0]
        last.pk, last.version, last.state = None, row.version + 1, "_void"
        last.at, last.happened_on = now(), today()
        last.save(force_insert=True)
        Record.objects.unscoped("test").filter(pk=row.pk).update(
            state="_void", version=row.version + 1, answers={}
        )
    gardens.clock.turn("2026-07-02")
    assert gardens.close("2026Q2").figures == {PLACES["柳坪村"]: [1, 0, 1, 0]}
