"""What a browser posted for a question, as the raw value its type parses; the names it is posted under."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any, Protocol

from .definition import Question
from .questions import is_empty, type_of
from .questions.rows import filled, is_open

ABSENT: Any = object()
"""The question was not on the page: its answer stays as it is."""
CLEAR = "清空"


class Posted(Protocol):
    """A QueryDict or MultiValueDict, as far as it is asked."""

    def get(self, name: str, default: Any = None) -> Any: ...

    def getlist(self, name: str) -> list[Any]: ...

    def __contains__(self, name: object) -> bool: ...


def raw_of(question: Question, data: Posted, files: Posted, name: str = "") -> Any:
    """The raw value, a reason for having none, an upload, or ABSENT."""
    name = name or question.name
    kind = type_of(question)
    if not kind.asked:
        return ABSENT
    if kind.kind == "rows":
        return _rows(question, data, files, name)
    if kind.kind == "file":
        return _file(data, files, name)
    value = _value(kind, data, name)
    reason = data.get(f"{name}.reason")
    return {"$missing": reason} if reason and is_empty(value) else value


def _value(kind: Any, data: Posted, name: str) -> Any:
    if kind.boxes:
        return {box: data.get(f"{name}-{box}", "") for box in kind.boxes}
    if kind.macro in {"checkboxes", "choices"}:
        return data.getlist(name)
    return data.get(name, "")


def _file(data: Posted, files: Posted, name: str) -> Any:
    """An upload, the digest of one sent before, `paper` for a signature on paper, or ABSENT.

    A stored file is kept unless it is replaced.
    """
    if upload := files.get(f"{name}.file"):
        return upload
    if before := data.get(f"{name}.kept"):
        return {"sha256": before}
    return data.get(name) or ABSENT


def _rows(question: Question, data: Posted, files: Posted, name: str) -> list[dict[str, Any]]:
    rows = []
    for number in count():
        prefix = f"{name}-{number}"
        if f"{prefix}-_id" not in data:
            break
        row = {
            column.name: raw
            for column in question.questions
            if (raw := raw_of(column, data, files, f"{prefix}-{column.name}")) is not ABSENT
        }
        rows.append({"_id": data.get(f"{prefix}-_id", "")} | row)
    return rows


def unsealed(question: Question, raw: Any, stored: Any) -> Any:
    """An empty box over a sealed value that is kept means unchanged; `清空` clears it."""
    if question.questions and isinstance(raw, list):
        known = {row["_id"]: row for row in stored or ()}
        return [_row(question, row, known.get(row["_id"], {})) for row in raw]
    if not question.sealed or stored is None:
        return raw
    if isinstance(raw, str) and raw.strip() == CLEAR:
        return None
    return ABSENT if is_empty(raw) else raw


def _row(question: Question, row: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """A row with the same rule for its cells; one whose open cells were all emptied is to go."""
    columns = {column.name: column for column in question.questions}
    if is_open(question, old) and not filled(question, row):
        return dict(row)
    absent = {
        name: old[name]
        for name, column in columns.items()
        if name in old and name not in row and not column.sealed
    }
    cells = {
        name: unsealed(columns[name], cell, old.get(name)) if name in columns else cell
        for name, cell in row.items()
    }
    return absent | {name: cell for name, cell in cells.items() if cell is not ABSENT}


def answers_of(
    questions: Mapping[str, Question], data: Posted, files: Posted, stored: Mapping[str, Any]
) -> dict[str, Any]:
    """The patch that one page posts for these questions."""
    found = {}
    for name, question in questions.items():
        raw = unsealed(question, raw_of(question, data, files), stored.get(name))
        if raw is not ABSENT:
            found[name] = raw
    return found
