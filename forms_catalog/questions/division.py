"""A place of the tree; the answer is its path, which stays when names and codes change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..definition import Question, key
from ..ports import PlaceRef, ports
from ..problems import Refused, refuse
from ._width import fold
from .base import Answer, Bad, Context, Good, QuestionType, Raw, tidy

PATTERN = "^(?:[0-9A-Z]{4}){1,6}$"
_BETWEEN = re.compile(r"[\s/／>＞\\·、,，-]+")
_VILLAGE = (("level", "village"),)
_TOWN = (("level", "town"),)


class Division(QuestionType):
    """Picked from the tree, or named by path, national code or name."""

    name = "division"
    label = "区划"
    kind = "list"
    macro = "division"
    slot_family = "c"
    looks_out = True
    good = (
        Good("000100010001", "000100010001", "澜川县青禾镇河湾村", _VILLAGE),
        Good("990121100201", "000100010001", "澜川县青禾镇河湾村"),
        Good("９９０１２１１００２０１", "000100010001", "澜川县青禾镇河湾村"),
        Good(990121100201.0, "000100010001", "澜川县青禾镇河湾村"),
        Good(" 河湾村 ", "000100010001", "澜川县青禾镇河湾村"),
        Good("青禾镇", "00010001", "澜川县青禾镇"),
        Good("柳坪", "000100020002", "澜川县柳坪镇柳坪", _VILLAGE),
        Good("柳坪", "00010002", "澜川县柳坪镇", _TOWN),
    )
    bad = (
        Bad("月亮村", "division.unknown"),
        Bad("0009", "division.unknown"),
        Bad("高田村", "division.ambiguous"),
        Bad("柳坪", "division.ambiguous"),
        Bad("青禾镇", "division.too-wide", _VILLAGE),
        Bad("河湾村", "division.too-narrow", _TOWN),
        Bad(["河湾村"], "answer.wrong-shape"),
    )

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Options:
        """Which places are offered."""

        level: str = key("name", note="须选到哪一级，不写就哪一级都可以")
        anywhere: bool = key("bool", note="不限于填表人管辖的地方")

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        level = question.option("level")
        found = _found(tidy(raw), ctx)
        fitting = [place for place in found if level in ("", place.level)]
        if not fitting:
            raise _misfit(found, level)
        if len(fitting) > 1:
            names = "、".join(_full(place) for place in fitting[:5])
            raise refuse(
                "division.ambiguous",
                f"有{len(fitting)}个地方叫这个名字：{names}，请写全称或从列表里选",
            )
        return fitting[0].path

    def uncell(self, value: Raw, question: Question, ctx: Context) -> Raw:
        """The names from above to below, as in 甲镇/乙村 or 甲镇乙村, where one place alone has them."""
        text, level = tidy(value), question.option("level")
        found = _found(text, ctx) or [p for p in _by_names(text) if p.path.startswith(ctx.place)]
        fitting = {place.path for place in found if level in ("", place.level)}
        return fitting.pop() if len(fitting) == 1 else text

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        place = ports.places.place(answer)
        return _full(place) if place else str(answer)

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "string", "pattern": PATTERN}


def _found(text: str, ctx: Context) -> Sequence[PlaceRef]:
    """By path, else by code or name: near the person who fills first, then everywhere."""
    place = ports.places.place(text) if re.match(PATTERN, text) else None
    if place:
        return [place]
    name = fold(text) if fold(text).isdigit() else text
    near = ports.places.named(name, under=ctx.place) if ctx.place else ()
    return near or ports.places.named(name)


def _by_names(text: str) -> Iterator[PlaceRef]:
    """Places whose name ends the text, with names of places above them before it, in order."""
    parts = [part for part in _BETWEEN.split(text) if part]
    whole = "".join(parts)
    for start in range(1, len(whole)):
        for place in ports.places.named(whole[start:]):
            above = [item.name for item in ports.places.ancestors(place.path)[:-1]]
            if _spells(whole[:start], above):
                yield place


def _spells(text: str, names: Sequence[str]) -> bool:
    """Whether the text is some of the names, one after another."""
    if not text or not names:
        return not text
    own = text.startswith(names[0]) and _spells(text[len(names[0]) :], names[1:])
    return own or _spells(text, names[1:])


def _misfit(found: Sequence[PlaceRef], level: str) -> Refused:
    if not found:
        return refuse("division.unknown", "没有找到这个地方，请从列表里选")
    above = {place.level for place in ports.places.ancestors(found[0].path)}
    if level in above:
        return refuse("division.too-narrow", "选得太细了，请选它的上级")
    return refuse("division.too-wide", "选得太大了，请再往下选")


def _full(place: PlaceRef) -> str:
    return place.full_name or place.name
