"""Columns that a person gives to another question than the one that was found, or to none."""

from __future__ import annotations

from collections.abc import Mapping

from forms_catalog.exchange.columns import Column, Sheet
from forms_catalog.exchange.finding import find
from forms_catalog.exchange.reading import (
    BY_HAND,
    MAPPING,
    NEAR,
    WHICH,
    Decision,
    Reading,
    resolve,
)
from forms_catalog.problems import refuse

from ..models import Import
from ..registry import live_by_id
from .bringing import choose, layout_of, reading_of, remembered, tables_of

type Wanted = Mapping[tuple[int, int], str]
"""(place of the sheet among those read, column) -> name of a question, '' = not imported."""


def settle(batch: Import, choices: Mapping[str, str], wanted: Wanted | None = None) -> Reading:
    """What was chosen, also of what is only asked once the rest is chosen; raises Refused."""
    known = {id: said for id, said in choices.items() if reading_of(batch).decision(id)}
    choose(batch, known)
    reading = correct(batch, wanted or {})
    if later := {id: said for id, said in choices.items() if id not in known}:
        choose(batch, later)
        reading = correct(batch, {})
    return reading


def correct(batch: Import, wanted: Wanted) -> Reading:
    """The sheets read anew as if the columns had stood so from the start, kept; raises Refused."""
    if batch.step != "asked":
        raise refuse("import.begun", "这份表已经在核对了，要改请重新上传")
    reading = reading_of(batch)
    for place, one in enumerate(reading.all()):
        asked = {column: name for (sheet, column), name in wanted.items() if sheet == place}
        _correct(one, layout_of(batch.edition).sheet(one.path), asked)
    reading = _again(batch, resolve(reading, {}))
    batch.reading = reading.to_json()
    batch.save(update_fields=["reading"])
    return reading


def _correct(one: Reading, sheet: Sheet, asked: Mapping[int, str]) -> None:
    offered = {column.name for column in offers(sheet)} | {""}
    left_open = answered_above(one)
    for column, name in asked.items():
        same = name == one.mapped().get(column, "") and column not in left_open
        if column not in one.headings or same or (column in left_open and not name):
            continue
        if name not in offered:
            raise refuse("table.no-such-choice", "没有这个选项，请重新选一次")
        one.decisions = [
            d for d in one.decisions if d.column != column or d.code not in (BY_HAND, NEAR, WHICH)
        ]
        told = f"{column}={name}"
        about = ".".join(one.path)
        words = one.headings[column]
        one.decisions.append(
            Decision(BY_HAND, words, [(told, words)], column, about=about, chosen=told)
        )


def _again(batch: Import, reading: Reading) -> Reading:
    """With a column mapped by hand other rows may be totals, other places stand once for many."""
    fixed = {one.index: _fixed(one) for one in reading.all()}
    if reading.index < 0 or not any(fixed.values()):
        return reading
    saved = remembered(batch.author, live_by_id(batch.ledger_id))
    layout = layout_of(batch.edition)
    fresh = find(tables_of(batch), layout, saved, reading.index, fixed)
    before = {one.index: one for one in reading.all()}
    for one in fresh.all():
        if one.index in before:
            one.decisions = _decisions(one, before[one.index])
    return resolve(fresh, {})


def _fixed(one: Reading) -> dict[int, str]:
    """Every column that somebody has spoken of, and the question it was given to."""
    settled = [d for d in one.decisions if d.code in MAPPING and d.chosen is not None]
    columns = {column for decision in settled for column in decision.columns}
    return {column: one.mapped().get(column, "") for column in columns}


def _decisions(fresh: Reading, before: Reading) -> list[Decision]:
    """What was said of columns stands as it was said; what else was answered is not asked again."""
    kept = [d for d in before.decisions if d.code in MAPPING and d.chosen is not None]
    ids = {decision.id for decision in kept}
    asked = [decision for decision in fresh.decisions if decision.id not in ids]
    for decision in asked:
        earlier = before.decision(decision.id)
        if earlier and earlier.chosen in dict(decision.choices):
            same = set(decision.rows) <= set(earlier.rows)
            decision.chosen = earlier.chosen if same else None
    return kept + asked


def offers(sheet: Sheet) -> list[Column]:
    """What a column of a file may be."""
    return [column for column in sheet.columns if not column.ignored]


def open_columns(one: Reading) -> set[int]:
    """The columns that a question is asked of; they are answered there."""
    return {c for d in one.decisions if d.code != BY_HAND for c in d.columns}


def answered_above(one: Reading) -> set[int]:
    """Those of them that may as well be given to any other question."""
    return {d.column for d in one.decisions if d.code in (NEAR, WHICH)}
