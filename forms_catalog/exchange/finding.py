"""Where in a sheet the table stands: the row, or the two rows, whose words are the form's headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..problems import Problem
from ..questions import Context
from . import body
from .columns import NUMBER, ROW, Layout, Sheet
from .labels import text_of
from .mapping import Below, Head, Headings, Mapped, map_heads, missing, other_unit, serials
from .reading import LEAVE, NEAR, TAKE, Decision, Reading

if TYPE_CHECKING:
    from ..tables import Table

DEPTH = 60
"""Rows from above in which a heading is looked for."""
CLOSE = 8
"""The same where no heading was met that says any question quite."""
SURE, BEYOND = 3, 5
"""Where a heading names so many questions, a better one is looked for in so many rows more."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A possible heading: its rows (from 1), its columns, how many questions they name."""

    rows: tuple[int, ...]
    heads: tuple[Head, ...]
    names: frozenset[str]

    @property
    def score(self) -> tuple[int, int]:
        """Of two that name as many, the one whose upper row looks like groups, else the shorter."""
        groups = {head.upper for head in self.heads}
        if len(self.rows) == 1:
            return len(self.names), 0
        return len(self.names), 1 if len(groups) > 1 and all(map(_group, groups)) else -1


def find(
    tables: Sequence[Table],
    layout: Layout,
    saved: Mapping[str, str] | None = None,
    sheet: int | None = None,
    fixed: Mapping[int, Mapping[int, str]] | None = None,
) -> Reading:
    """The whole file as it will be read; `sheet` is the one that was chosen among several.

    `fixed` are columns mapped by hand: place of the sheet -> column -> question, '' = not imported.
    """
    headings = Headings(layout.main, saved)
    ctx, by_hand = Context(options=layout.bundle.options), fixed or {}
    spots = _spots_of(tables, headings)
    beside = _beside(tables, layout, saved)
    open_, hidden = _candidates(tables, spots, beside, layout)
    fitting = open_ or hidden
    if sheet is None or sheet not in spots:
        if not fitting:
            return _nothing(tables, layout)
        if len(fitting) > 1:
            return _which_sheet(tables, fitting)
        sheet = fitting[0]
    reading = read_sheet(tables[sheet], spots[sheet], headings, sheet, ctx, by_hand.get(sheet))
    if few := _few_headings(reading, layout):
        reading.decisions.append(few)
    if tables[sheet].hidden:
        reading.decisions.append(_hidden_sheet(tables[sheet]))
    reading.tables = [
        _table(tables[index], spot, Headings(own, saved), index, ctx, by_hand.get(index))
        for index, (own, spot) in beside.items()
        if index != sheet
    ]
    used = {sheet, *beside}
    reading.notes += [_unread(t) for n, t in enumerate(tables) if n not in used and t.rows]
    return reading


def _spots_of(tables: Sequence[Table], headings: Headings) -> dict[int, Spot]:
    """The heading of each sheet; where none is found at all, those that come near."""
    for nearly in (False, True):
        found = {n: best(table, headings, nearly) for n, table in enumerate(tables)}
        if spots := {n: spot for n, spot in found.items() if spot}:
            return spots
    return {}


def _table(
    table: Table,
    spot: Spot,
    headings: Headings,
    index: int,
    ctx: Context,
    fixed: Mapping[int, str] | None,
) -> Reading:
    """The sheet of a table; what it asks is told from what the main sheet asks."""
    reading = read_sheet(table, spot, headings, index, ctx, fixed)
    if table.hidden:
        reading.decisions.append(_hidden_sheet(table))
    for decision in reading.decisions:
        decision.about = ".".join([*headings.sheet.path, decision.about]).rstrip(".")
    return reading


def _candidates(
    tables: Sequence[Table],
    spots: Mapping[int, Spot],
    beside: Mapping[int, object],
    layout: Layout,
) -> tuple[list[int], list[int]]:
    """The sheets whose headings fit best, those that are shown and those that are hidden."""
    found: tuple[list[int], list[int]] = ([], [])
    for hidden in (False, True):
        fitting = {
            n: spot for n, spot in spots.items() if n not in beside and tables[n].hidden is hidden
        }
        most = max((len(spot.names) for spot in fitting.values()), default=0)
        same = [n for n, spot in fitting.items() if len(spot.names) == most]
        named = [n for n in same if tables[n].name == layout.main.name]
        filled = [n for n in same if len(tables[n].rows) > max(fitting[n].rows)]
        found[hidden].extend(named[:1] or filled or same[:1])
    return found


