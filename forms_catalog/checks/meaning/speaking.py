"""What the texts of notices and letters may name: questions of a ledger, and of records linked to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...bundle import Book
from ...definition import Ledger, Question
from .ledgers import questions_of


@dataclass(frozen=True)
class Ground:
    """The ledger that a text speaks of; `questions` is None while its form is not known."""

    book: Book
    ledger: Ledger | None = None
    questions: Mapping[str, Question] | None = None

    def question(self, name: str) -> Question | None:
        """Also of the record that a question points at."""
        other, inner = self._there(name)
        if not inner:
            return (self.questions or {}).get(name)
        return (questions_of(other, self.book) or {}).get(inner) if other else None

    def cell(self, name: str) -> Question | None:
        """A column of a table in a record that a question points at."""
        other, inner = self._there(name)
        tables = (questions_of(other, self.book) or {}).values() if other else ()
        return next((one for table in tables for one in table.questions if one.name == inner), None)

    def _there(self, name: str) -> tuple[Ledger | None, str]:
        """The ledger whose record a question points at, and what is named of it."""
        link, _, inner = name.partition(".")
        asked = (self.questions or {}).get(link) if inner else None
        other = self.book.get("ledger", asked.option("record")) if asked else None
        return (other if isinstance(other, Ledger) else None), inner

    def known(self, name: str) -> bool:
        derived = {column.name for column in self.ledger.derived} if self.ledger else set()
        derived |= {one.name for one in self.ledger.decisions} if self.ledger else set()
        return name in derived or self.question(name) is not None or self._derived_there(name)

    def _derived_there(self, name: str) -> bool:
        other, inner = self._there(name)
        return other is not None and inner in {column.name for column in other.derived}


def ground_of(key: str, book: Book) -> Ground:
    """However little is known of the ledger."""
    found = book.get("ledger", key) if key else None
    if not isinstance(found, Ledger):
        return Ground(book)
    return Ground(book, found, questions_of(found, book))
