"""Whatever stands in a sheet: every row stands somewhere, every cell is read, told or refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from forms_catalog.exchange.finding import find
from forms_catalog.exchange.reading import Reading, resolve
from forms_catalog.exchange.rows import lines
from forms_catalog.problems import Refused
from forms_catalog.tables import Table

from .checking import Outcome, _every_cell_is_told, _every_row_stands_once
from .field import CTX, LAYOUT, identity

HEADS = [c.heading for c in LAYOUT.main.columns] + [
    "姓 名",
    "序号",
    "微信号",
    "父亲",
    "电话",
    "姓名",
    None,
]
WORDS = [
    "合计",
    "同上",
    "/",
    "无",
    "清空",
    "示例",
    "河湾村",
    "罗安",
    "姓名",
    "备注：照此",
    "是",
    "√",
    " ",
]
CELLS: list[Any] = [
    None,
    None,
    None,
    *WORDS,
    identity(2),
    42038,
    3.5,
    1e17,
    True,
    "'=1",
    "2015.2.30",
]
CELLS += [
    dt.date(2015, 2, 3),
    dt.datetime(2015, 2, 3, 8),
    dt.time(8, 30),
    "男、女",
    "球类",
    "1/2/2015",
]


@st.composite
def sheets(draw: st.DrawFn) -> Table:
    wide, high = draw(st.integers(2, 7)), draw(st.integers(1, 8))
    cell = st.sampled_from(CELLS)
    row = st.lists(cell, min_size=wide, max_size=wide)
    rows = draw(st.lists(row, max_size=2))
    rows.append(draw(st.lists(st.sampled_from(HEADS), min_size=wide, max_size=wide)))
    rows += draw(st.lists(row, min_size=high, max_size=high))
    spot = st.tuples(st.integers(1, len(rows)), st.integers(1, wide))
    merged = [
        (top, left, top + down, left + right)
        for (top, left), down, right in draw(
            st.lists(st.tuples(spot, st.integers(0, 2), st.integers(0, 1)), max_size=2)
        )
        if (down or right) and top + down <= len(rows) and left + right <= wide
    ]
    for top, left, bottom, right in merged:  # what is covered says nothing
        for number in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (number, column) != (top, left):
                    rows[number - 1][column - 1] = None
    codes = st.sampled_from(["lost-digits", "formula-without-value", "error-cell"])
    return Table(
        "名单",
        rows,
        draw(st.dictionaries(spot, codes, max_size=2)),
        frozenset(draw(st.lists(spot, max_size=2))),
        merged,
        frozenset(draw(st.lists(st.integers(1, len(rows)), max_size=2))),
        frozenset(draw(st.lists(st.integers(1, wide), max_size=1))),
    )


@settings(max_examples=300)
@given(sheets(), st.randoms(use_true_random=False))
def test_nothing_is_lost_and_nothing_is_silent(table: Table, random: Any) -> None:
    reading = find([table], LAYOUT)
    choices = {d.id: random.choice(d.choices)[0] for d in reading.decisions}
    assert len(choices) == len(reading.decisions)
    try:
        reading = resolve(reading, choices)
    except Refused as refused:
        event(refused.problems[0].code)
        return
    assert Reading.from_json(reading.to_json()) == reading
    if not reading.ready or any(d.chosen == "leave" for d in reading.chosen("few-headings")):
        return
    found = list(lines([table], LAYOUT, reading, CTX))
    event("lines" if found else "no lines")
    outcome = Outcome([table], LAYOUT, reading, found, {}, {})
    _every_row_stands_once(outcome)
    _every_cell_is_told(outcome)
    for line in found:
        assert all(p.place.line == line.row and p.place.column for p in line.problems + line.notes)
        assert len(line.digest) == 64
