"""When things come round, in civil time, and how that is said."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.problems import Refused
from ledgers.worker.rules import rule_of

ZONE = ZoneInfo("Asia/Shanghai")


def civil(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("rule", "moment", "following", "words"),
    [
        ("every 10 minutes", "2026-11-22 11:51:47", "2026-11-22 12:00", "每10分钟"),
        ("every 10 minutes", "2026-11-22 12:00", "2026-11-22 12:10", "每10分钟"),
        ("every 90 minutes", "2026-11-22 00:00", "2026-11-22 01:30", "每90分钟"),
        ("every 2 hours", "2026-11-22 23:59", "2026-11-23 00:00", "每2小时"),
        ("03:30", "2026-11-22 03:29:59", "2026-11-22 03:30", "每天03:30"),
        ("03:30", "2026-11-22 03:30", "2026-11-23 03:30", "每天03:30"),
        ("00:00", "2026-12-31 23:59:59.999", "2027-01-01 00:00", "每天00:00"),
        ("every 3 days 06:00", "2026-11-22 06:00", "2026-11-24 06:00", "每3天06:00"),
        ("every 3 days 06:00", "2026-11-24 06:00", "2026-11-27 06:00", "每3天06:00"),
        ("mon 08:00", "2026-11-22 09:00", "2026-11-23 08:00", "每周一08:00"),
        ("mon-fri 08:00", "2026-11-20 08:00", "2026-11-23 08:00", "每周一、二、三、四、五08:00"),
        ("sun,wed 08:00", "2026-11-22 08:00", "2026-11-25 08:00", "每周三、日08:00"),
        ("03-01,09-01 08:00", "2026-11-22 09:00", "2027-03-01 08:00", "每年3月1日、9月1日08:00"),
        ("02-29 08:00", "2026-11-22 09:00", "2027-02-28 08:00", "每年2月29日08:00"),
        ("02-29 08:00", "2027-11-22 09:00", "2028-02-29 08:00", "每年2月29日08:00"),
    ],
)
def test_the_next_moment(rule, moment, following, words):
    found = rule_of(rule)
    assert found.after(civil(moment)) == civil(following)
    assert found.words() == words


@pytest.mark.parametrize(
    "text",
    ["", "daily", "every 0 minutes", "every 0 days 03:30", "every 5 minutes 03:30", "24:00", "3:30",
     "03:60", "xyz 08:00", "fri-mon 08:00", "02-30 08:00", "13-01 08:00", "mon", "03-01",
     "every 3 days", "03:30 ", "every 1e3 minutes", "mon,,tue 08:00"],
)  # fmt: skip
def test_what_says_nothing_is_refused(text):
    with pytest.raises(Refused) as refused:
        rule_of(text)
    assert [problem.code for problem in refused.value] == ["schedule.rule-unknown"]


@given(
    st.sampled_from(["every 7 minutes", "every 5 hours", "23:59", "every 9 days 00:00", "sat 12:00"]),
    st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC)),
    st.integers(0, 600_000),
)  # fmt: skip
def test_all_workers_reckon_the_same_moments(rule, moment, seconds):
    """Asked at any time before the next moment, it is that one; it always lies ahead."""
    found = rule_of(rule)
    following = found.after(moment)
    assert following > moment
    between = min(moment + dt.timedelta(seconds=seconds), following - dt.timedelta(microseconds=1))
    assert found.after(between) == following
