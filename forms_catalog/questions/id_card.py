"""The resident identity number of GB 11643; it tells the birth date and the sex."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from stdnum.iso7064 import mod_11_2

from ..definition import Pairs, Question, key
from ..problems import Refused, refuse
from ._options import pairs
from ._width import fold
from .base import Answer, Bad, Context, Good, QuestionType, Raw

LENGTH = 18
OLD_LENGTH = 15


class IdCard(QuestionType):
    """18 characters; the place code in front is not judged, places come and go."""

    name = "id_card"
    label = "公民身份号码"
    value_kind = "identity"
    slot_family = "t"
    personal = True
    width = "w18"
    sample = "990121201301110025"
    good = (
        Good("990121201301110025", "990121201301110025", "990121201301110025"),
        Good(" 990121 20130111 0025 ", "990121201301110025", "990121201301110025"),
        Good("990121-20130111-0025", "990121201301110025", "990121201301110025"),
        Good("９９０１２１２０１３０１１１００２５", "990121201301110025", "990121201301110025"),
        Good("\u202d990121201301110025\u202c", "990121201301110025", "990121201301110025"),
        Good("99012120150203118x", "99012120150203118X", "99012120150203118X"),
        Good("99012120150203118Ｘ", "99012120150203118X", "99012120150203118X"),
    )
    bad = (
        Bad("99012120130111002", "id-card.wrong-length"),
        Bad("无", "id-card.wrong-length"),
        Bad("99012120130111OO25", "id-card.bad-character"),
        Bad("X90121201301110025", "id-card.bad-character"),
        Bad("990121201302300025", "id-card.bad-birth"),
        Bad("990121180001010024", "id-card.bad-birth"),
        Bad("990121299901010025", "id-card.future-birth"),
        Bad("990121201301110026", "id-card.check-digit"),
        Bad("99012120130111002X", "id-card.check-digit"),
        Bad("990121801212001", "id-card.old-number"),
        Bad("990121801312001", "id-card.bad-birth"),
        Bad(990121201301110025, "answer.lost-digits"),
    )

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Options:
        """What is filled in from the number."""

        fills: Pairs = key(
            "map:text", part=str, note="由号码带出：birth 出生日期题的名字，sex 性别题的名字"
        )

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        number = re.sub(r"[\s-]", "", fold(raw)).upper()
        if re.fullmatch(rf"[0-9]{{{OLD_LENGTH}}}", number):
            raise _old(number)
        if len(number) != LENGTH:
            raise refuse(
                "id-card.wrong-length", f"身份号码应为{LENGTH}位，现在是{len(number)}位，请核对"
            )
        _judge_characters(number)
        _judge_birth(number[6:14], ctx.today)
        _judge_check_digit(number)
        return number

    def mask(self, answer: Answer) -> str:
        return "*" * (LENGTH - 4) + str(answer)[-4:]

    def derive(self, answer: Answer, question: Question) -> dict[str, Answer]:
        told = {"birth": _iso(answer[6:14]), "sex": "1" if int(answer[16]) % 2 else "2"}
        return {target: told[what] for what, target in pairs(question, "fills") if what in told}

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{17}[0-9X]$"}


def _judge_characters(number: str) -> None:
    for place, character in enumerate(number, 1):
        if character not in ("0123456789X" if place == LENGTH else "0123456789"):
            wanted = "数字或字母“X”" if place == LENGTH else "数字"
            raise refuse(
                "id-card.bad-character",
                f"第{place}位应为{wanted}，现在是“{character}”，请对照证件核对",
            )


def _judge_birth(digits: str, today: dt.date) -> None:
    birth = _date(digits)
    if birth is None:
        raise refuse(
            "id-card.bad-birth", f"第7至14位是出生日期，没有“{digits}”这一天，请对照证件核对"
        )
    if birth > today:
        raise refuse("id-card.future-birth", "第7至14位是出生日期，这一天还没有到，请对照证件核对")


def _judge_check_digit(number: str) -> None:
    due = mod_11_2.calc_check_digit(number[:17])
    if number[17] != due:
        raise refuse(
            "id-card.check-digit",
            f"第18位校验码对不上：按前17位应为{due}，现在是{number[17]}，请对照证件逐位核对",
        )


def _old(number: str) -> Refused:
    """15 digits were given out before 1999, always without the century."""
    long = f"{number[:6]}19{number[6:]}"
    if _date(long[6:14]) is None:
        return refuse(
            "id-card.bad-birth", f"第7至12位是出生日期，没有“{number[6:12]}”这一天，请对照证件核对"
        )
    whole = long + mod_11_2.calc_check_digit(long)
    return refuse(
        "id-card.old-number",
        f"15位是旧号码，请填18位的新号码；照旧号码推算是{whole}，请对照证件核对",
    )


def _date(digits: str) -> dt.date | None:
    try:
        found = dt.date.fromisoformat(_iso(digits))
    except ValueError:
        return None
    return found if found.year >= 1900 else None


def _iso(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
