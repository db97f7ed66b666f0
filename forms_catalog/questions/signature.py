"""A signature: drawn and uploaded, or put on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..definition import Question
from ..problems import refuse
from ._files import LOST, PDF, PICTURE, Picture
from .base import Answer, Bad, Context, Good, Raw, is_empty, tidy
from .yes_no import yes_or_no

SHOWN = "纸质已签"
PAPER = {"paper": "yes"}


class Signature(Picture):
    """Its picture may come later: a picture replaces the word that it is on paper."""

    name = "signature"
    label = "签名"
    xlsform = "image signature"
    macro = "signature"
    in_cells = True
    sample = PAPER
    good = (
        Good(PICTURE, PICTURE, "示例.jpg"),
        Good(PAPER, PAPER, SHOWN),
        Good({"paper": "是", "sha256": ""}, PAPER, SHOWN),
        Good("paper", PAPER, SHOWN),
        Good(SHOWN, PAPER, SHOWN),
        Good(PICTURE | {"paper": "yes"}, PICTURE, "示例.jpg"),
        Good({"paper": "no"}, None, ""),
    )
    bad = (
        Bad("罗安", "signature.not-signed"),
        Bad(PDF, "photo.not-an-image"),
        Bad(PICTURE | {"sha256": LOST}, "file.unknown"),
    )

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        if not isinstance(raw, Mapping):
            return _word(raw)
        if "paper" in raw and is_empty(raw.get("sha256")):
            return PAPER if yes_or_no(raw["paper"]) == "yes" else None
        return super().parse(raw, question, ctx)

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        return SHOWN if answer == PAPER else super().show(answer, question, ctx)

    def normal(self, answer: Answer) -> str:
        return "paper" if answer == PAPER else super().normal(answer)

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"anyOf": [{"const": PAPER}, super().schema(question, ctx)]}


def _word(raw: Raw) -> Answer:
    if tidy(raw) not in ("paper", SHOWN):
        raise refuse("signature.not-signed", f"请上传签名，或写“{SHOWN}”")
    return PAPER
