"""What each expression of a form may speak of: the scopes that its lint works with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..bundle import Book, Bundle
from ..definition import FormDefinition, Ledger, Question
from ..expressions import Scope, is_expression, parse
from ..expressions.lint import kind_of as kind_of_part
from ..problems import Refused
from ..questions import Context
from ..questions.score import score_of
from .program import forms_of
from .reserved import RESERVED
from .worth import kind_of


@dataclass(frozen=True, slots=True)
class Spot:
    """One expression of a form: where it stands, its text, and its scope."""

    path: str
    text: str
    scope: Scope


def kinds_of(bundle: Bundle, book: Book) -> dict[str, str]:
    """The kind of every name that an expression of the bundle may read."""
    kinds = dict(RESERVED)
    for section in bundle.placed:
        for question in section.questions:
            kinds[question.name] = _kind(question, kinds)
            for column in question.questions:
                kinds |= _columns(question, column, kinds)
            if question.type == "record":
                kinds |= _linked(question, book)
    for form, _ in forms_of(bundle):
        kinds |= dict.fromkeys((decision.name for decision in form.decisions), "")
    return kinds


def _columns(table: Question, column: Question, kinds: dict[str, str]) -> dict[str, str]:
    found = {column.name: _kind(column, kinds), f"{table.name}.{column.name}": "list"}
    for inner in column.questions:
        found |= _columns(column, inner, kinds)
    return found


def _kind(question: Question, kinds: dict[str, str]) -> str:
    """Of a computed value what its calculation gives; a kept true or false is `truth`."""
    kind = kind_of(question)
    if kind != "computed":
        return kind
    try:
        node = parse(question.calculation) if question.calculation else None
    except Refused:
        node = None
    found = kind_of_part(node, Scope(kinds)) if node else ""
    return "truth" if found == "boolean" else found if found in ("number", "date", "moment") else ""


def _linked(question: Question, book: Book) -> dict[str, str]:
    """The columns that its ledger declares; sealed ones and those of a ledger to come are left out."""
    ledger = book.get("ledger", question.option("record"))
    if not isinstance(ledger, Ledger):
        return {}
    form = book.get("form", ledger.form.partition(".")[0])
    known = {q.name: q for q in form.questions()} if isinstance(form, FormDefinition) else {}
    derived = [column.name for column in ledger.derived or ()]
    names = [*ledger.columns, *derived]
    return {
        f"{question.name}.{name}": _kind(known[name], {}) if name in known else ""
        for name in names
        if name not in known or not known[name].sealed
    }


def spots(form: FormDefinition, bundle: Bundle, book: Book) -> Iterator[Spot]:
    """Every expression of the form itself, in the order in which it is written."""
    kinds = kinds_of(bundle, book)
    ask = Scope(kinds, condition=True)
    for section in form.sections:
        if section.relevant:
            yield Spot(f"sections.{section.name}.relevant", section.relevant, ask)
        for question in section.questions:
            path = f"sections.{section.name}.questions.{question.name}"
            yield from _of_question(question, path, kinds, bundle)
    for number, rule in enumerate(form.rules, 1):
        yield Spot(f"rules.{number}.constraint", rule.constraint, ask)
    for decision in form.decisions:
        for number, row in enumerate(decision.rows, 1):
            path = f"decisions.{decision.name}.rows.{number}"
            yield from _of_row(path, row.when, row.then, kinds)
    if form.scoring and form.scoring.veto:
        yield Spot("scoring.veto.when", form.scoring.veto.when, ask)


def _of_row(path: str, when: str, then: str, kinds: dict[str, str]) -> Iterator[Spot]:
    if when:
        yield Spot(f"{path}.when", when, Scope(kinds, condition=True))
    if is_expression(then):
        yield Spot(f"{path}.then", then, Scope(kinds))


def _of_question(
    question: Question, path: str, kinds: dict[str, str], bundle: Bundle
) -> Iterator[Spot]:
    ask = Scope(kinds, condition=True)
    own = kinds.get(question.name) or "text"
    columns = option_columns(question, bundle)
    scopes = {
        "required": ask,
        "relevant": ask,
        "read_only": ask,
        "constraint": Scope(kinds, own=own, condition=True),
        "calculation": Scope(kinds, stored=True),
        "default": Scope(kinds),
        "choice_filter": Scope(kinds, columns=columns, condition=True),
        "repeat_count": Scope(kinds),
    }
    for key, scope in scopes.items():
        text = getattr(question, key, None) or question.option(key)
        if isinstance(text, str) and text and (key != "default" or is_expression(text)):
            yield Spot(f"{path}.{key}", text, scope)
    rows = score_of(question).rows if question.type == "score" else ()
    for number, row in enumerate(rows, 1):
        yield from _of_row(f"{path}.score.rows.{number}", row.when, row.then, kinds)
    for column in question.questions:
        yield from _of_question(column, f"{path}.questions.{column.name}", kinds, bundle)


def option_columns(question: Question, bundle: Bundle) -> frozenset[str]:
    """What a choice filter may ask of each option."""
    options = Context(options=bundle.options).choices(question)
    tags = {name for option in options for name, _ in option.tags}
    return frozenset({"name", "label", "parent", *tags})
