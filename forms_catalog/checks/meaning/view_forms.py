"""What a form means that nobody fills: which ledger it is drawn from, and what each column takes."""

from __future__ import annotations

from ...bundle import Book
from ...definition import Derived, FormDefinition, Question
from ...logic.derived import PLACE, Ground, Grounds, of_book, take_of
from ...questions.derived import DerivedType, derived_of
from ..shape import Sheet
from . import judges
from .forms import walk

KINDS = ("roster", "summary", "report")
_ENGINE = frozenset({"_state", PLACE})


@judges("form")
def view(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    if form.view is None:
        return
    if form.view.kind not in KINDS:
        text = f"没有“{form.view.kind}”这种表"
        sheet.problem("view.unknown-kind", text, f"只能用“{' '.join(KINDS)}”", "view.kind")
    if not form.view.of or form.view.of in book.later():
        return
    grounds = Grounds(of_book(book))
    own = grounds.get(form.view.of)
    if own is None:
        text = f"没有“{form.view.of}”这个台账"
        sheet.problem("view.unknown-ledger", text, "检查台账的标识", "view.of")
        return
    for question, path in walk(form):
        if question.type == DerivedType.name:
            _column(derived_of(question), own, grounds, book, sheet, f"{path}.derived")


def _column(
    told: Derived, own: Ground, grounds: Grounds, book: Book, sheet: Sheet, path: str
) -> None:
    """Own answers, those of a record that ours point at, or of records that point here."""
    key = told.from_ or own.rules.id
    if key in book.later():
        return
    source, take = grounds.get(key), take_of(told.take)
    if source is None:
        sheet.problem(
            "view.unknown-ledger", f"没有“{key}”这个台账", "检查台账的标识", f"{path}.from"
        )
        return
    link = own.questions.get(told.via)
    if told.via and (link is None or link.type != "record"):
        text = f"“{told.via}”不是“{own.rules.id}”的记录题"
        sheet.problem("view.unknown-via", text, "检查题名", f"{path}.via")
    pointing = source.questions.get(told.by)
    if told.by and (pointing is None or pointing.type != "record"):
        text = f"“{told.by}”不是“{key}”的记录题"
        sheet.problem("view.unknown-by", text, "检查题名", f"{path}.by")
    if take is None:
        text = "看不懂要取什么"
        sheet.problem(
            "view.bad-take", text, "写题名，或“latest(题)”“sum(题)”“count”", f"{path}.take"
        )
    elif take.what and not _there(take.what, key, source, grounds):
        text = f"“{key}”里没有“{take.what}”这一题"
        sheet.problem("view.unknown-take", text, "检查题名", f"{path}.take")


def _there(name: str, key: str, source: Ground, grounds: Grounds) -> bool:
    found: Question | None = source.questions.get(name) or grounds.like(key, name)
    return found is not None or name in _ENGINE
