"""A body that people know by name: a school, a station, an office; the answer is its key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..definition import Question, key
from ..ports import BodyRef, ports
from ..problems import refuse
from .base import Answer, Bad, Context, Good, QuestionType, Raw, tidy

_SCHOOL = (("bodies", ("school",)),)


class Body(QuestionType):
    """Picked from the bodies of some kinds, or named."""

    name = "body"
    label = "机构"
    kind = "list"
    macro = "body"
    slot_family = "c"
    looks_out = True
    good = (
        Good("school-1", "school-1", "河湾小学", _SCHOOL),
        Good(" 河湾小学 ", "school-1", "河湾小学", _SCHOOL),
        Good("柳坪站", "station-1", "柳坪站"),
    )
    bad = (
        Bad("月亮小学", "body.unknown", _SCHOOL),
        Bad("高田小学", "body.ambiguous", _SCHOOL),
        Bad("station-1", "body.unknown", _SCHOOL),
        Bad("柳坪站", "body.unknown", _SCHOOL),
    )

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Options:
        """Which bodies are offered."""

        bodies: tuple[str, ...] = key("names", note="哪几种机构，不写就各种都可以")

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        kinds = question.option("bodies", ())
        found = _found(tidy(raw), kinds, ctx)
        if not found:
            raise refuse("body.unknown", "没有找到这个机构，请从列表里选")
        if len(found) > 1:
            raise refuse("body.ambiguous", f"有{len(found)}个机构叫这个名字，请从列表里选")
        return found[0].key

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        body = ports.places.body(answer)
        return body.name if body else str(answer)

    def cell(self, answer: Answer, question: Question, ctx: Context) -> str | int | float:
        """The name, or the key where several are called so."""
        name = self.show(answer, question, ctx)
        named = [b for b in ports.places.bodies(question.option("bodies", ())) if b.name == name]
        return name if len(named) < 2 else str(answer)

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": 32}


def _found(text: str, kinds: Sequence[str], ctx: Context) -> list[BodyRef]:
    """By key, else by name: near the person who fills first, then everywhere."""
    body = ports.places.body(text)
    if body and (not kinds or body.kind in kinds):
        return [body]
    for under in dict.fromkeys((ctx.place, "")):
        named = [item for item in ports.places.bodies(kinds, under=under) if item.name == text]
        if named:
            return named
    return []
