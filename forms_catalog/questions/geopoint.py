"""A point on the map, in the spelling of XLSForm: `latitude longitude [altitude accuracy]`."""

from __future__ import annotations

import re
from typing import Any

from ..definition import Question
from ..problems import Problem, Refused, refuse
from ._numbers import canonical
from ._width import fold
from .base import Answer, Bad, Context, Good, QuestionType, Raw

EXAMPLE = "25.1 102.5"
_BOUNDS = (
    ("latitude", -90, 90, "纬度应在-90到90之间，请先写纬度，再写经度"),
    ("longitude", -180, 180, "经度应在-180到180之间，请先写纬度，再写经度"),
    ("altitude", -1000, 10000, "海拔应在-1000到10000米之间"),
    ("accuracy", 0, 100000, "精度应是0到100000米"),
)


class Geopoint(QuestionType):
    """Sent by a phone or copied from a map; two to four numbers."""

    name = "geopoint"
    label = "位置坐标"
    xlsform = "geopoint"
    sample = EXAMPLE
    good = (
        Good("25.10 102.50", "25.1 102.5", "北纬25.1度，东经102.5度"),
        Good("25.1,102.5", "25.1 102.5", "北纬25.1度，东经102.5度"),
        Good("２５．１，　１０２．５", "25.1 102.5", "北纬25.1度，东经102.5度"),
        Good("-25.1 -102.5 1890.0 12", "-25.1 -102.5 1890 12", "南纬25.1度，西经102.5度"),
        Good("25.1 102.5 0 0", "25.1 102.5 0 0", "北纬25.1度，东经102.5度"),
    )
    bad = (
        Bad("102.5 25.1", "geopoint.bad-latitude"),
        Bad("25.1 190", "geopoint.bad-longitude"),
        Bad("25.1 102.5 0 -1", "geopoint.bad-accuracy"),
        Bad("25.1 102.5 99999 1", "geopoint.bad-altitude"),
        Bad("25.1", "geopoint.not-a-point"),
        Bad("1 2 3 4 5", "geopoint.not-a-point"),
        Bad("村口", "geopoint.not-a-point"),
        Bad("25度 102度", "geopoint.not-a-number"),
    )

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        parts = [part for part in re.split(r"[\s,、;]+", fold(raw)) if part]
        if not 2 <= len(parts) <= 4:
            raise refuse("geopoint.not-a-point", f"请写纬度和经度，中间空一格，例如{EXAMPLE}")
        numbers = [canonical(part, self.name, EXAMPLE) for part in parts]
        problems = [
            Problem(f"geopoint.bad-{what}", text)
            for (what, least, most, text), number in zip(_BOUNDS, numbers, strict=False)
            if not least <= float(number) <= most
        ]
        if problems:
            raise Refused(*problems)
        return " ".join(numbers)

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        latitude, longitude = answer.split()[:2]
        return f"{_words(latitude, '北纬', '南纬')}，{_words(longitude, '东经', '西经')}"

    def cell(self, answer: Answer, question: Question, ctx: Context) -> str | int | float:
        return str(answer)

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        number = r"-?[0-9]+(\.[0-9]+)?"
        return {"type": "string", "pattern": f"^{number}( {number}){{1,3}}$"}


def _words(number: str, plus: str, minus: str) -> str:
    return f"{minus if number.startswith('-') else plus}{number.removeprefix('-')}度"
