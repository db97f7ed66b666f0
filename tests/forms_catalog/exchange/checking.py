"""What must be true of every file: each row stands somewhere, each cell is read, told or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from forms_catalog.exchange.finding import find
from forms_catalog.exchange.labels import text_of
from forms_catalog.exchange.lines import Line
from forms_catalog.exchange.reading import Reading, resolve
from forms_catalog.exchange.rows import lines
from forms_catalog.problems import Refused
from forms_catalog.questions import read
from forms_catalog.tables import ROWS, Table, open_tables

from .field import CTX, LAYOUT, Layout


@dataclass
class Case:
    """One file and what must come of it.

    `rows` are answers by row; `refused` (row, column) -> code, also what the gate would say;
    `chosen` answers decisions by their ids, all that are asked must stand there.
    """

    data: bytes
    rows: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    refused: Mapping[tuple[int, int], str] = field(default_factory=dict)
    left_out: Mapping[int, str] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    notes: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
    name: str = "名单.xlsx"
    saved: Mapping[str, str] = field(default_factory=dict)
    sheet: int | None = None
    told: Layout = LAYOUT


@dataclass
class Outcome:
    """What came of it."""

    tables: list[Table]
    told: Layout
    reading: Reading
    lines: list[Line]
    answers: dict[int, dict[str, Any]]
    refused: dict[tuple[int, int], str]


def run(case: Case) -> Outcome:
    tables = open_tables(case.data, ROWS, case.name)
    reading = find(tables, case.told, case.saved, case.sheet)
    asked = [decision.id for one in reading.all() for decision in one.decisions]
    assert sorted(asked) == sorted(case.chosen), [d.text for d in reading.decisions]
    kept = Reading.from_json(reading.to_json())
    assert kept == reading
    reading = resolve(reading, case.chosen)
    ctx = replace(CTX, options=case.told.bundle.options)
    found = list(lines(tables, case.told, reading, ctx)) if reading.ready else []
    answers: dict[int, dict[str, Any]] = {}
    refused: dict[tuple[int, int], str] = {}
    for line in found:
        _judge(line, answers, refused, reading, case.told)
    return Outcome(tables, case.told, reading, found, answers, refused)


def _judge(
    line: Line,
    answers: dict[int, dict[str, Any]],
    refused: dict[tuple[int, int], str],
    own: Reading,
    layout: Layout,
) -> None:
    """What the gate makes of the raw answers."""
    for problem in line.problems:
        refused[problem.place.line, problem.place.column] = problem.code
    told: dict[str, Any] = {}
    ctx = replace(CTX, options=layout.bundle.options)
    for name, raw in line.raws.items():
        try:
            told[name] = read(layout.bundle.questions[name][0], raw, ctx)
        except Refused as caught:
            for problem in caught:
                _, row, column = line.spot(problem.place.question)
                refused[row, column] = problem.code
    if line.sheet == own.sheet:
        answers[line.row] = told


def check(case: Case) -> Outcome:
    """The case's own expectations, and the law: nothing lost, nothing changed in silence."""
    outcome = run(case)
    reading = outcome.reading
    assert tuple(p.code for one in reading.all() for p in one.problems) == case.problems
    assert outcome.refused == dict(case.refused)
    good = {row: told for row, told in outcome.answers.items() if row in case.rows}
    assert _some(good, case) == {row: dict(told) for row, told in case.rows.items()}
    out = {row: why for row, why in reading.left_out if why != "blank"}
    assert out == dict(case.left_out)
    notes = {p.code for one in reading.all() for p in one.notes}
    notes |= {p.code for line in outcome.lines for p in line.notes}
    assert notes - QUIET == set(case.notes)
    if reading.ready:
        _every_row_stands_once(outcome)
        _every_cell_is_told(outcome)
    return outcome


def _some(found: dict[int, dict[str, Any]], case: Case) -> dict[int, dict[str, Any]]:
    """What was found, with `...` where the case does not say what it is."""
    return {
        row: {n: ... if case.rows[row].get(n) is ... and a else a for n, a in told.items()}
        for row, told in found.items()
    }


QUIET = {"heading.required-missing"}


def _every_row_stands_once(outcome: Outcome) -> None:
    for one in outcome.reading.all():
        table = outcome.tables[one.index]
        if any(d.chosen == "leave" for d in one.chosen("hidden-sheet")):
            continue
        out = [row for row, _ in one.left_out]
        hidden = [r for d in one.chosen("hidden-rows") if d.chosen == "leave" for r in d.rows]
        if one.path:
            read_rows = sorted({row for line in outcome.lines for row in _below(line, one.sheet)})
        else:
            read_rows = [line.row for line in outcome.lines if line.sheet == one.sheet]
        assert sorted([*out, *hidden, *read_rows]) == list(range(1, len(table.rows) + 1))


def _below(line: Line, sheet: str) -> set[int]:
    if line.sheet == sheet:
        return {line.row}
    return {row for name, row, _ in line.below.values() if name == sheet}


def _every_cell_is_told(outcome: Outcome) -> None:
    """A cell with something in it is an answer, or something is said of it, or of its column."""
    reading = outcome.reading
    cells = outcome.tables[reading.index].rows
    told = {p.place.column for p in reading.notes} | {d.column for d in reading.decisions}
    told |= {int(v.split("=")[0]) for d in reading.decisions for v, _ in d.choices if "=" in v}
    mapped = reading.mapped()
    for line in (line for line in outcome.lines if line.sheet == reading.sheet):
        said = {spot[2] for _, spot, _ in line.remarks}
        for column, value in enumerate(cells[line.row - 1], 1):
            name = mapped.get(column)
            if not text_of(value) or column in said or (name is None and column in told):
                continue
            if name is None:
                assert text_of(cells[reading.header_rows[-1] - 1][column - 1]) in SERIAL_WORDS
            elif not name.startswith("_"):
                assert name in line.raws, (line.row, column)


SERIAL_WORDS = {"序号", "", "NO.", "No"}
