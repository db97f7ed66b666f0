"""What lists, papers, files, forms and imports show, said by each in one line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from forms_catalog import editions
from forms_catalog.bundle import Bundle
from forms_catalog.definition import Question
from forms_catalog.questions.rows import every_column
from people.paths import WIDTH

from ..derived.likes import likes
from ..exchange.bringing import reading_of
from ..exchange.giving import Giving
from ..models import File, Import
from ..registry import Live, live, live_by_id
from ..scope import reach
from .shown import about, beside, current, saw


def over(paths: Collection[str]) -> str:
    """The lowest place that holds all of them, '' where only the whole tree does."""
    if not paths:
        return ""
    low, high = min(paths), max(paths)
    size = next((n for n in range(len(low)) if low[n] != high[n : n + 1]), len(low))
    return low[: size - size % WIDTH]


def listed(ledger: Live, paths: Collection[str], count: int) -> None:
    """A page of a list, before its cells are made."""
    about(ledger.id, over(paths), count=count)


def printed(
    ledger: Live,
    bundle: Bundle,
    answers: Mapping[str, Any],
    hidden: Collection[str],
    masked: Collection[str] = (),
) -> None:
    """A copy on paper, where sealed answers are masks."""
    today = {name: found[0] for name, found in ledger.bundle.questions.items()}
    for name, (question, _) in bundle.questions.items():
        if name not in hidden and answers.get(name) is not None:
            saw(question, not question.sealed and name not in masked, today.get(name))


def exported(giving: Giving) -> None:
    """A file of records: its columns, once it is written."""
    about(giving.ledger.id, over([path for _, path in giving.specials]), count=giving.count)
    if (found := current()) and giving.ask.text:
        found.searched = True
    for (edition, _), (sight, _) in giving.specials.items():
        for question in editions.bundle(edition).part():
            for column in every_column(question):
                names = {question.name, column.name}
                if giving.speaks_of(names) and not names & sight.hidden:
                    open_to = not column.sealed or column.name in sight.clear
                    veiled = sight.afar or names & sight.masked
                    clear = bool(giving.agreed and open_to and not veiled)
                    saw(_alone(column), clear, giving.ledger.questions.get(column.name))
    _columns_out(giving)


def _columns_out(giving: Giving) -> None:
    """Derived columns that a layout names, by what is guarded where they are taken from."""
    found = likes(giving.ledger)
    for name in giving.told & found.keys():
        sights = [s for (ledger, _), s in giving.sights.items() if ledger == giving.ledger.id]
        open_to = any(not s.afar and name not in s.hidden | s.masked for s in sights)
        saw(found[name], giving.agreed and open_to)


def _alone(question: Question) -> Question:
    """A table's cells speak for themselves."""
    return replace(question, questions=()) if question.questions else question


def filed(row: File) -> None:
    """An upload that a record holds."""
    record = row.record
    if record is None:
        return
    about(record.ledger_id, record.place_path, record.pk)
    own = editions.bundle(record.edition_id).questions
    columns = (column for question, _ in own.values() for column in every_column(question))
    for column in columns:
        if column.name == row.question:
            saw(_alone(column), True)


def filled(sitting: Any, sections: Iterable[Any], names: Collection[str] | None = None) -> None:
    """A form: what existing records say in its boxes; what was typed for the first time is no event."""
    about(sitting.main.ledger.id, _own(sitting.user, sitting.main.ledger))
    asked = [question for section in sections for question in section.questions]
    for seat in sitting.seats:
        for question in asked:
            name = question.name
            if name not in seat.questions or name in sitting.skip or name in seat.hidden:
                continue
            if seat.stored.get(name) is not None and (names is None or name in names):
                clear = not question.sealed and name not in seat.masked
                saw(question, clear, seat.ledger.questions.get(name))


def imported(batch: Import, user: Any, changes: Iterable[Sequence[str]]) -> None:
    """Rows of an import: the questions whose answers are set beside those of the file, by their label."""
    ledger = live_by_id(batch.ledger_id)
    labels = {label for label, *_ in changes}
    about(ledger.id, _own(user, ledger))
    for question, _ in ledger.bundle.questions.values():
        if question.label in labels:
            saw(question, not question.sealed)


def handed_back(batch: Import, user: Any) -> None:
    """A person's own rows, as they brought them."""
    ledger = live_by_id(batch.ledger_id)
    about(ledger.id, _own(user, ledger))
    told = {name for one in reading_of(batch).all() for name in one.mapped().values()}
    for question, _ in ledger.bundle.questions.values():
        for column in every_column(question):
            if column.name in told:
                saw(_alone(column), True)


def looked_up(key: str, user: Any, names: Iterable[str]) -> None:
    """Columns of a record that a form reads, derived ones among them."""
    if (ledger := live(key)) and current():
        known = ledger.questions | likes(ledger)
        for name in names:
            beside(ledger.id, _own(user, ledger))
            saw(known[name], True)


def _own(user: Any, ledger: Live) -> str:
    """Where the person works with the ledger."""
    return over(reach(user).paths.get(ledger.id, ()))
