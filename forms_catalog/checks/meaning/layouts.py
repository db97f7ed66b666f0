"""What a ledger's export layouts mean: columns there are, each heading once, codes where there are any."""

from __future__ import annotations

from dataclasses import dataclass

from ...bundle import Book, make
from ...definition import ExportLayout, FormDefinition, Ledger, Pack, Question
from ...definition.looks import CODE, CODED_COLUMNS, ENGINE_COLUMNS
from ...questions import TYPES
from ..shape import Sheet
from . import judges
from .counts import grounds_with
from .life import filtered


@dataclass(frozen=True, slots=True)
class _Known:
    """What a layout may write: questions of the form and of what it is filled through, and columns."""

    questions: dict[str, Question]
    levels: frozenset[str]

    def codes(self, name: str) -> bool:
        """Whether a column holds codes that have words."""
        question = self.questions.get(name)
        if question is None:
            return name in CODED_COLUMNS or name in self.levels
        kind = TYPES[question.type]
        coded = kind.coded or kind.kind == "boolean" or question.type == "division"
        return coded or bool(question.option("choices"))

    def heading(self, name: str) -> str:
        question = self.questions.get(name)
        return question.label if question else ENGINE_COLUMNS.get(name, "")


@judges("ledger")
def exports(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    known = _known(ledger, book) if ledger.exports else None
    for layout in ledger.exports if known else ():
        assert known is not None
        path = f"exports.{layout.name}"
        for name, coded, heading in layout.wanted:
            spot = f"{path}.columns.{name}{CODE if coded else ''}"
            _column(name, coded, heading, known, sheet, spot)
        _headings(layout, known, sheet, path)
        if layout.filter:
            filtered(layout.filter, ledger, book, sheet, f"{path}.filter")


def _known(ledger: Ledger, book: Book) -> _Known | None:
    """None while the form is not known."""
    form = book.get("form", ledger.form.partition(".")[0])
    grounds = grounds_with(ledger, book)
    if not isinstance(form, FormDefinition) or grounds.get(ledger.id) is None:
        return None
    asked = {name: question for name, (question, _) in make(form, book).questions.items()}
    pack = book.get("pack", "")
    levels = [f"_{level.name}" for level in pack.levels] if isinstance(pack, Pack) else []
    return _Known(asked | grounds.likes(ledger.id), frozenset(levels))


def _column(name: str, coded: bool, heading: str, known: _Known, sheet: Sheet, path: str) -> None:
    question = known.questions.get(name)
    kind = TYPES.get(question.type) if question else None
    if question is None and name not in known.levels | ENGINE_COLUMNS.keys():
        text = f"没有“{name}”这一题或这一列"
        sheet.problem("ledger.export-unknown", text, "检查题名", path)
    elif question and (question.questions or kind is None or not kind.stored):
        text = f"“{name}”放不进一列"
        sheet.problem("ledger.export-no-cell", text, "删去这一列；表格里的各行用全部列导出", path)
    elif question and question.sealed:
        text = f"“{name}”是加密题，导出来是遮住的"
        sheet.problem("ledger.export-sealed", text, "用不到就删去", path, warn=True)
    elif not question and not heading and name in known.levels:
        text = f"“{name}”这一列没有列标题"
        sheet.problem("ledger.export-no-heading", text, "写上列标题", path)
    elif coded and not known.codes(name):
        text = f"“{name}”没有编码"
        sheet.problem("ledger.export-no-code", text, f"去掉“{CODE}”", path)


def _headings(layout: ExportLayout, known: _Known, sheet: Sheet, path: str) -> None:
    met: set[str] = set()
    for name, coded, written in layout.wanted:
        heading = written or known.heading(name)
        if heading and heading in met:
            text = f"有两列都叫“{heading}”"
            spot = f"{path}.columns.{name}{CODE if coded else ''}"
            sheet.problem("ledger.export-heading-twice", text, "换一个列标题", spot)
        met.add(heading)
