"""When something comes round: every so often, on days of the week, on days of the year; civil time."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from django.utils import timezone

from forms_catalog.problems import refuse

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAYS = "一二三四五六日"
_SPAN = re.compile(r"every (\d{1,4}) (minutes|hours)")
_DAY = rf"(?:{'|'.join(WEEK)})"
_ON = re.compile(
    r"(?:(?:every (?P<every>\d{1,3}) days"
    rf"|(?P<week>{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)*)"
    r"|(?P<dates>\d\d-\d\d(?:,\d\d-\d\d)*)) )?(?P<at>\d\d:\d\d)"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A number of minutes, counted from midnight long ago; or some days, each at one time.

    No moment depends on when it was asked for, so all workers reckon the same ones.
    """

    minutes: int = 0
    every: int = 1
    week: frozenset[int] = frozenset()
    dates: frozenset[tuple[int, int]] = frozenset()
    at: dt.time = dt.time()

    def after(self, moment: dt.datetime) -> dt.datetime:
        """The first moment later than this one."""
        return self._next_span(moment) if self.minutes else self._next_day(moment)

    def words(self) -> str:
        """每3天03:30."""
        if self.minutes:
            hours, odd = divmod(self.minutes, 60)
            return f"每{self.minutes}分钟" if odd else f"每{hours}小时"
        return f"{self._days()}{self.at:%H:%M}"

    def _next_span(self, moment: dt.datetime) -> dt.datetime:
        offset = moment.astimezone(timezone.get_default_timezone()).utcoffset() or dt.timedelta()
        civil = int(moment.timestamp() + offset.total_seconds())
        step = self.minutes * 60
        later = (civil // step + 1) * step - offset.total_seconds()
        return dt.datetime.fromtimestamp(later, dt.UTC)

    def _next_day(self, moment: dt.datetime) -> dt.datetime:
        zone = timezone.get_default_timezone()
        day = moment.astimezone(zone).date()
        while True:
            found = dt.datetime.combine(day, self.at, zone).astimezone(dt.UTC)
            if found > moment and self._falls(day):
                return found
            day += dt.timedelta(days=1)

    def _falls(self, day: dt.date) -> bool:
        if self.dates:
            return any(day == _in_year(day.year, *date) for date in self.dates)
        return day.weekday() in self.week if self.week else day.toordinal() % self.every == 0

    def _days(self) -> str:
        if self.dates:
            return "每年" + "、".join(f"{month}月{day}日" for month, day in sorted(self.dates))
        if self.week:
            return "每周" + "、".join(DAYS[number] for number in sorted(self.week))
        return "每天" if self.every == 1 else f"每{self.every}天"


def rule_of(text: str) -> Rule:
    """`every 10 minutes`, `every 2 hours`, `03:30`, `every 3 days 03:30`, `mon-fri 08:00`,
    `03-01,09-01 08:00`; anything else raises Refused."""
    try:
        return _span(text) or _on(text)
    except ValueError:
        remedy = "写成 every 10 minutes、03:30、mon-fri 08:00 或 03-01 08:00 的样子"
        raise refuse("schedule.rule-unknown", f"看不懂这个时间安排：{text}", remedy) from None


def _span(text: str) -> Rule | None:
    found = _SPAN.fullmatch(text)
    if found is None:
        return None
    minutes = int(found[1]) * (60 if found[2] == "hours" else 1)
    if not minutes:
        raise ValueError(text)
    return Rule(minutes)


def _on(text: str) -> Rule:
    found = _ON.fullmatch(text)
    if found is None or found["every"] in ("0", "00", "000"):
        raise ValueError(text)
    return Rule(
        every=int(found["every"] or 1),
        week=frozenset(number for part in _parts(found["week"]) for number in _weekdays(part)),
        dates=frozenset(_date(part) for part in _parts(found["dates"])),
        at=dt.time.fromisoformat(found["at"]),
    )


def _parts(text: str | None) -> list[str]:
    return text.split(",") if text else []


def _weekdays(part: str) -> range:
    """`fri-mon` goes over no Sunday: write `fri-sun,mon`."""
    first, _, last = part.partition("-")
    found = range(WEEK.index(first), WEEK.index(last or first) + 1)
    if not found:
        raise ValueError(part)
    return found


def _date(part: str) -> tuple[int, int]:
    month, _, day = part.partition("-")
    leap = dt.date(2024, int(month), int(day))
    return leap.month, leap.day


def _in_year(year: int, month: int, day: int) -> dt.date:
    """The 29th of February is the 28th in most years."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
