"""What may be wrong with duties, by the code of the problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms_catalog.packs import Folder

FILES = {
    "pack.yaml": 'format: 1\npack: made\ntitle: 试用\nversion: "1"\nlevels:\n  village: {label: 村}\n',
    "roles/worker.yaml": "format: 1\nrole: worker\ntitle: 登记员\nheld_at: place:village\n",
    "roles/other.yaml": "format: 1\nrole: other\ntitle: 别人\nheld_at: place:village\n",
    "notices/told.yaml": (
        "format: 1\nnotice: told\ntitle: 提醒\nledger: hubs\nto: [worker@record]\ntext: 该做了\n"
    ),
    "calendars/days.yaml": (
        "format: 1\ncalendar: days\ntitle: 日历\nperiods:\n  忙季: {from: 12-01, to: 01-31}\n"
    ),
    "forms/hub.yaml": """format: 1
form: hub
title: 站点
sections:
  s:
    label: 站点
    questions:
      name: {label: 名称, type: text}
      kind: {label: 类别, type: choice, choices: {A: 甲类, B: 乙类}}
      on: {label: 日期, type: date}
      loose: {label: 不在列里, type: text}
""",
    "forms/visit.yaml": """format: 1
form: visit
title: 走访
sections:
  s:
    label: 走访
    questions:
      hub: {label: 站点, type: record, record: hubs}
      ok: {label: 见到, type: yes_no}
""",
    "ledgers/visits.yaml": """format: 1
ledger: visits
title: 走访台账
form: visit
place: _actor
states: {OPEN: 已登记}
actions:
  opening: {label: 登记, who: [worker]}
columns: [hub, ok]
access: {worker: {fill: true}}
retention: {forever: true}
""",
}
HUBS = """format: 1
ledger: hubs
title: 站点台账
form: hub
place: _actor
states: {OPEN: 已登记}
actions:
  opening: {label: 登记, who: [worker]}
  go: {label: 去, from: [OPEN], who: [worker], effects: [%s]}
columns: [name, kind, on]
duties:
  one:
    label: 一件事
%s
access: {worker: {fill: true}}
retention: {forever: true}
"""
GOOD = """    applies_to: ${kind} = 'A'
    who: worker
    every: 7d
    dense: {periods: [忙季], every: 3d}
    resolved_by: {ledger: visits, by: hub, where: "${ok} = 'yes' and ${_own.kind} = 'A'"}
    remind: [{before: 1d, notice: told}]
    escalate: [{after: 1d, to: [worker@village, other@record, _responsible], notice: told}]
"""
END = "{end: one}"


def codes(folder: Path, duty: str, effect: str = END) -> set[str]:
    for name, text in {**FILES, "ledgers/hubs.yaml": HUBS % (effect, duty)}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return {p.code for p in Folder(folder).check() if not p.code.startswith("notice.")}


def test_a_good_one(tmp_path: Path):
    assert codes(tmp_path, GOOD) == set()


WRONG = [
    ("who: worker", "who: nobody", "duty.unknown-role"),
    ("who: worker", "who: other", "duty.role-no-access"),
    ("every: 7d\n    dense: {periods: [忙季], every: 3d}", "times: 2", "duty.no-date"),
    ("every: 7d", "every: 30min", "duty.every-too-often"),
    ("every: 7d", "every: 2d", "duty.dense-not-denser"),
    ("every: 7d", "every: [02-29, 04-31]", "duty.unknown-day"),
    ("every: 7d", "every: [每月]", "duty.unknown-day"),
    ("[忙季]", "[农忙]", "duty.unknown-period"),
    ("every: 7d", "every: 7d\n    times: 0", "duty.times"),
    ("ledger: visits", "ledger: nothing", "duty.unknown-ledger"),
    ("by: hub", "by: ok", "duty.unknown-by"),
    ("${ok} =", "${okay} =", "expression.unknown-name"),
    ("${kind} = 'A'\n", "${loose} = 'A'\n", "expression.unknown-name"),
    ("notice: told}]\n    esc", "notice: gone}]\n    esc", "duty.unknown-notice"),
    ("worker@village", "worker@moon", "duty.bad-recipient"),
    ("worker@village", "worker", "duty.bad-recipient"),
    ("worker@village", "nobody@village", "duty.unknown-role"),
    (
        "resolved_by: {ledger: visits, by: hub, where: \"${ok} = 'yes' and ${_own.kind} = 'A'\"}",
        "resolved_by: ${kind} = 'B'",
        "duty.always-done",
    ),
    (
        "resolved_by: {ledger: visits, by: hub, where: \"${ok} = 'yes' and ${_own.kind} = 'A'\"}",
        "resolved_by: {by: hub}",
        "duty.never-done",
    ),
    (
        "escalate:",
        "source: x\n  two: {label: 二, series: one, who: worker, every: 9d, "
        "resolved_by: {ledger: visits, by: hub}}\n  three:\n    label: 三\n    series: two\n"
        "    who: worker\n    every: 9d\n    resolved_by: {ledger: visits, by: hub}\n    escalate:",
        "duty.series-clash",
    ),
]
ALONE = {"duty.never-runs", "duty.effect-unknown", "duty.column-unknown"}
CODES = {code for _, _, code in WRONG} | ALONE


@pytest.mark.parametrize(("old", "new", "code"), WRONG)
def test_wrong(tmp_path: Path, old: str, new: str, code: str):
    assert old in GOOD
    assert code in codes(tmp_path, GOOD.replace(old, new, 1))


def test_one_that_never_runs(tmp_path: Path):
    two = "  two: {label: 二, series: one, who: worker, due: 3d, resolved_by: \"${kind} = 'B'\"}\n"
    assert "duty.never-runs" in codes(
        tmp_path, GOOD.replace("    applies_to: ${kind} = 'A'\n", "") + two
    )


def test_an_effect_that_names_nothing(tmp_path: Path):
    assert "duty.effect-unknown" in codes(tmp_path, GOOD, "{start: nothing}")


def test_a_column_that_holds_the_day_of_nothing(tmp_path: Path):
    derived = "derived: {next: {label: 下次, duty: nothing}}\n"
    assert "duty.column-unknown" in codes(tmp_path, GOOD + derived)
