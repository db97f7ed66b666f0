"""A telephone number of the mainland: mobile, landline with its area code, or a short line."""

from __future__ import annotations

import re
from typing import Any

from ..definition import Question
from ..problems import Refused, refuse
from ._width import fold
from .base import Answer, Bad, Context, Good, QuestionType, Raw

_NUMBER = r"(?:1[0-9]{10}|0[0-9]{9,11}|[48]00[0-9]{7}|1[12][0-9]|12[0-9]{3})"
_NOISE = re.compile(r"[\s()\[\].-]")
_COUNTRY = re.compile(r"^(?:\+|00)86(?=.)|^86(?=1[0-9]{10}$)")


class Phone(QuestionType):
    """Digits only; the second digit of a mobile is not judged, new ranges are opened every year."""

    name = "phone"
    label = "电话"
    value_kind = "identity"
    slot_family = "t"
    personal = True
    width = "w11"
    inputmode = "tel"
    sample = "10000001234"
    good = (
        Good("10000001234", "10000001234", "10000001234"),
        Good(10000001234.0, "10000001234", "10000001234"),
        Good("１００ ００００ １２３４", "10000001234", "10000001234"),
        Good("+86 100-0000-1234", "10000001234", "10000001234"),
        Good("008610000001234", "10000001234", "10000001234"),
        Good("\u202a8610000001234\u202c", "10000001234", "10000001234"),
        Good("（0999）1234567", "09991234567", "09991234567"),
        Good("099-12345678", "09912345678", "09912345678"),
        Good("400-000-1234", "4000001234", "4000001234"),
        Good("110", "110", "110"),
        Good("12345", "12345", "12345"),
    )
    bad = (
        Bad("1000000123", "phone.wrong-length"),
        Bad("100000012345", "phone.wrong-length"),
        Bad("12", "phone.wrong-length"),
        Bad("1234567", "phone.no-area-code"),
        Bad("6234567", "phone.no-area-code"),
        Bad("62345678", "phone.no-area-code"),
        Bad("10000001234、10000001235", "phone.several"),
        Bad("10000001234/10000001235", "phone.several"),
        Bad("无", "phone.bad-character"),
        Bad("1000000１23④", "phone.bad-character"),
        Bad("+1 202 555 0100", "phone.bad-character"),
        Bad(["10000001234"], "answer.wrong-shape"),
    )

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        number = _COUNTRY.sub("", _NOISE.sub("", fold(raw)))
        if re.fullmatch(_NUMBER, number):
            return number
        raise _why(number)

    def mask(self, answer: Answer) -> str:
        return "*" * max(4, len(answer) - 4) + (answer[-4:] if len(answer) > 4 else "")

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_NUMBER}$"}


def _why(number: str) -> Refused:
    if re.search(r"[0-9]{3}[/、,;或及和]", number):
        return refuse("phone.several", "这里只写一个号码，请留下最常用的")
    if stranger := re.search(r"[^0-9]", number):
        return refuse("phone.bad-character", f"电话只写数字，请去掉“{stranger[0]}”")
    if len(number) in (7, 8):
        return refuse("phone.no-area-code", "座机号前面请加上区号，区号以0开头")
    length = len(number)
    return refuse("phone.wrong-length", f"手机号应为11位，座机连区号10至12位，现在是{length}位")
