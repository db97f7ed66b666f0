"""A file is brought: opened under limits, understood, kept sealed until its rows are written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from forms_catalog import editions
from forms_catalog.exchange.columns import Layout, layout
from forms_catalog.exchange.finding import find
from forms_catalog.exchange.labels import tidied
from forms_catalog.exchange.lines import Line
from forms_catalog.exchange.reading import LEAVE, NEAR, Reading, answered
from forms_catalog.exchange.rows import lines
from forms_catalog.problems import refuse
from forms_catalog.questions import Context
from forms_catalog.tables import ROWS, Table, open_tables

from ..clock import now
from ..files import path_of, put
from ..ids import uuid7
from ..models import Import
from ..registry import Live, live_by_id
from ..sealing import DataKey

LONGEST_NAME = 120


def bring(user: Any, ledger: Live, name: str, data: bytes, post: int | None = None) -> Import:
    """A new import whose sheets are found and whose columns are mapped; raises Refused."""
    tables = open_tables(data, ROWS, name)
    reading = find(tables, _layout(ledger.form_edition), remembered(user, ledger))
    uid = uuid7()
    key = DataKey.new(str(uid))
    stored = key.seal_bytes(data)
    digest = hashlib.sha256(stored).hexdigest()
    put(digest, stored)
    made: Import = Import.objects.unscoped("the row of the file just kept").create(
        uid=uid,
        ledger_id=ledger.id,
        author=user,
        post=post,
        edition=ledger.form_edition,
        name=_tidy(name),
        file=digest,
        data_key=key.wrapped,
        key_id=key.key_id,
        reading=reading.to_json(),
        clock=now(),
    )
    return made


def key_of(batch: Import) -> DataKey:
    return DataKey.load(str(batch.uid), batch.key_id, bytes(batch.data_key))


def tables_of(batch: Import) -> list[Table]:
    data = key_of(batch).open_bytes(path_of(batch.file).read_bytes())
    return open_tables(data, ROWS, batch.name)


def reading_of(batch: Import) -> Reading:
    return Reading.from_json(batch.reading)


def choose(batch: Import, choices: Mapping[str, str]) -> Reading:
    """What the person answered, kept; another sheet is understood anew. Raises Refused.

    Whether it all fits together is looked at once columns were mapped by hand: `correct`.
    """
    if batch.step != "asked":
        raise refuse("import.begun", "这份表已经在核对了，要改请重新上传")
    reading = reading_of(batch)
    if sheet := choices.get("which-sheet"):
        names = [choice for choice, _ in _offered(reading, "which-sheet")]
        if sheet not in names:
            raise refuse("table.no-such-choice", "没有这个选项，请重新选一次")
        saved = remembered(batch.author, live_by_id(batch.ledger_id))
        reading = find(tables_of(batch), _layout(batch.edition), saved, int(sheet))
        choices = {name: said for name, said in choices.items() if name != "which-sheet"}
    reading = answered(reading, choices)
    batch.reading = reading.to_json()
    batch.choices |= dict(choices)
    batch.save(update_fields=["reading", "choices"])
    return reading


def _offered(reading: Reading, code: str) -> Iterator[tuple[str, str]]:
    for decision in reading.decisions:
        if decision.code == code:
            yield from decision.choices


def remembered(user: Any, ledger: Live) -> dict[str, str]:
    """The columns that this person has mapped before by hand: tidied heading -> question.

    Below them the headings that the ledger's own export layouts write.
    """
    rows = Import.objects.visible_to(user).filter(ledger=ledger.id, step="written")
    found = headings(ledger)
    for reading in rows.order_by("id").values_list("reading", flat=True):
        found |= _mapped_by_hand(Reading.from_json(reading))
    return found


def headings(ledger: Live) -> dict[str, str]:
    """Heading of an export layout -> question, '' where nothing is to be imported of that column.

    What a question of the form is called anyway stays that question's; where layouts differ in what
    a heading means, it is asked as ever.
    """
    main = _layout(ledger.form_edition).main
    own = {tidied(column.heading) for column in main.columns}
    own |= {tidied(column.question.label) for column in main.columns if column.question}
    met: dict[str, set[str]] = {}
    for by in ledger.rules.exports:
        plain = {name for name, coded, _ in by.wanted if not coded}
        for name, coded, heading in by.wanted:
            there = main.column(name) and not (coded and name in plain)
            met.setdefault(tidied(heading), set()).add(name if there else "")
    return {
        words: names.pop()
        for words, names in met.items()
        if words and len(names) == 1 and words not in own
    }


def _mapped_by_hand(reading: Reading) -> dict[str, str]:
    """What was said of columns; that a heading only looked like some question, too."""
    found: dict[str, str] = {}
    for decision in reading.decisions:
        column, equals, name = (decision.chosen or "").partition("=")
        if decision.code == NEAR and decision.chosen == LEAVE:
            column, equals, name = str(decision.column), "=", ""
        if equals and int(column) in reading.headings:
            found[tidied(reading.headings[int(column)])] = name
    return found


def lines_of(batch: Import, ctx: Context) -> Iterator[Line]:
    """The rows of the file, the same and in the same order every time."""
    return lines(tables_of(batch), _layout(batch.edition), reading_of(batch), ctx)


@lru_cache(maxsize=16)
def _layout(edition: int) -> Layout:
    return layout(editions.bundle(edition))


layout_of = _layout


def _tidy(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in last if char.isprintable())[-LONGEST_NAME:] or "表格"


__all__: Sequence[str] = [
    "bring",
    "choose",
    "key_of",
    "layout_of",
    "lines_of",
    "reading_of",
    "remembered",
    "tables_of",
]
