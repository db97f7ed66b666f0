"""The derived columns of the ledgers as they run now, each as the question that it is like."""

from __future__ import annotations

from functools import lru_cache

from forms_catalog.definition import Question
from forms_catalog.logic.derived import Ground, Grounds
from forms_catalog.slots import family

from ..registry import Live, all_live


def grounds() -> Grounds:
    """The same until a ledger is published."""
    return grounds_of(tuple(all_live().values()))


@lru_cache(maxsize=4)
def grounds_of(books: tuple[Live, ...]) -> Grounds:
    """What is derived may come from any of them."""
    by_key = {book.key: book for book in books}

    def find(key: str) -> Ground | None:
        book = by_key.get(key)
        if book is None:
            return None
        columns = frozenset(book.rules.columns)
        return Ground(book.rules, book.questions, book.bundle.options, columns)

    return Grounds(find)


def likes(ledger: Live) -> dict[str, Question]:
    """Every derived column and decision of a ledger that the table has room for."""
    if not ledger.rules.derived and not ledger.rules.decisions:
        return {}
    found = grounds().likes(ledger.key)
    return {name: like for name, like in found.items() if fits(ledger, like)}


def known(ledger: Live) -> dict[str, Question]:
    """The questions of a ledger, and its derived columns as if they were some."""
    return ledger.questions | likes(ledger) if ledger.derived else ledger.questions


def fits(ledger: Live, like: Question) -> bool:
    return ledger.slots.get(like.name, "")[:1] == family(like) != ""
