"""A roster as its form tells it: which columns, taken from where, and what stands below."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from forms_catalog.applying import StoredBook
from forms_catalog.bundle import Bundle, make
from forms_catalog.definition import FormDefinition, Question
from forms_catalog.logic.derived import Take, take_of
from forms_catalog.questions.derived import derived_of

from ..derived.likes import grounds
from ..registry import Live, role_held_at

KIND = "roster"


@dataclass(frozen=True)
class Source:
    """Where a column takes its value: own answer, a record we point at, records that point here."""

    ledger: str
    by: str
    via: str
    take: Take
    where: str

    @property
    def many(self) -> bool:
        return bool(self.by)


@dataclass(frozen=True)
class Column:
    """A heading; `source` or `calculation` fill it, else it is left for the pen."""

    question: Question
    source: Source | None = None

    @property
    def calculation(self) -> str:
        return self.question.calculation


@dataclass(frozen=True, eq=False)
class Roster:
    """One roster of one ledger: its first section makes the columns, the others stand below."""

    ledger: Live
    bundle: Bundle

    @property
    def form(self) -> FormDefinition:
        return self.bundle.form

    @property
    def where(self) -> str:
        """Who is on it: those in force, unless it says otherwise."""
        own = self.form.view.where if self.form.view else ""
        return own or self.ledger.rules.in_force

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        first = self.bundle.placed[:1]
        asked = [question for section in first for question in section.questions]
        return tuple(Column(question, _source(question, self.ledger)) for question in asked)

    @property
    def foot(self) -> tuple[Question, ...]:
        return tuple(q for section in self.bundle.placed[1:] for q in section.questions)

    @property
    def level(self) -> str:
        """The places that each have a sheet of their own: those of whoever draws it up."""
        held = (role_held_at(role) for role in self.form.by)
        found = (where.partition(":")[2] for where in held if where.startswith("place:"))
        return next(found, "")

    @property
    def page(self) -> str:
        return self.form.print.page if self.form.print else "A4"


def _source(question: Question, ledger: Live) -> Source | None:
    """None for what is calculated, written by hand, or told by what is not there yet."""
    if question.type != "derived":
        return None
    told = derived_of(question)
    take = take_of(told.take)
    if take is None:
        return None
    source, by = told.from_ or ledger.key, told.by
    if source != ledger.key and not by and not told.via:
        by = next(iter(grounds().pointing(source, ledger.key)), "")
    return Source(source, by, told.via, take, told.where)


def roster(ledger: Live, name: str) -> Roster | None:
    """A roster that the ledger lists and whose published form is one."""
    if name not in ledger.rules.rosters:
        return None
    book = StoredBook()
    form = book.get("form", name)
    if not isinstance(form, FormDefinition) or not form.view or form.view.kind != KIND:
        return None
    if form.view.of not in ("", ledger.key):
        return None
    return _made(ledger, make(form, book).digest, name)


@lru_cache(maxsize=32)
def _made(ledger: Live, digest: str, name: str) -> Roster:
    """The same as long as neither the ledger nor the form is published anew."""
    book = StoredBook()
    form = book.get("form", name)
    assert isinstance(form, FormDefinition)
    return Roster(ledger, make(form, book))


def rosters_of(ledger: Live) -> list[Roster]:
    return [found for name in ledger.rules.rosters if (found := roster(ledger, name))]
