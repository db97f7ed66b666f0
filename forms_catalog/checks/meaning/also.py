"""What forms that go on from a record mean: another ledger, and the question there that points here."""

from __future__ import annotations

from ...bundle import Book
from ...definition import Also, Ledger
from ..shape import Sheet
from . import judges
from .ledgers import questions_of


@judges("ledger")
def also(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    for item in ledger.also:
        path = f"also.{item.name}"
        if item.as_ != "open":
            text = "改这份记录的，就是登记它的那张表"
            remedy = "要填的题加到那张表里；要另建一份，写“as: open”"
            sheet.problem("ledger.also-edits", text, remedy, path)
        else:
            _opens(ledger, item, book, sheet, path)


def _opens(ledger: Ledger, item: Also, book: Book, sheet: Sheet, path: str) -> None:
    other = book.get("ledger", item.ledger) if item.ledger else None
    if not isinstance(other, Ledger) or other.form != item.name:
        text = f"没有用“{item.name}”这张表登记的台账“{item.ledger}”"
        sheet.problem("ledger.also-unknown", text, "检查表和台账的标识", path)
        return
    known = questions_of(other, book)
    question = (known or {}).get(item.by)
    points = question and question.type == "record" and question.option("record") == ledger.id
    if known is not None and not points:
        text = f"“{item.by}”不是那张表里指到这里的记录题"
        sheet.problem("ledger.also-unknown", text, "写上那边的记录题", f"{path}.by")
