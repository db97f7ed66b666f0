"""Questions for tests, made in one line."""

from __future__ import annotations

import datetime as dt
from typing import Any

from forms_catalog.definition import Question
from forms_catalog.problems import Problem, Refused
from forms_catalog.questions import Answer, Context, Raw, read

CTX = Context(today=dt.date(2026, 11, 21))


def ask(type_: str, options: Any = (), **attributes: Any) -> Question:
    """A question of a type; the columns of a table may stand among the options, as in examples."""
    own = dict(options)
    columns = own.pop("questions", ())
    return Question(
        name="q",
        label="题",
        type=type_,
        options=tuple(own.items()),
        questions=columns,
        **attributes,
    )


def answer_of(type_: str, raw: Raw, options: Any = (), ctx: Context = CTX) -> Answer:
    return read(ask(type_, options), raw, ctx)


def problems_of(type_: str, raw: Raw, options: Any = (), ctx: Context = CTX) -> list[Problem]:
    """The problems of a refused answer, [] when it is taken."""
    try:
        answer_of(type_, raw, options, ctx)
    except Refused as refused:
        return list(refused)
    return []


def codes_of(type_: str, raw: Raw, options: Any = (), ctx: Context = CTX) -> list[str]:
    return [problem.code for problem in problems_of(type_, raw, options, ctx)]
