"""The units of one place by name: what each result says, and where a missing one is filled."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from ..rounds import Group, Unit, grouped, units_at
from ..rounds.setting import COVERED, LEFT_OUT, OTHER
from ..scope import reach
from ..witnessing.subjects import listed
from .frame import record_href
from .round_asked import Asked
from .round_words import bar, counts, rate, tag

TAGS = {COVERED: "done", LEFT_OUT: "off", OTHER: "wait"}


def found_groups(asked: Asked) -> list[Group]:
    """The groups of the place, one of them when it is asked for."""
    setting, user = asked.setting, asked.request.user
    units = units_at(user, setting, asked.info, asked.place)
    if asked.own:
        units = [unit for unit in units if unit.place == asked.place]
    if setting.units:
        listed(setting.units, {asked.place}, len(units))
    found = grouped(user, setting, units, asked.place)
    return [one for one in found if not asked.group or one.key == asked.group]


def groups_of(asked: Asked) -> dict[str, Any]:
    """The groups, the unfinished first and open; whoever may not see the units gets their number."""
    if not asked.named:
        return {"groups": [], "unnamed": asked.setting.units.title if asked.setting.units else ""}
    found = found_groups(asked)
    alone = len(found) == 1
    lines = [_group(asked, one, alone) for one in found]
    for line in [line for line in lines if line.missing][:1]:
        line.open = True
    return {
        "groups": [line for line in lines if not (asked.left and line.done)],
        "listed": True,
        "chosen": (found[0].title or "没有分组的") if asked.group and found else "",
        "all_href": asked.href(group=""),
    }


def _group(asked: Asked, group: Group, alone: bool) -> SimpleNamespace:
    tally = group.tally
    label, look = tag(tally)
    lines = [_unit(asked, unit) for unit in group.units]
    return SimpleNamespace(
        title=group.title or ("全部" if alone and not asked.group else "没有分组的"),
        href=asked.href(group=group.key) if group.key and not asked.group else "",
        rate=rate(tally),
        counts=counts(tally),
        bar=bar(tally),
        label=label,
        tag=look,
        done=tally.done,
        open=alone,
        missing=[line for line in lines if line.missing],
        kept=[line for line in lines if not line.missing],
    )


def _unit(asked: Asked, unit: Unit) -> SimpleNamespace:
    kept = unit.kept
    fill = asked.door(unit.uid, unit.place) if kept is None else ""
    return SimpleNamespace(
        title=unit.title,
        missing=unit.missing,
        label=kept.words if kept and kept.words else "有结果" if kept else "没有结果",
        tag=TAGS[kept.kind] if kept else "todo",
        href=record_href(kept.uid) if kept else fill or _own(asked, unit),
        fill=bool(fill),
    )


def _own(asked: Asked, unit: Unit) -> str:
    """The record of the unit itself, where there is one that may be seen."""
    units = asked.setting.units
    seen = units and reach(asked.request.user).covers(units, unit.place)
    return record_href(unit.uid) if seen else ""
