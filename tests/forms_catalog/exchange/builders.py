"""Files built in memory: workbooks with what real ones have, and texts in several codings."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
import xlsxwriter


@dataclass(frozen=True)
class Formula:
    """A cell that is worked out, with what the spreadsheet last made of it."""

    text: str
    value: Any = ""


@dataclass(frozen=True)
class Sheet:
    """Rows with what lies over them; merged ranges are top, left, bottom, right from 1."""

    rows: Sequence[Sequence[Any]]
    name: str = "Sheet1"
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    hidden: bool = False


def xlsx(*sheets: Sheet | Sequence[Sequence[Any]], date1904: bool = False) -> bytes:
    """A workbook; a plain list of rows is a sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": date1904})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    clock = book.add_format({"num_format": "hh:mm"})
    formats = {dt.date: day, dt.datetime: moment, dt.time: clock}
    for item in sheets:
        own = item if isinstance(item, Sheet) else Sheet(item)
        page = book.add_worksheet(own.name)
        for row, cells in enumerate(own.rows):
            for column, value in enumerate(cells):
                _write(page, row, column, value, formats)
        _lay_over(page, own)
    book.close()
    return out.getvalue()


def uncached(rows: Sequence[Sequence[Any]]) -> bytes:
    """A workbook that no spreadsheet ever opened: its formulas have no values."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(page: Any, row: int, column: int, value: Any, formats: dict[type, Any]) -> None:
    if isinstance(value, Formula):
        page.write_formula(row, column, value.text, None, value.value)
    elif type(value) in formats:
        page.write_datetime(row, column, value, formats[type(value)])
    elif isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    elif value is not None:
        page.write_string(row, column, value)


def _lay_over(page: Any, own: Sheet) -> None:
    for top, left, bottom, right in own.merged:
        cells = own.rows[top - 1]
        text = cells[left - 1] if left <= len(cells) else ""
        page.merge_range(top - 1, left - 1, bottom - 1, right - 1, text)
    for row in own.hidden_rows:
        page.set_row(row - 1, None, None, {"hidden": True})
    for column in own.hidden_columns:
        page.set_column(column - 1, column - 1, None, None, {"hidden": True})
    if own.hidden:
        page.very_hidden() if own.name.startswith("_") else page.hide()


def csv(rows: Sequence[Sequence[Any]], coding: str = "utf-8-sig", sign: str = ",") -> bytes:
    """A text file; what holds a sign, a quote or a line end is quoted."""
    lines = (sign.join(_quoted(value, sign) for value in row) for row in rows)
    return ("\r\n".join(lines) + "\r\n").encode(coding)


def _quoted(value: Any, sign: str) -> str:
    text = "" if value is None else str(value)
    if any(mark in text for mark in (sign, '"', "\n", "\r")):
        return '"' + text.replace('"', '""') + '"'
    return text
