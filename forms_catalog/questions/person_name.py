"""A person's name, with the rare characters and the middle dot that real names have."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from ..definition import Question
from ..problems import refuse
from .base import Answer, Bad, Context, Good, QuestionType, Raw, tidy

FEWEST, MOST, MOST_LETTERS = 2, 20, 50

_HAN = (
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
    "\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
_DOTS = str.maketrans(dict.fromkeys("•‧・･∙⋅⸱ㆍ᛫", "·") | {"’": "'"})
_TYPED_DOT = re.compile(rf"(?<=[{_HAN}])\s*[.．]\s*(?=[{_HAN}])")
_BLANK = re.compile(rf"(?:\s*·)+\s*|(?<=[{_HAN}])\s+(?=[{_HAN}])")
_RADICAL = re.compile("[\u2f00-\u2fd5]")
_COMMON = re.compile("[\u4e00-\u9fff]{2,20}")
"""Nothing in such a name is ever spelt or judged otherwise."""
_INNER = re.compile(r"(?<=[A-Za-z\u00c0-\u024f])['.-]")


class PersonName(QuestionType):
    """Characters are kept as written (NFC, never NFKC): another character is another name."""

    name = "person_name"
    label = "姓名"
    slot_family = "t"
    personal = True
    width = "w11"
    sample = "罗安"
    good = (
        Good("陈安晨", "陈安晨", "陈安晨"),
        Good(" 罗　安 ", "罗安", "罗安"),
        Good("买买提•艾力", "买买提·艾力", "买买提·艾力"),
        Good("买买提 ・ 艾力", "买买提·艾力", "买买提·艾力"),
        Good("买买提.艾力", "买买提·艾力", "买买提·艾力"),
        Good("王𠮷", "王𠮷", "王𠮷"),
        Good("李㛃", "李㛃", "李㛃"),
        Good("\U000323af安", "\U000323af安", "\U000323af安"),
        Good("罗\u200b安\ufeff", "罗安", "罗安"),
        Good("⽂安", "文安", "文安"),
        Good("Mary  Jane O’Neil", "Mary Jane O'Neil", "Mary Jane O'Neil"),
        Good("José", "José", "José"),
    )
    bad = (
        Bad("王", "person-name.too-short"),
        Bad("安" * 21, "person-name.too-long"),
        Bad("王\ue863", "person-name.private-use"),
        Bad("王\U000f0001", "person-name.private-use"),
        Bad("罗安2", "person-name.bad-character"),
        Bad("罗安２", "person-name.bad-character"),
        Bad("罗安（小名）", "person-name.bad-character"),
        Bad("罗-安", "person-name.bad-character"),
        Bad("罗安、陈川", "person-name.bad-character"),
        Bad("=罗安", "person-name.bad-character"),
        Bad("王?", "person-name.bad-character"),
        Bad(["罗安"], "answer.wrong-shape"),
    )

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        if isinstance(raw, str) and _COMMON.fullmatch(raw):
            return raw
        name = _spell(tidy(raw))
        _judge_characters(name)
        _judge_length(name)
        return name

    def normal(self, answer: Answer) -> str:
        return "".join(unicodedata.normalize("NFKC", answer).split()).casefold()

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "string", "minLength": FEWEST, "maxLength": MOST_LETTERS}


def _spell(text: str) -> str:
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    text = _RADICAL.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    text = _TYPED_DOT.sub("·", text.translate(_DOTS))
    return _BLANK.sub(lambda match: "·" if "·" in match[0] else "", text).strip("·")


def _judge_characters(name: str) -> None:
    for character in _INNER.sub("", name):
        category = unicodedata.category(character)
        if category == "Co":
            raise refuse(
                "person-name.private-use",
                f"“{character}”是本机造的字，别的电脑显示不出来，请改用标准字库里的字",
            )
        if character not in "· 〇" and category[0] not in "LM":
            raise refuse("person-name.bad-character", f"姓名里不写“{character}”，请只写姓名")


def _judge_length(name: str) -> None:
    most = MOST if re.search(rf"[{_HAN}]", name) else MOST_LETTERS
    if len(name) < FEWEST:
        raise refuse("person-name.too-short", f"姓名至少写{FEWEST}个字，请写全名")
    if len(name) > most:
        raise refuse("person-name.too-long", f"姓名最多写{most}个字，现在是{len(name)}个字")
