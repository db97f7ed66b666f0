"""Words of a cell to the codes of a list: what is said is taken, what is almost said is asked back."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from typing import Any

from ..definition import Option, Question
from ..pinyin import sound
from ..problems import Refused, refuse
from ..questions import Context, type_of
from ..questions.base import tidy
from .labels import bare, folded

_SIGNS = re.compile(r"[、，,;；/／|\s]+")


class Matcher:
    """The options of one question by label, by code, and by label without blanks and brackets."""

    def __init__(self, options: Sequence[Option]) -> None:
        self.labels = [option.label for option in options]
        self.exact: dict[str, set[str]] = {}
        self.loose: dict[str, set[str]] = {}
        for option in options:
            for word in (option.label, option.name):
                self.exact.setdefault(word, set()).add(option.name)
            for word in (folded(option.label), bare(option.label)):
                self.loose.setdefault(word, set()).add(option.name)

    def one(self, value: Any) -> str:
        """The code; raises Refused with what is probably meant."""
        text = tidy(value)
        found = self.exact.get(text) or self.loose.get(folded(text)) or self._bare(text)
        if len(found) > 1:
            raise refuse("cell.two-options", f"“{text}”对得上两个选项，请写选项的编码")
        if not found:
            raise refuse("cell.not-an-option", f"选项里没有“{text}”，{self._advice(text)}")
        return next(iter(found))

    def _bare(self, text: str) -> set[str]:
        """Without brackets only where they hold nothing that tells options apart."""
        return self.loose.get(bare(text), set()) if "(" not in folded(text) else set()

    def _advice(self, text: str) -> str:
        said = sound(text)
        near = [label for label in self.labels if said and sound(label) == said]
        near = near or difflib.get_close_matches(text, self.labels, 1, 0.5)
        near = near or [label for label in self.labels if len(text) > 1 and text in label][:1]
        if near:
            return f"是不是“{near[0]}”？请照选项写"
        some = "、".join(self.labels[:6]) + ("等" if len(self.labels) > 6 else "")
        return f"请从这些里选：{some}"


def several(match: Matcher, question: Question, ctx: Context) -> Callable[[Any], list[str]]:
    """Codes of a cell that names any number of options, parted by the usual signs."""

    def take(value: Any) -> list[str]:
        text = tidy(value)
        try:
            codes: list[str] | None = type_of(question).parse(text, question, ctx)
        except Refused:
            codes = [match.one(word) for word in _SIGNS.split(text) if word]
        return codes or []

    return take
