"""Derived columns that hold the day on which a duty is due next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from ..derived.rows import Row, store
from ..registry import Live
from .rounds import OPEN, Round


def held(
    ledger: Live,
    rows: Mapping[int, Row],
    before: Mapping[int, Mapping[str, Round]],
    touched: Sequence[Round],
) -> None:
    """Written where they differ."""
    columns = [
        (ledger.slots[item.name], item.duty)
        for item in ledger.rules.derived
        if item.duty and ledger.slots.get(item.name, "")[:1] == "d"
    ]
    if not columns:
        return
    fresh: dict[int, dict[str, Round]] = {pk: dict(before.get(pk, {})) for pk in rows}
    for kept in touched:
        if kept.record in fresh and kept.current:
            fresh[kept.record][kept.series] = kept
    for slot, name in columns:
        told = {pk: _due(own, name) for pk, own in fresh.items()}
        store([slot], {pk: {slot: day} for pk, day in told.items() if rows[pk].held[slot] != day})


def _due(own: Mapping[str, Round], name: str) -> dt.date | None:
    days = [
        kept.due
        for kept in own.values()
        if kept.state == OPEN and kept.current and name in (kept.series, kept.duty)
    ]
    return min(days, default=None)
