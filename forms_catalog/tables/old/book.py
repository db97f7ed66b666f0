"""An old workbook's sheets as tables."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

from ...problems import Refused
from ..limits import Budget, Limits, password, unreadable
from ..table import Draft, Table, Value, is_lost
from .biff import Seen, scan

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(data: bytes, limits: Limits, wanted: Callable[[str], bool]) -> list[Table]:
    """Raises Refused."""
    import python_calamine as calamine  # only those who bring old workbooks wait for it

    seen, clean = scan(data, Budget(limits))
    budget = Budget(limits)
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(clean)) as book:
            names = {sheet.name for sheet in book.sheets_metadata}
            return [_table(book, sheet, budget, wanted) for sheet in seen if sheet.name in names]
    except calamine.PasswordError:
        raise password() from None
    except Refused:
        raise
    except Exception:  # a parser in Rust tells its faults in many classes
        raise unreadable() from None


def _table(book: Any, seen: Seen, budget: Budget, wanted: Callable[[str], bool]) -> Table:
    draft = Draft(seen.name, budget, seen.hidden)
    if wanted(seen.name):
        sheet = book.get_sheet_by_name(seen.name)
        for row, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
            line = [_value(cell) for cell in cells]
            draft.line(row, line)
            for column, value in enumerate(line, 1):
                if is_lost(value):
                    draft.trouble(row, column, "lost-digits")
        for (first, start), (last, end) in sheet.merged_cell_ranges or ():
            draft.merge(first + 1, start + 1, last + 1, end + 1)
        for at in seen.errors:
            draft.trouble(*at, "error-cell")
        draft.formulas = seen.formulas
        draft.hidden_rows, draft.hidden_columns = seen.rows, seen.columns
    return draft.table()


def _value(cell: Any) -> Value:
    """As new workbooks give it: whole numbers whole, days without an hour as days."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    if isinstance(cell, dt.datetime):
        return cell.date() if cell.time() == dt.time() else cell
    if isinstance(cell, dt.timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return None if cell == "" else cell
