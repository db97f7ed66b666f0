"""A round beside the one before: how many units are new, gone or found otherwise, and which by name."""

from __future__ import annotations

import uuid
from collections import Counter
from types import SimpleNamespace
from typing import Any

from forms_catalog.ports import ports

from .. import queries
from ..rounds import Difference, before, compared
from ..rounds.comparing import CHANGED, GONE, NEW, Differing
from ..sight import eyes
from ..titles import linked, title
from ..witnessing.subjects import listed
from .frame import record_href
from .round_asked import Asked

KINDS = (
    (NEW, "新有的", "上一轮以后才登记的"),
    (GONE, "没有了的", "上一轮有结果，这一轮不用查了"),
    (CHANGED, "有变化的", "两轮都有结果，但说得不一样"),
)
MOST = 500


def changes(asked: Asked) -> dict[str, Any]:
    """By place above, by name below."""
    last = before(asked.setting, asked.info)
    if last is None:
        return {"before": "", "change": True}
    found = Difference()
    for place in [asked.place] if asked.place else asked.roots:
        sight = eyes(asked.request.user, asked.ledger, place)
        told = compared(asked.setting, asked.info, last, place, sight, asked.by_name)
        found.units += told.units
    context: dict[str, Any] = {
        "change": True,
        "before": last.title,
        "figs": [(label, f"{found.count(kind):,}", "个", why) for kind, label, why in KINDS],
    }
    if asked.by_name and asked.named:
        return context | {"kinds": _named(asked, found)}
    return context | {"rows": _by_place(asked, found), "heads": [label for _, label, _ in KINDS]}


def _by_place(asked: Asked, found: Difference) -> list[SimpleNamespace]:
    """The places below, with how many of each kind; who has most comes first."""
    if asked.by_name:
        return []
    if asked.place:
        counts = found.by_child(asked.place)
        paths = counts.keys() | {ref.path for ref in ports.places.children(asked.place)}
    else:
        counts, paths = _by_root(asked, found), set(asked.roots)
    lines = [_counted(asked, path, counts.get(path, Counter())) for path in sorted(paths)]
    return sorted(lines, key=lambda line: -sum(line.counts))


def _by_root(asked: Asked, found: Difference) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {root: Counter() for root in asked.roots}
    for one in found.units:
        root = next(root for root in asked.roots if one.place.startswith(root))
        counts[root][one.kind] += 1
    return counts


def _counted(asked: Asked, path: str, counts: Counter[str]) -> SimpleNamespace:
    ref, own = ports.places.place(path), path == asked.place
    return SimpleNamespace(
        title=f"{ref.name if ref else path}{'（本级）' if own else ''}",
        href=asked.href(place=path, own=int(own)),
        counts=[counts[kind] for kind, _, _ in KINDS],
    )


def _named(asked: Asked, found: Difference) -> list[SimpleNamespace]:
    """(heading, units by name) of every kind that there is."""
    here = [one for one in found.units if not asked.own or one.place == asked.place]
    titles = _titles(asked, here)
    if asked.setting.units:
        listed(asked.setting.units, {asked.place}, len(here))
    return [
        SimpleNamespace(label=label, why=why, units=lines)
        for kind, label, why in KINDS
        if (lines := [_line(asked, one, titles) for one in here if one.kind == kind])
    ]


def _line(asked: Asked, one: Differing, titles: dict[str, str]) -> SimpleNamespace:
    seen = asked.setting.units is not None and one.unit in titles
    return SimpleNamespace(
        title=titles.get(one.unit, "（看不到的记录）"),
        href=record_href(uuid.UUID(one.unit)) if seen else "",
        columns=one.columns,
    )


def _titles(asked: Asked, units: list[Differing]) -> dict[str, str]:
    if asked.setting.units is None:
        refs = {one.unit: ports.places.place(one.unit) for one in units}
        return {unit: ref.name for unit, ref in refs.items() if ref}
    uids = [str(uuid.UUID(one.unit)) for one in units[:MOST]]
    rows = queries.by_uids(asked.request.user, uids)
    linked_to = linked(asked.request.user, list(rows.values()))
    return {row.uid.hex: title(row, linked_to) for row in rows.values()}
