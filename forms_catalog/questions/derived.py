"""A value taken from other records; kept as text beside the answers, since it may be anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..definition import Derived, Question, key, option_part
from .base import Bad, Good
from .calculated import Calculated


class DerivedType(Calculated):
    """Shown, not asked, never written by hand; the engine looks it up."""

    name = "derived"
    label = "取自其他记录"
    xlsform = "text"
    from_xlsform = False
    since = "ledgers"
    good = (
        Good(2.0, "2", "2"),
        Good("no", "no", "否"),
        Good("2026-11-21", "2026-11-21", "2026年11月21日"),
    )
    bad = (Bad(["甲"], "answer.wrong-shape"),)

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Options:
        """Where the value comes from."""

        derived: Any = key(
            "obj:derived", part=Derived, required=True, since="ledgers", note="值从哪里来"
        )


def derived_of(question: Question) -> Derived:
    """Where the value of a question of this type comes from."""
    return option_part(question, "derived", Derived) or Derived()