def _beside(
    tables: Sequence[Table], layout: Layout, saved: Mapping[str, str] | None
) -> dict[int, tuple[Sheet, Spot]]:
    """The sheets of the form's tables: they bear its name and a key that leads to the main row."""
    found: dict[int, tuple[Sheet, Spot]] = {}
    for own in layout.sheets[1:]:
        for index, table in enumerate(tables):
            spot = best(table, Headings(own, saved)) if table.name.strip() == own.name else None
            if spot and spot.names & {NUMBER, ROW}:
                found[index] = (own, spot)
    return found


def best(table: Table, headings: Headings, nearly: bool = False) -> Spot | None:
    """The first of the rows that name the most questions; None where too few are named."""
    top: Spot | None = None
    for spot in _spots(table, headings, nearly):
        if top and len(top.names) >= SURE and spot.rows[0] > top.rows[-1] + BEYOND:
            break
        if top is None or spot.score > top.score:
            top = spot
    enough = min(2, len(headings.sheet.columns) - 3)
    if nearly:
        enough = max(3, len(top.heads) // 2) if top else 0
    return top if top and len(top.names) >= enough else None


def _spots(table: Table, headings: Headings, nearly: bool) -> Iterator[Spot]:
    merged = Merged(table)
    for row in range(1, min(len(table.rows), CLOSE if nearly else DEPTH) + 1):
        upper, lower = merged.words(row), merged.words(row + 1)
        heads = [Head(column, words) for column, words in upper.items()]
        known = _named(heads, headings, nearly)
        yield Spot((row,), tuple(heads), known)
        two = _two_rows(upper, lower, merged.own_words(row + 1))
        if two and len(more := _named(two, headings, nearly)) > max(len(known), 1):
            yield Spot((row, row + 1), tuple(two), more)


def _group(text: str) -> bool:
    return len(text) <= 12 and not any(sign in text for sign in "：:0123456789表册")


def _named(heads: Sequence[Head], headings: Headings, nearly: bool) -> frozenset[str]:
    names: set[str] = set()
    for head in heads:
        saved = headings.kept(head)
        means = {saved} if saved else headings.means(head)[0]
        means = means or (headings.near(head) if nearly else set())
        names |= means if len(means) == 1 else set(sorted(means - names)[:1])
    return frozenset(names)


def _two_rows(
    upper: Mapping[int, str], lower: Mapping[int, str], own: Mapping[int, str]
) -> list[Head]:
    """Groups above, words below; a group that is not merged reaches over the blanks beside it."""
    if not own:
        return []
    heads, group = [], ""
    for column in range(1, max([*upper, *lower], default=0) + 1):
        above, below = upper.get(column, ""), lower.get(column, "")
        if above == below:
            below = ""
        if above:
            group = above if below else ""
        if below:
            heads.append(Head(column, below, above or group))
        elif above:
            heads.append(Head(column, above))
    return heads


class Merged:
    """The words of a row with what merged cells lend to the cells they cover."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.over = [m for m in table.merged if m[0] <= DEPTH + 1]

    def own_words(self, row: int) -> dict[int, str]:
        if not 0 < row <= len(self.table.rows):
            return {}
        words = ((n, text_of(value)) for n, value in enumerate(self.table.rows[row - 1], 1))
        return {column: text for column, text in words if text}

    def words(self, row: int) -> dict[int, str]:
        found = self.own_words(row)
        for top, left, bottom, right in self.over:
            if top <= row <= bottom and top <= len(self.table.rows):
                cells = self.table.rows[top - 1]
                text = text_of(cells[left - 1]) if left <= len(cells) else ""
                if text:
                    found |= dict.fromkeys(range(left, right + 1), text)
        return dict(sorted(found.items()))


def read_sheet(
    table: Table,
    spot: Spot,
    headings: Headings,
    index: int,
    ctx: Context,
    fixed: Mapping[int, str] | None = None,
) -> Reading:
    """One sheet: its columns, what is left out of it, what must be asked."""
    sheet = headings.sheet
    below = Below(lambda column: _first_values(table, spot, column), ctx)
    mapped = map_heads(headings, spot.heads, fixed, below)
    numbered = next((c for c, name in mapped.columns.items() if name == NUMBER), 0)
    if numbered and not sheet.path:
        serials(mapped, _first_values(table, spot, numbered))
    _hidden_columns(table, mapped)
    reading = Reading(
        table.name,
        index,
        list(sheet.path),
        list(spot.rows),
        mapped.columns,
        {head.column: str(head) for head in spot.heads},
        mapped.decisions,
        notes=mapped.notes,
    )
    if told := missing(sheet, mapped):
        reading.notes.append(told)
    _unit_above(table, spot, sheet, reading)
    body.sort_rows(table, reading, headings)
    return reading


def _first_values(table: Table, spot: Spot, column: int) -> list[Any]:
    cells = (row[column - 1] for row in table.rows[spot.rows[-1] :] if column <= len(row))
    return [
        value
        for _, value in zip(range(50), (v for v in cells if v not in (None, "")), strict=False)
    ]


def _hidden_columns(table: Table, mapped: Mapped) -> None:
    for column in sorted(table.hidden_columns & set(mapped.columns)):
        text = f"有一列是隐藏的（第{column}列），要导入吗？"
        choices = [(TAKE, "导入"), (LEAVE, "不导入")]
        mapped.decisions.append(Decision("hidden-column", text, choices, column))


def _unit_above(table: Table, spot: Spot, sheet: Sheet, reading: Reading) -> None:
    """`单位：万元` over the table speaks of every amount that does not say its own."""
    told = body.unit_in_titles(table.rows[: spot.rows[0] - 1])
    if not told:
        return
    for number, name in list(reading.columns.items()):
        column = sheet.column(name)
        unit = body.unit_of_kind(column) if column else ""
        if column and unit and body.same_kind(unit, told) and unit != told:
            del reading.columns[number]
            words = reading.headings[number]
            reading.decisions.append(other_unit(column, number, words, told))


def _nothing(tables: Sequence[Table], layout: Layout) -> Reading:
    name = tables[0].name if tables else ""
    heads = "、".join(f"“{c.heading}”" for c in layout.main.columns if c.question)[:80]
    problem = Problem(
        "table.no-heading",
        f"没有找到“{layout.bundle.form.title}”的表头，可能是另一张表",
        f"表头那一行要写题目的名字，如{heads}",
    ).at(sheet=name)
    rows = [(n, "unread") for n in range(1, len(tables[0].rows) + 1)] if tables else []
    return Reading(name, 0 if tables else -1, left_out=rows, problems=[problem])


def _which_sheet(tables: Sequence[Table], fitting: Sequence[int]) -> Reading:
    choices = [(str(index), tables[index].name) for index in fitting]
    text = f"有{len(fitting)}张工作表的表头都对得上，导入哪一张？"
    return Reading("", decisions=[Decision("which-sheet", text, choices)])


def _few_headings(reading: Reading, layout: Layout) -> Decision | None:
    """A sheet that shares but a name and a number with the form is probably another one's."""
    strangers = sum(note.code == "heading.not-imported" for note in reading.notes)
    asked = sum(decision.code == NEAR for decision in reading.decisions)
    known = len(reading.headings) - strangers - asked
    if strangers < 4 or known >= strangers / 2:
        return None
    text = (
        f"只有{known}列的表头对得上“{layout.bundle.form.title}”，{strangers}列对不上，是这张表吗？"
    )
    choices = [(TAKE, "是，只导入对得上的列"), (LEAVE, "不是，不导入")]
    return Decision("few-headings", text, choices)


def _hidden_sheet(table: Table) -> Decision:
    text = f"工作表“{table.name}”是隐藏的，要导入吗？"
    return Decision("hidden-sheet", text, [(TAKE, "导入"), (LEAVE, "不导入")])


def _unread(table: Table) -> Problem:
    hidden = "（隐藏的）" if table.hidden else ""
    words = f"工作表“{table.name}”{hidden}没有导入"
    return Problem("table.not-read", words, warn=True).at(sheet=table.name)
