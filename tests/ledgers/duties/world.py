"""Hubs that are visited again and again: duties of every kind in the little world."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from ledgers import clock
from ledgers.models import Duty
from tests.ledgers import tools
from tests.ledgers.derived import little
from tests.ledgers.derived.little import Little
from tests.ledgers.forms import take_into_use
from tests.ledgers.tools import row

DUTIES = """duties:
  often:
    label: 常去
    series: going
    applies_to: ${kind} = 'A'
    who: worker
    every: 7d
    dense: {periods: [忙季], every: 3d}
    resolved_by: {ledger: visits, by: hub, where: "${ok} = 'yes'"}
    grace: 1d
    remind: [{before: 3d, notice: soon}]
    escalate:
    - {after: 0d, to: [worker@record], notice: today}
    - {after: 1d, to: [worker@village], notice: late}
    - {after: 7d, to: [worker@village], notice: many, when: "${size} > 5"}
  seldom:
    label: 少去
    series: going
    applies_to: ${kind} = 'B'
    who: worker
    every: 30d
    resolved_by: {ledger: visits, by: hub, where: "${ok} = 'yes'"}
    times: 2
  confirm:
    label: 按季核对
    who: worker
    every: [03-15, 06-15, 09-15, 12-15]
    due: 10d
    resolved_by: ${sure} >= ${_period_start}
  once:
    label: 填大小
    applies_to: ${_state} = 'OPEN' and ${size} = ''
    who: worker
    due: 5d
    resolved_by: ${size} != ''
"""
HUBS = """derived:
  sure: {label: 最近确认, take: max(_happened_on), action: confirm}
"""
CALENDAR = "format: 1\ncalendar: days\ntitle: 日历\nperiods:\n  忙季: {from: 12-01, to: 01-31}\n"
NOTICE = "format: 1\nnotice: {0}\ntitle: 提醒\nledger: hubs\nto: [worker@record]\ntext: 该去了\n"
START = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)


class Time:
    """The clock of the house, moved by days."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = START
        monkeypatch.setattr(clock.timezone, "now", lambda: self.at)
        self._patch = monkeypatch
        self._tell()

    def _tell(self) -> None:
        """Submissions are of this moment too."""
        self._patch.setattr(tools, "CLOCK", self.at)

    @property
    def day(self) -> dt.date:
        return clock.today()

    def go(self, **span: int) -> None:
        self.at += dt.timedelta(**span)
        self._tell()

    def to(self, text: str) -> None:
        self.at = dt.datetime.combine(dt.date.fromisoformat(text), dt.time(1), dt.UTC)
        self._tell()


class Words:
    """Stands where the notices are: keeps what was told, once by `about` as they do."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self._known: set[Any] = set()

    def __call__(self, teller: Any, notice: str, **said: Any) -> int:
        key = notice, said["record"], said["about"]
        if key in self._known:
            return 0
        self._known.add(key)
        self.told.append({"notice": notice} | said)
        return 1

    @property
    def names(self) -> list[str]:
        return [one["notice"] for one in self.told]


def use(root: Path, duties: str = DUTIES) -> Little:
    files = little.files(areas="", hubs=HUBS, visits="", looks=False)
    files["ledgers/hubs.yaml"] = files["ledgers/hubs.yaml"].replace("columns:", f"{duties}columns:")
    files["calendars/days.yaml"] = CALENDAR
    for name in ("soon", "today", "late", "many"):
        files[f"notices/{name}.yaml"] = NOTICE.format(name)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    take_into_use(little.Folder(root))
    return Little()


def rounds(kept: Any, series: str = "going") -> list[tuple[str, str, str]]:
    """(duty, due, state) of a record in their order."""
    rows = Duty.objects.unscoped("test").filter(record=row(kept).pk, series=series).order_by("id")
    return [(one.duty, one.due.isoformat(), one.state) for one in rows]


def now(kept: Any, series: str = "going") -> Duty | None:
    rows = Duty.objects.unscoped("test").filter(record=row(kept).pk, series=series, current=True)
    return rows.first()
