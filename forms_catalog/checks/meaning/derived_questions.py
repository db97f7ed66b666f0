"""Questions of a form that are taken from the record another of its questions points at."""

from __future__ import annotations

from ...bundle import Book, make
from ...definition import FormDefinition, Question
from ...logic.derived import Grounds, of_book
from ...questions.derived import DerivedType, derived_of, looked_up
from ..shape import Sheet
from . import judges
from .forms import walk


@judges("form")
def derived_questions(form: FormDefinition, book: Book, sheet: Sheet) -> None:
    asked = [(q, path) for q, path in walk(form) if q.type == DerivedType.name]
    if not asked or form.view:  # a view reads records, its own check knows how
        return
    try:
        known = {name: question for name, (question, _) in make(form, book).questions.items()}
    except (KeyError, RecursionError):
        return
    for question, path in asked:
        _judge(question, known, book, sheet, f"{path}.derived")


def _judge(
    question: Question, known: dict[str, Question], book: Book, sheet: Sheet, path: str
) -> None:
    said = derived_of(question)
    if not looked_up(question):
        text = "表里的这种题，只能取记录题指向的那一份里的一列"
        remedy = "写“via”和“take: 列名”；要数别的记录，写成台账的列"
        sheet.problem("derived.form-via", text, remedy, path)
        return
    link = known.get(said.via)
    if link is None or link.type != "record":
        text = f"“{said.via}”不是本表的记录题"
        sheet.problem("derived.unknown-via", text, "检查名字", f"{path}.via")
        return
    source = str(link.option("record"))
    if said.from_ not in ("", source):
        text = f"“{said.via}”指向的是“{source}”，不是“{said.from_}”"
        sheet.problem("derived.via-elsewhere", text, "改“from”", f"{path}.from")
    elif source not in book.later():
        _column(said.take, source, book, sheet, f"{path}.take")


def _column(name: str, source: str, book: Book, sheet: Sheet, path: str) -> None:
    grounds = Grounds(of_book(book))
    ground = grounds.get(source)
    if ground is None:
        return
    asked = ground.questions.get(name)
    if asked is not None and asked.sealed:
        sheet.problem("derived.sealed", f"“{name}”是加密题，不能取", "换一题", path)
    elif grounds.column(source, name) is None or name.startswith("_"):
        text = f"“{name}”不是那边的列"
        sheet.problem("derived.take-unknown", text, "先把它加到那个台账的“columns”里", path)
