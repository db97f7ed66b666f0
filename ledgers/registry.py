"""The ledgers as they run now: rules, form and slots together, thawed once an edition."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from functools import cached_property

from forms_catalog import editions
from forms_catalog.bundle import Bundle
from forms_catalog.definition import Calendar, Question, Role, load
from forms_catalog.definition import Ledger as Rules

from .models import Ledger

STALE_AFTER = 2.0
"""Seconds after which another process's publishing is seen; editions themselves never change."""


@dataclass(frozen=True, eq=False)
class Live:
    """One ledger with everything a request needs of it; another edition of it is another one."""

    id: int
    key: str
    edition: int
    rules: Rules
    form_edition: int
    slots: dict[str, str]
    rows_of: str
    filled: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.rules.title

    @property
    def bundle(self) -> Bundle:
        return editions.bundle(self.form_edition)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The questions whose answers this ledger's own records keep."""
        own = self.bundle.part()
        if self.rows_of:
            own = next(q.questions for q in own if q.name == self.rows_of)
        return {question.name: question for question in own}

    @cached_property
    def derived(self) -> frozenset[str]:
        """The columns that no answer stands behind."""
        taken = {item.name for item in self.rules.derived}
        return frozenset(taken | {item.name for item in self.rules.decisions})

    @property
    def first_state(self) -> str:
        return self.rules.states[0].name


@dataclass(frozen=True)
class House:
    """All that was read at one moment: replaced whole, so that no thread meets it half read."""

    books: dict[str, Live]
    roles: dict[str, Role]
    calendars: dict[str, Calendar]
    read_at: float = -math.inf


_now = House({}, {}, {})


def _house() -> House:
    """At most STALE_AFTER seconds old."""
    global _now
    found = _now
    if time.monotonic() - found.read_at > STALE_AFTER:
        rows = Ledger.objects.order_by("id")
        books = {row.key: _live(row, found.books.get(row.key)) for row in rows}
        _now = found = House(books, *_read_templates(), time.monotonic())
    return found


def all_live() -> dict[str, Live]:
    """Every ledger by key."""
    return _house().books


def _live(row: Ledger, known: Live | None) -> Live:
    now = (row.pk, row.edition_id, row.form_edition_id, row.filled)
    if known and (known.id, known.edition, known.form_edition, known.filled) == now:
        return known
    rules = load(editions.canonical(row.edition_id)["template"])
    assert isinstance(rules, Rules)
    rows_of = rules.form.partition(".")[2]
    slots, filled = dict(row.slots), dict(row.filled)
    return Live(row.pk, row.key, row.edition_id, rules, row.form_edition_id, slots, rows_of, filled)


def _read_templates() -> tuple[dict[str, Role], dict[str, Calendar]]:
    from forms_catalog.models import Template

    roles: dict[str, Role] = {}
    calendars: dict[str, Calendar] = {}
    kinds = ("role", "calendar")
    for body in Template.objects.filter(kind__in=kinds).values_list("body", flat=True):
        found = load(body)
        if isinstance(found, Role):
            roles[found.id] = found
        if isinstance(found, Calendar):
            calendars[found.id] = found
    return roles, calendars


def calendar() -> Calendar | None:
    """The one that durations and key periods go by: the first by its key."""
    found = _house().calendars
    return found[min(found)] if found else None


def roles() -> tuple[Role, ...]:
    """All that templates name."""
    return tuple(_house().roles.values())


def _role(key: str) -> Role | None:
    return _house().roles.get(key)


def role_title(key: str) -> str:
    """The Chinese name of a role, or its key when nobody has named it."""
    found = _role(key)
    return found.title if found else key


def role_can(key: str) -> tuple[str, ...]:
    """What a role may do beside the ledgers."""
    found = _role(key)
    return found.can if found else ()


def role_held_at(key: str) -> str:
    """Where posts of a role are held."""
    found = _role(key)
    return found.held_at if found else ""


def live(key: str) -> Live | None:
    return all_live().get(key)


def live_by_id(pk: int) -> Live:
    return next(item for item in all_live().values() if item.id == pk)


def read_at() -> float:
    """When the ledgers were read last: what else is read of templates is as old as they are."""
    return _house().read_at


def forget() -> None:
    """After this process published something."""
    global _now
    _now = House({}, {}, {})
