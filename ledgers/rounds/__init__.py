"""Rounds: for which units a ledger holds a result, what is missing, and what changed since the last one."""

from __future__ import annotations

from .comparing import Difference, compared
from .counting import Gap, Tally, added, by_child, by_place, gaps
from .known import RoundInfo, before, open_round, preset, round_of, rounds_of
from .listing import Group, Unit, grouped, units_at
from .setting import Setting, setting_of
from .telling import offered, told

__all__ = [
    "Difference",
    "Gap",
    "Group",
    "RoundInfo",
    "Setting",
    "Tally",
    "Unit",
    "added",
    "before",
    "by_child",
    "by_place",
    "compared",
    "gaps",
    "grouped",
    "offered",
    "open_round",
    "preset",
    "round_of",
    "rounds_of",
    "setting_of",
    "told",
    "units_at",
]
