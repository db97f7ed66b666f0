"""Made-up answers for showing a form: from the examples of the question types, never from a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .bundle import Bundle
from .definition import Question
from .problems import Refused
from .questions import Answer, Context, read, type_of

ROW = "5a3b1e000001"


def sample_answers(bundle: Bundle) -> dict[str, Answer]:
    """The same for the same form; what follows from another answer agrees with it."""
    ctx = Context(options=bundle.options)
    questions = [question for question, _ in bundle.questions.values()]
    found = {q.name: answer for q in questions if (answer := sample(q, ctx)) is not None}
    for question in questions:
        if question.name in found:
            told = type_of(question).derive(found[question.name], question)
            found |= {name: value for name, value in told.items() if name in found}
    return found


def sample(question: Question, ctx: Context) -> Answer:
    """The first example that the question itself would take; None when there is none to be made up."""
    kind = type_of(question)
    if not kind.stored or kind.looks_out:
        return None
    if question.questions:
        cells = {q.name: answer for q in question.questions if (answer := sample(q, ctx))}
        return [{"_id": ROW} | cells] if cells else None
    return next((answer for answer in _taken(question, ctx) if answer is not None), None)


def _taken(question: Question, ctx: Context) -> Iterator[Answer]:
    for raw in _examples(question, ctx):
        try:
            yield read(question, raw, ctx)
        except Refused:
            continue


def _examples(question: Question, ctx: Context) -> Iterator[Any]:
    kind = type_of(question)
    if question.option("choices", ""):
        yield from (option.name for option in ctx.choices(question) if not option.disabled)
        return
    if kind.sample not in ("", None):
        yield kind.sample
    if kind.kind not in ("file", "rows", "list"):
        yield from (example.raw for example in kind.good)
