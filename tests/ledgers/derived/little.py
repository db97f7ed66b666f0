"""A little world of three ledgers that read one another: areas, hubs in them, visits to the hubs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from forms_catalog.packs import Folder
from ledgers.models import Record
from ledgers.registry import live
from ledgers.submission import Part
from tests.ledgers.forms import take_into_use
from tests.ledgers.tools import change, send, user

_HEAD = {
    "pack.yaml": 'format: 1\npack: little\ntitle: 小世界\nversion: "1"\nlevels:\n  village: {label: 村}\n',
    "roles/worker.yaml": "format: 1\nrole: worker\ntitle: 登记员\nheld_at: place:village\n",
    "forms/area.yaml": """format: 1
form: area
title: 片区
sections:
  s:
    label: 片区
    questions:
      name: {label: 名称, type: text}
      reach: {label: 范围, type: integer}
""",
    "forms/hub.yaml": """format: 1
form: hub
title: 站点
sections:
  s:
    label: 站点
    questions:
      name: {label: 名称, type: text}
      area: {label: 片区, type: record, record: areas}
      kind: {label: 类别, type: choice, choices: {A: 甲类, B: 乙类}}
      size: {label: 大小, type: integer}
      secret: {label: 密语, type: text, sealed: true, sensitivity: 3}
""",
    "forms/visit.yaml": """format: 1
form: visit
title: 走访
sections:
  s:
    label: 走访
    questions:
      hub: {label: 站点, type: record, record: hubs, required: true}
      hub_was: {label: 站点当时紧急, type: derived, derived: {via: hub, take: urgent}}
      known: {label: 已走访, type: calculated, calculation: "${hub.visits} + 1"}
      on: {label: 日期, type: date}
      ok: {label: 见到, type: yes_no}
      cost: {label: 花费, type: decimal}
      mood: {label: 心情, type: choice, choices: {G: 好, M: 一般, X: 不好}, missing: [unknown]}
""",
}
_LOOKING = ("hub_was:", "known:")
_LIFE = """states:
  OPEN: 已登记
  DONE: {label: 已结束, final: true}
actions:
  opening: {label: 登记, who: [worker]}
  update: {label: 更新, from: [any], who: [worker]}
  confirm: {label: 确认, from: [OPEN], who: [worker]}
  finish: {label: 结束, from: [OPEN], to: DONE, who: [worker]}
"""
_TAIL = "access: {worker: {fill: true}}\nretention: {forever: true}\n"
AREAS = """derived:
  hubs: {label: 站点数, from: hubs, by: area, take: count}
  urgent_hubs: {label: 紧急站点数, from: hubs, by: area, take: count, where: "${urgent} = 'yes'"}
  best: {label: 最多走访, from: hubs, take: max(visits)}
  around: {label: 本地走访, from: visits, by: _place, take: count}
"""
HUBS = """derived:
  visits: {label: 走访次数, from: visits, by: hub, take: count}
  seen: {from: visits, by: hub, take: exists, where: "${ok} = 'yes'"}
  last: {from: visits, by: hub, take: max(on), where: "${ok} = 'yes'"}
  begun: {label: 最早走访, from: visits, take: min(on)}
  total: {from: visits, by: hub, take: sum(cost)}
  mood: {from: visits, by: hub, take: latest(mood), where: "${_state} != 'DONE'"}
  was: {label: 最初心情, from: visits, by: hub, take: first(mood)}
  stage: {from: visits, by: hub, take: latest(_state)}
  told: {label: 最近日期, from: visits, by: hub, take: max(_happened_on)}
  dear: {label: 贵的走访, from: visits, by: hub, take: count, where: "${cost} > ${_own.size}"}
  sure: {label: 最近确认, take: max(_happened_on), action: confirm}
  urgent:
    label: 紧急
    calculation: if(${visits} > 1 and ${kind} = 'A', 'yes', 'no')
  mean: {label: 平均花费, calculation: "${total} div ${visits}"}
  busy: {label: 忙, calculation: "${visits} > 2"}
decisions:
  labels:
    label: 标签
    hit: all
    rows:
    - {when: "${seen} = 'yes'", then: SEEN}
    - {when: "${dear} > 0", then: DEAR}
    - {when: "${seen} != 'yes' and ${dear} = 0", then: NONE}
"""
VISITS = """derived:
  hub_kind: {from: hubs, via: hub, take: kind}
  hub_urgent: {from: hubs, via: hub, take: urgent}
  beside: {label: 同站走访, from: visits, by: hub, via: hub, take: count}
"""


def ledger(key: str, title: str, form: str, columns: str, derived: str, more: str = "") -> str:
    return (
        f"format: 1\nledger: {key}\ntitle: {title}\nform: {form}\nplace: _actor\n{more}"
        f"{_LIFE}{derived}columns: [{columns}]\n{_TAIL}"
    )


def files(
    areas: str = AREAS, hubs: str = HUBS, visits: str = VISITS, looks: bool = True
) -> dict[str, str]:
    """`looks`: whether a visit looks at the derived columns of its hub."""
    lines = _HEAD["forms/visit.yaml"].split("\n")
    form = "\n".join(line for line in lines if looks or not line.strip().startswith(_LOOKING))
    return _HEAD | {
        "forms/visit.yaml": form,
        "ledgers/areas.yaml": ledger("areas", "片区台账", "area", "name, reach", areas),
        "ledgers/hubs.yaml": ledger("hubs", "站点台账", "hub", "name, area, kind, size", hubs),
        "ledgers/visits.yaml": ledger(
            "visits", "走访台账", "visit", "hub, on, ok, cost, mood", visits, "happened_on: on\n"
        ),
    }


def pack(root: Path, **changes: Any) -> Folder:
    for name, text in files(**changes).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Folder(root)


def use(root: Path, **changes: Any) -> None:
    take_into_use(pack(root, **changes))


def held(uid: Any, *names: str) -> Any:
    """What the derived columns of a record hold, as text; one alone without a list."""
    record = Record.objects.unscoped("test").get(uid=getattr(uid, "uid", uid))
    found = [_column(record, name) for name in names]
    return found[0] if len(found) == 1 else found


def _column(record: Record, name: str) -> str:
    book = next(
        item for item in map(live, ("areas", "hubs", "visits")) if item.id == record.ledger_id
    )
    value = getattr(record, book.slots[name])
    number = book.slots[name][0] == "n" and value is not None
    return format(value.normalize(), "f") if number else "" if value is None else str(value)


class Little:
    """Short words for what happens in the little world."""

    def __init__(self) -> None:
        self.worker = user("worker")

    def opened(self, ledger: str, **answers: Any) -> Any:
        result = send(self.worker, Part(ledger, answers))
        assert result.ok, result.problems
        return result.records[0]

    def visit(self, hub: Any, **answers: Any) -> Any:
        return self.opened("visits", hub=hub.uid, **answers)

    def changed(self, kept: Any, **answers: Any) -> None:
        result = send(self.worker, change(kept, **answers))
        assert result.ok, result.problems

    def act(self, kept: Any, action: str, undoes: int = 0) -> None:
        result = send(self.worker, Part(kept.ledger, {}, kept.uid, action, undoes=undoes))
        assert result.ok, result.problems
