"""An empty table to fill in: headings, drop-downs, text columns, notes on how, an example row."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from ..bundle import Bundle
from ..exchange.body import EXAMPLE
from ..exchange.columns import NUMBER, ROW, UP, Column, Layout, Sheet, layout
from ..exchange.writing import putter
from ..posted import CLEAR
from ..questions import Context, type_of
from ..samples import sample
from ..tables import letters

SUFFIX = ".data.xlsx"
LABEL = "Excel 空表（填写后导入）"
ROWS = 2_000
"""Rows below the heading that have their drop-downs."""
GUIDE, LISTS = "填写说明", "选项"
_INLINE = 240
"""Characters that a drop-down holds in itself; a longer one is read from a hidden sheet."""
_MADE = dt.datetime(2000, 1, 1)
_FORMATS = {"text": 49, "day": "yyyy-mm-dd", "integer": "0", "plain": "General"}
_HEAD = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "locked": True}


def write(bundle: Bundle) -> bytes:
    import xlsxwriter  # not needed to fill in a form

    out, told = io.BytesIO(), layout(bundle)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": bundle.form.title, "created": _MADE})
    _Book(book, told).write()
    book.close()
    return out.getvalue()


class _Book:
    """The sheets of one form, in the order in which people need them."""

    def __init__(self, book: Any, told: Layout) -> None:
        self.book, self.told = book, told
        self.ctx = Context(options=told.bundle.options)
        self.formats = {n: book.add_format({"num_format": code}) for n, code in _FORMATS.items()}
        self.head = book.add_format(_HEAD | {"bg_color": "#EAF1F4"})
        self.must = book.add_format(_HEAD | {"bg_color": "#EAF1F4", "font_color": "#A3261B"})
        self.grey = book.add_format({"font_color": "#767676", "italic": True, "num_format": 49})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": 49})
        self.lists: dict[tuple[str, ...], str] = {}
        self.hidden: Any = None

    def write(self) -> None:
        made = [(self.book.add_worksheet(sheet.name), sheet) for sheet in self.told.sheets]
        guide = self.book.add_worksheet(_free(GUIDE, self.told))
        for page, sheet in made:
            self._sheet(page, sheet)
        self._guide(guide)

    def _sheet(self, page: Any, sheet: Sheet) -> None:
        page.freeze_panes(1, 2 if not sheet.path else 1)
        page.set_row(0, 34)
        for place, column in enumerate(asked(sheet)):
            page.set_column(place, place, column.width, self.formats[look(column)])
            page.write_string(0, place, column.heading, self.must if column.required else self.head)
            if column.hint or column.name in _HINTS:
                page.write_comment(0, place, _hint(column), {"x_scale": 1.6, "visible": False})
            self._choices(page, place, column)
            self._example(page, place, column)
        page.ignore_errors(
            {"number_stored_as_text": f"A1:{letters(len(list(asked(sheet))))}{ROWS}"}
        )

    def _choices(self, page: Any, place: int, column: Column) -> None:
        """A drop-down; where several may be chosen it only warns, since one cell holds them all."""
        if not column.choices:
            return
        source: Any = list(column.choices)
        if len(",".join(source)) > _INLINE or any("," in word for word in source):
            source = self._listed(tuple(source))
        several = _several(column, self.ctx)
        page.data_validation(
            1,
            place,
            ROWS,
            place,
            {
                "validate": "list",
                "source": source,
                "error_type": "information" if several else "stop",
                "error_title": "请从列表里选",
                "error_message": "可以选几项，中间用顿号“、”隔开"
                if several
                else "请从下拉的选项里选一个",
                "show_error": True,
            },
        )

    def _listed(self, words: tuple[str, ...]) -> str:
        """A column of a hidden sheet, which is made when the first long list needs it."""
        if self.hidden is None:
            self.hidden = self.book.add_worksheet(_free(LISTS, self.told))
            self.hidden.hide()
        if words not in self.lists:
            place = len(self.lists)
            for row, word in enumerate(words):
                self.hidden.write_string(row, place, word, self.formats["text"])
            column = letters(place + 1)
            name = self.hidden.get_name()
            self.lists[words] = f"='{name}'!${column}$1:${column}${len(words)}"
        return self.lists[words]

    def _example(self, page: Any, place: int, column: Column) -> None:
        if column.name == NUMBER:
            page.write_string(1, place, f"{EXAMPLE}（这一行不导入）", self.grey)
        elif (value := example(column, self.ctx)) not in (None, ""):
            page.write_string(1, place, str(value), self.grey)

    def _guide(self, page: Any) -> None:
        top = len(_RULES)
        for row, words in enumerate(_RULES):
            page.write_string(row, 0, words)
        for place, (words, width) in enumerate(_GUIDE):
            page.set_column(place, place, width, self.wrap)
            page.write_string(top, place, words, self.head)
        rows = [(s, c) for s in self.told.sheets for c in asked(s)]
        for row, (sheet, column) in enumerate(rows, top + 1):
            value = example(column, self.ctx)
            must = "必填" if column.required else ""
            cells = (sheet.name, column.heading, _hint(column), str(value or ""), must)
            for place, words in enumerate(cells):
                page.write_string(row, place, words, self.wrap)
        page.freeze_panes(top + 1, 0)


_GUIDE = (("工作表", 18), ("列", 26), ("怎么填", 52), ("例子", 24), ("必填", 8))
_RULES = (
    "一行填一份。表头的字不要改；不用的列可以删掉，次序可以换。",
    f"以“{EXAMPLE}”开头的行不导入，可以删掉。红色的表头是必填的。",
    f"修改已有记录时：空着表示不变，写“{CLEAR}”表示去掉原来的内容。",
)
_HINTS = {
    NUMBER: "新填的空着；有表格要填的写“新1”“新2”，表格里照写。修改已有的，照导出的抄",
    ROW: "主表里的行号；写了编号就不用写",
    UP: "上一级表格里是第几行",
}


def asked(sheet: Sheet) -> Iterator[Column]:
    """The columns that somebody fills: of the engine's only the keys."""
    for column in sheet.columns:
        if column.question is None:
            if column.name in (NUMBER, UP):
                yield column
        elif not column.ignored:
            yield column


def look(column: Column) -> str:
    """How the cells of a column are kept."""
    if column.text:
        return "text"
    return {"date": "day", "integer": "integer"}.get(column.kind, "plain")


def _hint(column: Column) -> str:
    if column.question is None:
        return _HINTS.get(column.name, "")
    words = [column.hint or (column.question.required_message if column.required else "")]
    if column.choices:
        shown = "、".join(column.choices[:12]) + ("等" if len(column.choices) > 12 else "")
        words.append(f"从列表里选：{shown}")
    elif column.kind == "date":
        words.append("公历，年、月、日的次序")
    return "；".join(word.rstrip("。") for word in words if word)


def example(column: Column, ctx: Context) -> Any:
    """What the type shows as its example, as a cell; never from a record."""
    if column.question is None or column.link:
        return None
    answer = sample(column.question, ctx)
    return None if answer is None else putter(column, ctx)(answer)


def _several(column: Column, ctx: Context) -> bool:
    assert column.question is not None
    return type_of(column.question).schema(column.question, ctx).get("type") == "array"


def _free(name: str, told: Layout) -> str:
    """A name for a sheet of ours that no sheet of the form bears."""
    taken = {sheet.name for sheet in told.sheets}
    return name if name not in taken else f"{name}（系统）"
