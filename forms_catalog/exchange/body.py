"""The rows under a heading: answers, and what stands among them in a real roster."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..problems import Problem
from ..questions import type_of
from ..tables import letters
from .columns import NUMBER, Column, Sheet
from .labels import text_of, unit_of
from .mapping import Headings
from .quantities import unit_of_column
from .reading import LEAVE, TAKE, Decision, Reading

if TYPE_CHECKING:
    from ..tables import Table

EXAMPLE = "示例"
"""The word that begins a row nobody imports: the one that shows how it is done."""
_TOTAL = re.compile(
    r"(?:[合总小共累]\s*计|总\s*数|汇\s*总|平\s*均|本页小计|本页合计)(?:\s*[（(:：].*|[0-9]*)?"
)
_NOTE = re.compile(
    r"(?:(?:填\s*表|制\s*表|填\s*报|审\s*核|负\s*责|经\s*办|报\s*送|复\s*核|单\s*位\s*负\s*责)\s*(?:人|单位|日期|时间)?"
    r"(?:签[名字章])?|(?:填表|填报)?说\s*明|注\s*意|附?\s*注\s*[0-9一二三]*|备\s*注|联\s*系\s*(?:人|电\s*话)"
    r"|[（(]?盖\s*章[）)]?|日\s*期)\s*(?:[:：].*|$)",
    re.S,
)
_EXAMPLE = re.compile(rf"{EXAMPLE}(?:$|\s|[（(，,：:、]|行|不)")
_PAGE = re.compile(r"[-—\s]*第?\s*[0-9]+\s*页?\s*[/／，,]?\s*(?:共\s*[0-9]+\s*页)?[-—\s]*")
_PROSE = re.compile(r"[：:。；;，,！!]")
_COUNTED = re.compile(r"[(（]?[0-9]{1,3}[)）]?|[甲乙丙丁戊]|[A-Z]{1,2}")
_COUNT = re.compile(r"(?:共|计)?\s*[0-9]{1,7}\s*[人名户个次]?")
_UNIT = re.compile(r"单\s*位\s*[:：]\s*(\S{1,4})")
FEW = 3
"""Cells of a row up to which it is looked at more closely."""


def sort_rows(table: Table, reading: Reading, headings: Headings) -> None:
    """Every row that is no answer goes to `left_out` with its reason; what is uncertain is asked."""
    sorter = _Sorter(table, reading, headings)
    for number, row in enumerate(table.rows, 1):
        if why := sorter.reason(number, row):
            reading.left_out.append((number, why))
        else:
            sorter.data.append(number)
    reading.notes += _nameless(table.rows, reading, sorter.data)
    _hidden_rows(table, reading, sorter.data)
    _blanks(table, reading, headings.sheet, sorter.data)


class _Sorter:
    """Says of each row, from above to below, why it is no answer; '' when it is one."""

    def __init__(self, table: Table, reading: Reading, headings: Headings) -> None:
        self.table, self.reading, self.headings = table, reading, headings
        asked = (choice for d in reading.decisions for choice in d.choices)
        more = {int(v.partition("=")[0]) for v, _ in asked if "=" in v}
        self.mapped = {*reading.columns} | more
        self.heads = self._heads()
        self.titles: set[str] = set()
        self.data: list[int] = []
        self.troubled = {row for row, column in table.troubles if column in self.mapped}
        self.wide = {m[0] for m in table.merged if m[3] - m[1] >= 2}
        named = {c: headings.sheet.column(name) for c, name in reading.columns.items()}
        self.personal = [
            c for c, own in named.items() if own and own.question and type_of(own.question).personal
        ]
        self.loose = True

    def _heads(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for row in self.reading.header_rows:
            for column, value in enumerate(self.table.rows[row - 1], 1):
                if text := text_of(value):
                    found.setdefault(column, set()).add(text)
        return found

    def reason(self, number: int, row: Sequence[Any]) -> str:
        filled = [(c, v) for c, v in enumerate(row, 1) if v is not None and v != ""]
        if len(filled) <= FEW or _white(filled[0][1]):
            filled = [(c, v) for c, v in filled if not _white(v)]
        if not filled:
            self.loose = True
            return "" if number in self.troubled else "blank"
        if number <= self.reading.header_rows[-1]:
            return self._above(number, filled)
        why = self._odd(number, filled)
        if not why and number not in self.troubled:
            why = self._few(number, filled)
        self.loose = bool(why)
        return why

    def _above(self, number: int, filled: Sequence[tuple[int, Any]]) -> str:
        if number in self.reading.header_rows:
            return "heading"
        self.titles |= {text_of(value) for _, value in filled}
        return "title"

    def _odd(self, number: int, filled: Sequence[tuple[int, Any]]) -> str:
        """Rows that are known by their words."""
        column, first = filled[0]
        if type(first) is not str:
            return "heading" if self._counts(number, filled) else ""
        if _EXAMPLE.match(first):
            return "example"
        if self._again(filled):
            return "heading"
        if self._another(filled):
            self._second_table(number)
            return "second-table"
        if self._total(filled):
            return "total"
        if _NOTE.match(first.strip()) and self._thin(column, filled):
            return "note"
        return "heading" if self._counts(number, filled) else ""

    def _few(self, number: int, filled: Sequence[tuple[int, Any]]) -> str:
        """Rows with too little for an answer: a band, prose, a page number, a bare serial number."""
        if len(filled) == 1 and (why := self._alone(number, *filled[0])):
            return why
        return "" if any(column in self.mapped for column, _ in filled) else "nothing"

    def _alone(self, number: int, column: int, value: Any) -> str:
        text = text_of(value)
        if text in self.titles:
            return "title"
        prose = isinstance(value, str) and (len(text) >= 15 or bool(_PROSE.search(text)))
        page = bool(_PAGE.fullmatch(text)) and "页" in text
        return "note" if prose or page or number in self.wide else ""

    def _again(self, filled: Sequence[tuple[int, Any]]) -> bool:
        """The heading once more, after a page break."""
        column, first = filled[0]
        if first.strip() not in self.heads.get(column, ()):
            return len(filled) > 1 and self._matches(filled[1:]) and self._matches(filled)
        return self._matches(filled)

    def _matches(self, filled: Sequence[tuple[int, Any]]) -> bool:
        if text_of(filled[0][1]) not in self.heads.get(filled[0][0], ()):
            return False
        same = sum(text_of(v) in self.heads.get(c, ()) for c, v in filled)
        return same >= 2 and same >= 0.8 * len(filled)

    def _another(self, filled: Sequence[tuple[int, Any]]) -> bool:
        """Words of headings, but not those of this table."""
        if not self.loose and not any(text_of(v) in self.headings.plain for _, v in filled[:3]):
            return False
        words = [value for _, value in filled if type(value) is str and len(value) <= 20]
        if len(words) < 0.9 * len(filled) or len(words) < 2:
            return False
        known = sum(bool(self.headings.find(text_of(word))) for word in words)
        return known >= max(2, 0.5 * len(words))

    def _second_table(self, number: int) -> None:
        text = f"第{number}行又是一个表头，一张工作表里只能有一个表"
        problem = Problem("table.second-heading", text, "把下面那个表移到另一张工作表，再导入一次")
        self.reading.problems.append(problem.at(sheet=self.table.name, line=number))

    def _total(self, filled: Sequence[tuple[int, Any]]) -> bool:
        for place, (_, value) in enumerate(filled[:2]):
            if type(value) is str and _TOTAL.fullmatch(value.strip()):
                return not self._person(filled[place + 1 :])
        return False

    def _thin(self, column: int, filled: Sequence[tuple[int, Any]]) -> bool:
        own = sum(1 for c, _ in filled if c in self.reading.columns and c != column)
        return own <= 1 or not self._person([cell for cell in filled if cell[0] != column])

    def _person(self, filled: Sequence[tuple[int, Any]]) -> bool:
        """Whether the cells name somebody; a count in the column of names names nobody."""
        return any(c in self.personal and not _COUNT.fullmatch(text_of(v)) for c, v in filled)

    def _counts(self, number: int, filled: Sequence[tuple[int, Any]]) -> bool:
        """The numbers of the columns, right under the heading."""
        if number != self.reading.header_rows[-1] + 1 or len(filled) < 3:
            return False
        texts = [text_of(value) for _, value in filled]
        plain = [text.strip("()（）") for text in texts]
        numbers = [int(text) for text in plain if text.isdigit()]
        rising = all(b - a == 1 for a, b in pairwise(numbers))
        return all(map(_COUNTED.fullmatch, texts)) and rising and len(numbers) >= len(texts) - 2


def _nameless(
    rows: Sequence[Sequence[Any]], reading: Reading, data: Sequence[int]
) -> Iterable[Problem]:
    """Columns that say something under no heading at all."""
    wide = max((len(row) for row in rows), default=0)
    for number in range(1, wide + 1):
        cells = (rows[row - 1][number - 1 : number] for row in data)
        if number not in reading.headings and any(text_of(v) for cell in cells for v in cell):
            words = f"{letters(number)}列没有表头，不导入"
            yield Problem("heading.none", words, warn=True).at(column=number)


def _white(value: Any) -> bool:
    return type(value) is str and not value.strip()


def _hidden_rows(table: Table, reading: Reading, data: Iterable[int]) -> None:
    hidden = [row for row in data if row in table.hidden_rows]
    if hidden:
        shown = "、".join(map(str, hidden[:8])) + ("等" if len(hidden) > 8 else "")
        text = f"第{shown}行是隐藏的，共{len(hidden)}行，要导入吗？"
        choices = [(TAKE, "也导入"), (LEAVE, "不导入")]
        reading.decisions.append(Decision("hidden-rows", text, choices, rows=hidden))


def _blanks(table: Table, reading: Reading, sheet: Sheet, data: Sequence[int]) -> None:
    """A place that stands once over several rows, not merged: whether it goes for them is asked."""
    if NUMBER in reading.columns.values():  # our own sheet, where blank is unchanged
        return
    for number, name in reading.columns.items():
        column = sheet.column(name)
        if column is None or not _standing(column):
            continue
        covered = set(merged_down(table, number))
        rows = _below(table.rows, number, data, covered)
        if rows:
            text = f"{letters(number)}列“{column.heading}”有{len(rows)}行空着，上面写的也算这些行的吗？"
            choices = [(TAKE, "算，按上面的填"), (LEAVE, "不算，空着")]
            reading.decisions.append(Decision("blank-below", text, choices, number, rows))


def _standing(column: Column) -> bool:
    """Places and bodies: what people write once for many."""
    if column.question is None or column.ignored:
        return False
    kind = type_of(column.question)
    return kind.looks_out and kind.slot_family == "c"


def _below(
    rows: Sequence[Sequence[Any]], column: int, data: Sequence[int], covered: set[int]
) -> list[int]:
    """Data rows without a value of their own, once one was met."""
    found, met = [], False
    for row in data:
        cells = rows[row - 1]
        value = cells[column - 1] if column <= len(cells) else None
        if value is not None and not _white(value) and value != "":
            met = True
        elif met and row not in covered:
            found.append(row)
    return found


def merged_down(table: Table, column: int) -> Mapping[int, int]:
    """Row -> the row whose cell lends it its value, for the cells merged down this column."""
    found: dict[int, int] = {}
    for top, left, bottom, right in table.merged:
        if left == right == column:
            found |= dict.fromkeys(range(top + 1, bottom + 1), top)
    return found


def unit_in_titles(rows: Iterable[Sequence[Any]]) -> str:
    """The measure that a line above the heading gives for the whole table."""
    for row in rows:
        for value in row:
            told = _UNIT.search(value) if isinstance(value, str) else None
            if told and (unit := unit_of(f"x({told[1]})")):
                return unit
    return ""


def unit_of_kind(column: Column) -> str:
    return unit_of_column(column) if column.kind in ("integer", "decimal") else ""


def same_kind(one: str, other: str) -> bool:
    """Whether two measures are of one thing: both a sum, both a weight."""
    return one[-1:] == other[-1:]
