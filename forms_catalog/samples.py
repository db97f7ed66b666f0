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
    return varied(bundle, 0)


def varied(bundle: Bundle, nth: int) -> dict[str, Answer]:
    """The answers of the nth made-up person, who differs from the one before as far as examples go."""
    ctx = Context(options=bundle.options)
    questions = [question for question, _ in bundle.questions.values()]
    made = ((q.name, sample(q, ctx, nth + at * (nth > 0))) for at, q in enumerate(questions))
    found = {name: answer for name, answer in made if answer is not None}
    for question in questions:
        if question.name in found:
            told = type_of(question).derive(found[question.name], question)
            found |= {name: value for name, value in told.items() if name in found}
    return found


def sample(question: Question, ctx: Context, nth: int = 0) -> Answer:
    """The nth example that the question itself would take, from the first again after the last."""
    kind = type_of(question)
    if not kind.stored or kind.looks_out:
        return None
    if question.questions:
        cells = {q.name: answer for q in question.questions if (answer := sample(q, ctx))}
        return [{"_id": ROW} | cells] if cells else None
    taken = (answer for answer in _taken(question, ctx) if answer is not None)
    if not nth:
        return next(taken, None)
    known = list(taken)
    return known[nth % len(known)] if known else None


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
