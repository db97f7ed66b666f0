"""Points that follow from other answers: the first row of a table that holds gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..definition import Question, Score, key, option_part
from ._numbers import PATTERN, canonical, column, number
from .base import Answer, Bad, Context, Good, QuestionType, Raw


class ScoreType(QuestionType):
    """Shown and stored, not asked; points are kept as text, like a measure."""

    name = "score"
    label = "计分"
    xlsform = "calculate"
    from_xlsform = False
    since = "logic"
    kind = "decimal"
    asked = False
    macro = "calculated"
    slot_family = "n"
    slot_whole = False
    sample = "5"
    good = (
        Good(5, "5", "5"),
        Good(2.5, "2.5", "2.5"),
        Good("０", "0", "0"),
        Good("-3.0", "-3", "-3"),
    )
    bad = (Bad("优", "score.not-a-number"), Bad("1" * 16, "score.too-long"))

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Options:
        """The table of points."""

        score: Any = key(
            "obj:score", part=Score, required=True, since="logic", note="各行的条件和分数"
        )

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        return canonical(raw, self.name)

    def cell(self, answer: Answer, question: Question, ctx: Context) -> str | int | float:
        return number(answer)

    def slot(self, answer: Answer) -> Any:
        return column(answer)

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        return {"type": "string", "pattern": PATTERN}


def score_of(question: Question) -> Score:
    """The points table of a question of this type, an empty one while it has none."""
    return option_part(question, "score", Score) or Score()
