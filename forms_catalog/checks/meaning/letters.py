"""What a letter means: placeholders that say something, a second person for what is written out."""

from __future__ import annotations

from ...bundle import Book
from ...definition import Ledger, Letter, Question
from ...expressions import Scope, check
from ...logic.reserved import RESERVED
from ...placeholders import marks, unread
from ..shape import Sheet
from . import judges
from .counts import columns_of, filter_of_columns
from .ledgers import questions_of
from .life import kinds_for
from .speaking import ground_of


def _asked(letter: Letter, book: Book) -> dict[str, Question] | None:
    """The questions of its ledger and the columns of their tables; None while they are unknown."""
    ledger = book.get("ledger", letter.ledger)
    own = questions_of(ledger, book) if isinstance(ledger, Ledger) else None
    if own is None:
        return None
    columns = {c.name: c for question in own.values() for c in question.questions}
    return columns | dict(own)


@judges("letter")
def ground(letter: Letter, book: Book, sheet: Sheet) -> None:
    ledger = book.get("ledger", letter.ledger)
    if ledger is None and letter.ledger not in book.later():
        text = f"没有台账“{letter.ledger}”"
        sheet.problem("letter.unknown-ledger", text, "检查台账的名字", "ledger")
    for role in letter.who:
        if book.get("role", role) is None:
            sheet.problem("letter.unknown-role", f"没有角色“{role}”", "检查角色的代码", "who")
    kinds = kinds_for(ledger, book) if isinstance(ledger, Ledger) else None
    if kinds is None:
        return
    asked = [("when", letter.when, True)] if letter.when else []
    asked += [(f"values.{name}", text, False) for name, text in letter.values]
    for path, text, condition in asked:
        for one in check(text, Scope(kinds, condition=condition))[1]:
            sheet.problem(one.code, one.text, one.remedy, path, warn=one.warn)


@judges("letter")
def words(letter: Letter, book: Book, sheet: Sheet) -> None:
    if unread(letter.text):
        text = "有一处“((”没有写对，会照原样印出来"
        sheet.problem("letter.unread-placeholder", text, "写成((题名))", "text", warn=True)
    asked, ledger = _asked(letter, book), book.get("ledger", letter.ledger)
    if asked is None or not isinstance(ledger, Ledger):
        return
    ground = ground_of(letter.ledger, book)
    known = asked.keys() | dict(letter.values).keys() | RESERVED.keys()
    for name in dict.fromkeys(mark.name for mark in marks(letter.text)):
        there = ground.question(name) or ground.cell(name)
        if name not in known and not there and not ground.known(name):
            remedy = "检查题名；题目删掉了的，把它从文字里也删掉"
            sheet.problem("letter.unknown-name", f"没有“{name}”这一题", remedy, "text")
        elif there and there.sealed and "." in name:
            text = f"“{there.label}”在那份记录里是加密的，印出来时遮住"
            remedy = "要写明的，在这张表里另问一次"
            sheet.problem("letter.masked-there", text, remedy, "text", warn=True)
        elif (one := asked.get(name)) and one.sealed and name not in letter.clear:
            text = f"“{one.label}”是加密的，印出来时遮住"
            sheet.problem("letter.masked", text, "要写明，加进“clear”", "text", warn=True)


@judges("letter")
def clear(letter: Letter, book: Book, sheet: Sheet) -> None:
    """Nobody alone lets what is sealed go onto paper."""
    asked = _asked(letter, book)
    if asked is None:
        return
    for name in letter.clear:
        if name not in asked or not asked[name].sealed:
            text = f"“{name}”不是这个台账里加密的题"
            sheet.problem("letter.not-sealed", text, "从“clear”里删去", "clear")


@judges("letter")
def named(letter: Letter, book: Book, sheet: Sheet) -> None:
    """Days of the term and the place of the scan."""
    asked = _asked(letter, book)
    if asked is None:
        return
    for name in (letter.term.from_, letter.term.to) if letter.term else ():
        if name not in asked or asked[name].type != "date":
            text = f"“{name}”不是日期题"
            sheet.problem("letter.no-day", text, "有效期要用日期题", "term")
    if letter.scan and (letter.scan not in asked or asked[letter.scan].type != "file"):
        sheet.problem("letter.no-file", f"“{letter.scan}”不是文件题", "检查题名", "scan")


@judges("letter")
def needed(letter: Letter, book: Book, sheet: Sheet) -> None:
    """Over which records the rate is counted: columns of a ledger alone can say it."""
    if letter.needed is None:
        return
    ledger = book.get("ledger", letter.needed.ledger)
    kinds = kinds_for(ledger, book) if isinstance(ledger, Ledger) else None
    if not isinstance(ledger, Ledger) or kinds is None:
        if ledger is None and letter.needed.ledger not in book.later():
            text = f"没有台账“{letter.needed.ledger}”"
            sheet.problem("letter.unknown-ledger", text, "检查台账的名字", "needed.ledger")
        return
    names = columns_of(ledger)
    usable = {name: kind for name, kind in kinds.items() if name in names or name[:1] == "_"}
    filter_of_columns(letter.needed.filter, usable, sheet, "needed.filter")


@judges("ledger")
def issued_by_actions(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    """Who may issue is the letter's word: an action gives nobody more."""
    for action in ledger.actions:
        for number, effect in enumerate(action.effects, 1):
            if not effect.letter or effect.letter in book.later():
                continue
            path = f"actions.{action.name}.effects.{number}.letter"
            found = book.get("letter", effect.letter)
            if not isinstance(found, Letter):
                text = f"没有名为“{effect.letter}”的文书"
                sheet.problem("ledger.unknown-letter", text, "检查文书的名字", path)
            elif not {*action.who} <= {*found.who}:
                text = "能做这个动作的人里，有的不能出具这份文书"
                sheet.problem("ledger.letter-not-theirs", text, "对照文书的“who”", path)
