"""What one response shows, noted where its words are made; outside a response nothing is noted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from forms_catalog.definition import Question
from forms_catalog.questions.rows import every_column

GUARDED = 3
"""The sensitivity from which it is kept who was shown an answer."""


@dataclass(slots=True)
class Shown:
    """Of whom or of what list, and the names of guarded questions -> whether any was in clear."""

    names: dict[str, bool] = field(default_factory=dict)
    ledger: int = 0
    path: str = ""
    record: int | None = None
    count: int = 1
    searched: bool = False
    instead: tuple[int, str] = (0, "")
    """Ledger and place of the first that was named, where nobody says what the response is about."""
    taken: bool = False
    """Whether a file that tells of people goes out: that is kept whatever stands in it."""
    kept: bool = False
    """Whether the event is written already."""

    def add(self, name: str, clear: bool) -> None:
        self.names[name] = clear or self.names.get(name, False)


_now: ContextVar[Shown | None] = ContextVar("shown", default=None)


@contextmanager
def noting() -> Iterator[Shown]:
    """What is shown inside is noted; a page that is drawn inside another one has notes of its own."""
    found = Shown()
    token = _now.set(found)
    try:
        yield found
    finally:
        _now.reset(token)


def current() -> Shown | None:
    return _now.get()


def about(ledger: int, path: str, record: int | None = None, count: int = 1) -> None:
    """What the response is about; the first who says it is right."""
    found = _now.get()
    if found is not None and not found.ledger:
        found.ledger, found.path, found.record, found.count = ledger, path, record, count


def taken(ledger: int, path: str, count: int) -> None:
    """The response is a file that tells of people."""
    about(ledger, path, count=count)
    if found := _now.get():
        found.taken = True


def saw(question: Question, clear: bool, today: Question | None = None) -> None:
    """An answer to this question is on the page, in clear or as a mask.

    `today` is the question as it is asked now: what became guarded since counts as well.
    """
    found = _now.get()
    if found is None:
        return
    if question.sensitivity >= GUARDED or (today and today.sensitivity >= GUARDED):
        found.add(question.name, clear)
    if question.questions:
        for column in every_column(question):
            if column.sensitivity >= GUARDED:
                found.add(column.name, clear and not column.sealed)


def beside(ledger: int, path: str) -> None:
    """What the response is about, if nobody says so."""
    found = _now.get()
    if found is not None and not found.instead[0]:
        found.instead = ledger, path
