"""The expressions of a form: whether they can be read, what they speak of, and whether they go round."""

from __future__ import annotations

from dataclasses import replace

from ...bundle import Book, Bundle, make
from ...definition import FormDefinition, Question
from ...expressions import check
from ...logic.program import build
from ...logic.scopes import Spot, spots
from ...problems import Problem
from ..shape import Sheet
from . import judges
from .forms import walk

MOST_SHOWN = 12
"""Of a longer ring only the beginning is told."""


@judges("form")
def expressions(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    """Every finding of every expression, and every ring of values that wait for one another."""
    bundle = _bundle(form, book)
    if bundle is None:
        return
    told: set[str] = set()
    for spot in spots(form, bundle, book):
        for problem in check(spot.text, spot.scope)[1]:
            if not _later(problem, spot, form, book) and not _drawn(problem, form):
                _tell(problem, spot.path, sheet, told)
    if form.view is None:
        _cycles(form, bundle, sheet)


def _drawn(problem: Problem, form: FormDefinition) -> bool:
    """What nobody fills keeps nothing: its day is that of the paper."""
    return form.view is not None and problem.code == "expression.stored-today"


def _bundle(form: FormDefinition, book: Book) -> Bundle | None:
    """None while something included is missing or twisted, which is told already."""
    bundle = make(form, book)
    try:
        _ = bundle.placed
    except (KeyError, RecursionError):
        return None
    return bundle


def _later(problem: Problem, spot: Spot, form: FormDefinition, book: Book) -> bool:
    """A column of a ledger that is still to come is not known yet, and no fault."""
    if problem.code != "expression.unknown-name":
        return False
    name = spot.text[problem.place.start : problem.place.end].strip("${} ")
    question = form.question(name.partition(".")[0])
    ledger = question.option("record") if question and "." in name else ""
    return bool(ledger) and ledger in book.later()


def _tell(problem: Problem, path: str, sheet: Sheet, told: set[str]) -> None:
    line, column, name = sheet.where.spot(path)
    file = sheet.where.file
    place = replace(problem.place, file=file, sheet=name, line=line, column=column, path=path)
    if problem.code != "expression.folded" or path not in told:
        sheet.problems.append(replace(problem, place=place))
    told.add(path)


def _cycles(form: FormDefinition, bundle: Bundle, sheet: Sheet) -> None:
    paths = {question.name: path for question, path in walk(form)}
    paths |= {decision.name: f"decisions.{decision.name}" for decision in form.decisions}
    for ring in build(bundle).cycles:
        own = next((name for name in ring if name in paths), "")
        if own:
            shown = ring if len(ring) <= MOST_SHOWN else (*ring[: MOST_SHOWN - 1], "……")
            words = " → ".join(_label(name, bundle) for name in (*shown, ring[0]))
            text = f"这几题互相等着对方的值，算不出来：{words}"
            sheet.problem("expression.cycle", text, "去掉其中一处引用", paths[own])


def _label(name: str, bundle: Bundle) -> str:
    found: Question | None = bundle.questions.get(name, (None, ""))[0]
    return found.label if found else name
