"""Days, spans and cadences: nothing is lost, nothing goes back, whatever the calendar is like."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.definition import Calendar, Span
from ledgers.duties.cadence import Cadence, dates_of
from ledgers.duties.calendar import DAY, PLAIN, Days, days_of
from ledgers.duties.spans import span_of

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31))
SPANS = st.builds(
    lambda many, unit: f"{many}{unit}",
    st.integers(1, 400),
    st.sampled_from(["d", "wd", "w", "mo", "y"]),
)
MONTH_DAYS = st.lists(
    st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31)).map(lambda day: f"{day:%m-%d}"),
    min_size=1,
    max_size=6,
    unique=True,
)
YEAR = days_of(
    Calendar(
        id="a",
        title="a",
        holidays=(("2026-10-01..2026-10-07", "国庆"), ("2027-01-01", "元旦")),
        workdays=(("2026-10-10", "补班"),),
        periods=(
            Span(name="寒假", from_="12-20", to="02-10"),
            Span(name="闰日", from_="02-29", to="02-29"),
            Span(name="暑假", from_="07-01", to="08-31"),
        ),
    )
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("0d", "2026-02-28", "2026-02-28"),
        ("15d", "2026-12-20", "2027-01-04"),
        ("2w", "2026-11-22", "2026-12-06"),
        ("1mo", "2026-01-31", "2026-02-28"),
        ("1mo", "2028-01-31", "2028-02-29"),
        ("12mo", "2028-02-29", "2029-02-28"),
        ("1y", "2028-02-29", "2029-02-28"),
        ("3wd", "2026-09-29", "2026-10-09"),
        ("4wd", "2026-09-29", "2026-10-10"),
        ("1wd", "2026-12-31", "2027-01-04"),
    ],
)
def test_spans(text: str, start: str, end: str):
    span = span_of(text)
    assert span and span.after(day(start), YEAR) == day(end)


def test_a_span_never_leads_out_of_the_calendar():
    years, months = span_of("99999y"), span_of("99999mo")
    assert years and months
    assert years.after(day("2026-01-01"), PLAIN) == dt.date(9000, 1, 1)
    assert months.before(day("2026-01-01"), PLAIN) == dt.date.min


@pytest.mark.parametrize(
    ("name", "text", "held"),
    [
        ("寒假", "2026-12-19", False),
        ("寒假", "2026-12-20", True),
        ("寒假", "2027-02-10", True),
        ("寒假", "2027-02-11", False),
        ("闰日", "2028-02-29", True),
        ("闰日", "2027-02-28", False),
        ("农忙", "2026-06-01", False),
    ],
)
def test_periods_of_every_year(name: str, text: str, held: bool):
    assert YEAR.inside(day(text), (name,)) is held


@given(DAYS, DAYS, SPANS)
def test_a_later_start_is_never_due_earlier(one: dt.date, other: dt.date, text: str):
    span, (first, last) = span_of(text), sorted((one, other))
    assert span and first <= span.after(first, YEAR) <= span.after(last, YEAR)
    assert span.before(last, YEAR) <= last


@given(DAYS, DAYS, st.integers(1, 60), st.integers(1, 60))
def test_dense_is_denser_and_never_goes_back(one: dt.date, other: dt.date, a: int, b: int):
    dense, every = sorted((a, b))
    cadence = Cadence(span_of(f"{every}d"), (), span_of(f"{dense}d"), ("寒假", "暑假"))
    first, last = sorted((one, other))
    due = cadence.after(first, YEAR)
    assert first + dense * DAY <= due <= first + every * DAY
    assert due <= cadence.after(last, YEAR)
    if due < first + every * DAY:
        assert YEAR.inside(due, ("寒假", "暑假"))


def test_dense_begins_with_the_period():
    cadence = Cadence(span_of("15d"), (), span_of("7d"), ("暑假",))
    assert cadence.after(day("2026-06-18"), YEAR) == day("2026-07-01")
    assert cadence.after(day("2026-06-27"), YEAR) == day("2026-07-04")
    assert cadence.after(day("2026-06-10"), YEAR) == day("2026-06-25")
    assert cadence.after(day("2026-08-28"), YEAR) == day("2026-09-12")


@given(DAYS, st.integers(0, 900), MONTH_DAYS)
def test_no_date_of_the_year_is_lost(start: dt.date, many: int, texts: list[str]):
    cadence, end = Cadence(dates=dates_of(texts)), start + many * DAY
    met, at = [], cadence.date_from(start)
    while at <= end:
        met.append(at)
        at = cadence.after(at, PLAIN)
    assert met == sorted(set(met))
    assert met == cadence.dates_between(start - DAY, end)
    leap = {(2, 29)} & set(cadence.dates)
    for found in (start + n * DAY for n in range(many + 1)):
        named = (found.month, found.day) in cadence.dates
        short = leap and (found.month, found.day) == (2, 28) and (found + DAY).day == 1
        assert (found in met) == bool(named or short)


@given(DAYS, MONTH_DAYS)
def test_the_date_before(start: dt.date, texts: list[str]):
    cadence = Cadence(dates=dates_of(texts))
    before = cadence.date_before(start)
    assert before < start <= cadence.after(before, PLAIN)


@given(DAYS, st.integers(0, 300))
def test_working_days_are_counted(start: dt.date, many: int):
    end = YEAR.after(start, many)
    between = [start + n * DAY for n in range(1, (end - start).days + 1)]
    assert len([one for one in between if YEAR.works(one)]) == many


def test_a_calendar_with_slips_is_read_as_far_as_it_can_be():
    found = days_of(
        Calendar(id="a", title="a", holidays=(("x", ""), ("2026-10-07..2026-10-01", "")))
    )
    assert found.free == frozenset() and isinstance(found, Days)
