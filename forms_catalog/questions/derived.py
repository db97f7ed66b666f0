"""A value taken from other records; kept as text beside the answers, since it may be anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..definition import Derived, Option, Question, key, option_part
from .base import Bad, Good
from .calculated import Calculated


class DerivedType(Calculated):
    """Shown, not asked, never written by hand; the engine looks it up."""

    name = "derived"
    label = "取自其他记录"
    xlsform = "text"
    from_xlsform = False
    since = "relations"
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
            "obj:derived", part=Derived, required=True, since="relations", note="值从哪里来"
        )
        choices: Any = key("name|map:option", part=Option, note="取来的是编码时，编码的文字")


def looked_up(question: Question) -> str:
    """What a form takes of the record that one of its own questions points at, as an expression."""
    said = derived_of(question) if question.type == DerivedType.name else Derived()
    plain = said.via and said.take and not (said.by or said.where or "(" in said.take)
    return f"${{{said.via}.{said.take}}}" if plain else ""


def derived_of(question: Question) -> Derived:
    """Where the value of a question of this type comes from."""
    return option_part(question, "derived", Derived) or Derived()
