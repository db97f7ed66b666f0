"""The calendar of closing."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers.periods.spans import MONTHS, span_named, span_of

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))


@pytest.mark.parametrize(
    ("every", "day", "key", "label", "ends"),
    [
        ("month", "2026-02-28", "2026-02", "2026年2月", "2026-02-28"),
        ("month", "2028-02-29", "2028-02", "2028年2月", "2028-02-29"),
        ("month", "2026-12-01", "2026-12", "2026年12月", "2026-12-31"),
        ("quarter", "2026-09-30", "2026Q3", "2026年第3季度", "2026-09-30"),
        ("quarter", "2026-10-01", "2026Q4", "2026年第4季度", "2026-12-31"),
        ("halfyear", "2026-06-30", "2026H1", "2026年上半年", "2026-06-30"),
        ("halfyear", "2026-07-01", "2026H2", "2026年下半年", "2026-12-31"),
        ("year", "2026-05-05", "2026", "2026年", "2026-12-31"),
    ],
)
def test_periods(every: str, day: str, key: str, label: str, ends: str) -> None:
    found = span_of(every, dt.date.fromisoformat(day))
    assert (found.key, found.label, found.end.isoformat()) == (key, label, ends)
    assert span_named(every, key) == found


@pytest.mark.parametrize(
    "key", ["", "2026", "2026Q5", "2026Q0", "0999Q1", "2026-13", "2026q3", "x"]
)
def test_no_period(key: str) -> None:
    assert span_named("quarter", key) is None
    assert span_named("round", key) is None


@given(every=st.sampled_from(sorted(MONTHS)), day=DAYS)
def test_every_day_lies_in_one_period(every: str, day: dt.date) -> None:
    found = span_of(every, day)
    assert found.start <= day <= found.end
    assert found.next.start == found.end + dt.timedelta(days=1)
    assert found.previous.next == found == found.next.previous
    assert span_named(every, found.key) == found
