"""What opening a ledger to everybody means: as whom it is filled, what may be asked, what is told."""

from __future__ import annotations

from collections.abc import Iterator

from ...bundle import Book
from ...definition import FormDefinition, Ledger, Public, Question, Role, Section
from ...expressions import Scope, check
from ...expressions.nodes import names
from ...logic.worth import kind_of
from ...questions import TYPES
from ..shape import Sheet
from . import judges
from .ledgers import questions_of

HELD_BY_NOBODY = "none"
OPENING = "opening"
_URGENT = "public.urgent"


def outward(question: Question) -> bool:
    """Whether somebody outside may be asked it: nothing of the house is looked up, nothing uploaded."""
    found = TYPES.get(question.type)
    return found is not None and question.type != "record" and found.kind != "file"


@judges("ledger")
def public(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    told, known = ledger.public, questions_of(ledger, book)
    if told is None:
        return
    _role(told, book, sheet)
    form = book.get("form", ledger.form)
    if known is None or not isinstance(form, FormDefinition):
        if "." in ledger.form:
            _refused("public.rows", "表里一行行的记录不能对外收", "form", sheet)
        return
    if any(section.through for section in form.sections):
        _refused("public.through", "这张表要先选一份记录，不能对外收", "public", sheet)
    asked = {question.name: question for question in _asked(form, told.role, book)}
    _questions(asked, sheet)
    for name in told.answer:
        if name not in known:
            text = f"表里没有“{name}”这一题"
            sheet.problem("public.unknown-question", text, "检查题名", "public.answer")
    _urgent(told.urgent, asked, sheet)


def _role(told: Public, book: Book, sheet: Sheet) -> None:
    role = book.get("role", told.role)
    if told.role and role is None and told.role not in book.later():
        text = f"没有“{told.role}”这个角色"
        sheet.problem("public.unknown-role", text, "检查标识", "public.role")
    elif isinstance(role, Role) and role.held_at != HELD_BY_NOBODY:
        text = f"“{role.title}”是有人任职的，不能当公众"
        remedy = "换一个任职处写“none”的角色"
        sheet.problem("public.held-role", text, remedy, "public.role")


def _asked(form: FormDefinition, role: str, book: Book) -> Iterator[Question]:
    """What the role is asked when a record is opened: its own questions, and nobody's in particular."""
    for section in form.sections:
        for part in _copied(section, book):
            for question in part.questions:
                by = question.by or section.by or part.by or form.by
                at = question.at or section.at or part.at or form.at or (OPENING,)
                if OPENING in at and (not by or role in by):
                    yield question


def _copied(section: Section, book: Book) -> Iterator[Section]:
    """The section itself, or those of another form that stand in its place."""
    source, _, name = section.include.partition(".")
    other = book.get("form", source) if source else None
    if isinstance(other, FormDefinition):
        yield from (part for part in other.sections if name in ("", part.name))
    else:
        yield section


def _questions(asked: dict[str, Question], sheet: Sheet) -> None:
    for question in asked.values():
        if question.required and not outward(question):
            text = f"“{question.label}”要查记录或传文件，公众填不了"
            remedy = "在表里写明由哪个角色填，或改成选填"
            sheet.problem("public.cannot-ask", text, remedy, "public.role")
    if not any(map(outward, asked.values())):
        _refused("public.nothing-asked", "登记时没有公众能填的题", "public.role", sheet)


def _urgent(text: str, asked: dict[str, Question], sheet: Sheet) -> None:
    if not text:
        return
    kinds = {name: kind_of(question) for name, question in asked.items()}
    node, problems = check(text, Scope(kinds, condition=True))
    for problem in problems:
        sheet.problem(problem.code, problem.text, problem.remedy, _URGENT, warn=problem.warn)
    if node and not names(node):
        _refused("public.urgent-constant", "这个条件不看任何一题", _URGENT, sheet)


def _refused(code: str, text: str, path: str, sheet: Sheet) -> None:
    sheet.problem(code, text, "换一张表，或删去“public”", path)
