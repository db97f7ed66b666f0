"""Which columns are filled: one that is not shows half a truth, so nobody may filter by it."""

from __future__ import annotations

from functools import lru_cache

from ..registry import Live
from .house import House, house

WAITING = ""
"""The mark of a question's column that records from before do not have yet."""


def pending(ledger: Live) -> frozenset[str]:
    """The columns of a ledger that are not filled everywhere by their definition of now."""
    return _pending(house(), ledger) | waiting(ledger)


def waiting(ledger: Live) -> frozenset[str]:
    """The columns of questions that records from before do not have yet."""
    found = {name for name, mark in ledger.filled.items() if mark == WAITING}
    return frozenset(found & ledger.slots.keys() & ledger.questions.keys() - ledger.derived)


@lru_cache(maxsize=256)
def _pending(found: House, ledger: Live) -> frozenset[str]:
    return frozenset(
        n for n, mark in marks(found, ledger.key).items() if ledger.filled.get(n) != mark
    )


def marks(found: House, key: str) -> dict[str, str]:
    """Derived column -> the mark of what it holds by its definition of now."""
    return {column.name: column.digest for column in found.of.get(key, ())}
