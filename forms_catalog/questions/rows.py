"""A table inside a form: several things of one shape, each with an identity of its own."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..definition import Question, key
from ..problems import Problem, Refused, refuse
from . import base
from .base import Answer, Bad, Context, Good, QuestionType, Raw

ROW_ID = "^[0-9a-f]{12}$"

_COLUMNS = (
    (
        "questions",
        (
            Question(name="name", label="姓名", type="person_name"),
            Question(name="age", label="年龄", type="integer", missing=("unknown",)),
            Question(name="number", label="号码", type="id_card", sealed=True),
        ),
    ),
)
"""Columns of the examples; in a definition they stand in `Question.questions`."""


class Rows(QuestionType):
    """The posted list is the whole list; a row keeps its `_id`, a new one is given one."""

    name = "rows"
    label = "表格"
    xlsform = "begin_repeat"
    kind = "rows"
    macro = "rows"
    good = (
        Good(
            [{"_id": "0a1b2c3d4e5f", "name": "罗 安", "age": "６２"}, {"name": "", "age": " "}],
            [{"_id": "0a1b2c3d4e5f", "name": "罗安", "age": 62}],
            "罗安 62",
            _COLUMNS,
        ),
        Good(
            [
                {"_id": "0a1b2c3d4e5f", "name": "罗安", "number": "990121201301110025"},
                {"_id": "1a1b2c3d4e5f", "name": "陈川", "age": {"$missing": "unknown"}},
            ],
            [
                {"_id": "0a1b2c3d4e5f", "name": "罗安", "number": "990121201301110025"},
                {"_id": "1a1b2c3d4e5f", "name": "陈川", "age": {"$missing": "unknown"}},
            ],
            "罗安 **************0025；陈川 不清楚",
            _COLUMNS,
        ),
        Good([{"_id": "0a1b2c3d4e5f", "name": ""}], None, "", _COLUMNS),
    )
    bad = (
        Bad([{"name": "罗安2"}], "person-name.bad-character", _COLUMNS),
        Bad("罗安、陈川", "rows.not-a-table", _COLUMNS),
        Bad(["罗安"], "rows.not-a-table", _COLUMNS),
        Bad({"name": "罗安"}, "rows.not-a-table", _COLUMNS),
    )

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Options:
        """The columns, and whether each row is a record."""

        questions: Any = key("map:question", part=Question, required=True, note="名字：列")
        record: str = key("name", note="每一行是哪个台账的一份记录")
        repeat_count: str = key("expr", since="logic", note="固定的行数")

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        if not isinstance(raw, (list, tuple)) or not all(isinstance(row, Mapping) for row in raw):
            raise refuse("rows.not-a-table", "这里要填表格，请一行一行地填")
        problems: list[Problem] = []
        rows, used = [], set[str]()
        for index, row in enumerate(raw, 1):
            cells = _cells(question, row, ctx, f"{index}.", problems)
            if cells:
                rows.append({"_id": _identity(row, used)} | cells)
        if problems:
            raise Refused(*problems)
        return rows or None

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        return "；".join(_line(question, row, ctx) for row in answer)

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        columns = {column.name: base.schema(column, ctx) for column in columns_of(question)}
        shape = {"_id": {"type": "string", "pattern": ROW_ID}} | columns
        row = {"type": "object", "properties": shape, "required": ["_id"]}
        return {"type": "array", "items": row | {"additionalProperties": False}, "minItems": 1}


def columns_of(question: Question) -> tuple[Question, ...]:
    """The columns that keep something."""
    return tuple(column for column in question.questions if base.type_of(column).stored)


def every_column(question: Question) -> Iterator[Question]:
    """The question, its columns, and those of the tables in it."""
    yield question
    for column in question.questions:
        yield from every_column(column)


def holds_sealed(question: Question) -> bool:
    """Whether its answer is sealed, whole or in some cell at any depth."""
    return any(column.sealed for column in every_column(question))


def filled(question: Question, row: Mapping[str, Raw]) -> bool:
    """Whether a row as it was handed over holds anything; identities of rows in it are nothing."""
    return any(_holds(column, row.get(column.name)) for column in question.questions)


def _holds(column: Question, raw: Raw) -> bool:
    if column.questions and isinstance(raw, (list, tuple)):
        return any(isinstance(row, Mapping) and filled(column, row) for row in raw)
    return not base.is_empty(raw)


def is_open(question: Question, row: Mapping[str, Answer]) -> bool:
    """Whether a kept row shows anything: where every cell is sealed, empty boxes empty nothing."""
    return any(
        _shows(column, row[column.name]) for column in question.questions if column.name in row
    )


def _shows(column: Question, answer: Answer) -> bool:
    if column.questions and isinstance(answer, (list, tuple)):
        return not column.sealed and any(is_open(column, row) for row in answer)
    return not column.sealed


def _cells(
    question: Question, row: Mapping[str, Raw], ctx: Context, at: str, problems: list[Problem]
) -> dict[str, Answer]:
    cells = {}
    for column in columns_of(question):
        try:
            answer = base.read(column, row.get(column.name), ctx)
        except Refused as refused:
            problems += (item.at(question=at + item.place.question) for item in refused)
            continue
        if answer is not None:
            cells[column.name] = answer
    return cells


def _identity(row: Mapping[str, Raw], used: set[str]) -> str:
    own = row.get("_id")
    fresh = not isinstance(own, str) or not re.match(ROW_ID, own) or own in used
    used.add(chosen := secrets.token_hex(6) if fresh else str(own))
    return chosen


def _line(question: Question, row: Mapping[str, Answer], ctx: Context) -> str:
    """The first value heads the line; sealed columns are masked, whoever looks."""
    words = [
        _words(column, row[column.name], ctx)
        for column in columns_of(question)
        if column.name in row
    ]
    return f"{words[0]} {'，'.join(words[1:])}".rstrip() if words else ""


def _words(column: Question, answer: Answer, ctx: Context) -> str:
    """A table in the row is named and stands in brackets, so that its rows are not taken for others."""
    if column.sealed:
        return base.mask(column, answer)
    words = base.show(column, answer, ctx)
    return f"{column.label}（{words}）" if column.questions and words else words
