"""Columns that a person gives to another question than the one that was found, or to none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms_catalog.exchange.columns import Column, Sheet
from forms_catalog.exchange.reading import Decision, Reading, resolve
from forms_catalog.problems import refuse

from ..models import Import
from .bringing import layout_of, reading_of

BY_HAND = "by-hand"

type Wanted = Mapping[tuple[int, int], str]
"""(place of the sheet among those read, column) -> name of a question, '' = not imported."""


def correct(batch: Import, wanted: Wanted) -> Reading:
    """The reading with the columns as they were chosen, kept; raises Refused."""
    if batch.step != "asked":
        raise refuse("import.begun", "这份表已经在核对了，要改请重新上传")
    reading = reading_of(batch)
    for place, one in enumerate(reading.all()):
        asked = {column: name for (sheet, column), name in wanted.items() if sheet == place}
        _correct(one, layout_of(batch.edition).sheet(one.path), asked)
    reading = resolve(reading, {})
    batch.reading = reading.to_json()
    batch.save(update_fields=["reading"])
    return reading


def _correct(one: Reading, sheet: Sheet, asked: Mapping[int, str]) -> None:
    offered = {column.name for column in offers(sheet)} | {""}
    for column, name in asked.items():
        if column not in one.headings or name == one.mapped().get(column, ""):
            continue
        if name not in offered:
            raise refuse("table.no-such-choice", "没有这个选项，请重新选一次")
        one.decisions = [d for d in one.decisions if (d.code, d.column) != (BY_HAND, column)]
        told = f"{column}={name}"
        about = ".".join(one.path)
        words = one.headings[column]
        one.decisions.append(
            Decision(BY_HAND, words, [(told, words)], column, about=about, chosen=told)
        )


def offers(sheet: Sheet) -> list[Column]:
    """What a column of a file may be."""
    return [column for column in sheet.columns if not column.ignored]


def open_columns(one: Reading) -> set[int]:
    """The columns that a question is asked of; they are answered there."""
    return set(_asked(one))


def _asked(one: Reading) -> Iterator[int]:
    for decision in one.decisions:
        if decision.code != BY_HAND:
            heads = (choice.partition("=") for choice, _ in decision.choices)
            yield from (int(column) for column, equals, _ in heads if equals)
