"""The ledgers as they run now: rules, form and slots together, thawed once an edition."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property

from forms_catalog import editions
from forms_catalog.bundle import Bundle
from forms_catalog.definition import Ledger as Rules
from forms_catalog.definition import Question, Role, load

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

    @property
    def first_state(self) -> str:
        return self.rules.states[0].name


_cache: dict[str, Live] = {}
_roles: dict[str, Role] = {}
_read_at = 0.0


def all_live() -> dict[str, Live]:
    """Every ledger by key, at most STALE_AFTER seconds old."""
    global _read_at
    if time.monotonic() - _read_at > STALE_AFTER:
        rows = Ledger.objects.order_by("id")
        fresh = {row.key: _live(row) for row in rows}
        _cache.clear()
        _cache.update(fresh)
        _read_roles()
        _read_at = time.monotonic()
    return _cache


def _live(row: Ledger) -> Live:
    known = _cache.get(row.key)
    now = (row.pk, row.edition_id, row.form_edition_id)
    if known and (known.id, known.edition, known.form_edition) == now:
        return known
    rules = load(editions.canonical(row.edition_id)["template"])
    assert isinstance(rules, Rules)
    rows_of = rules.form.partition(".")[2]
    return Live(
        row.pk, row.key, row.edition_id, rules, row.form_edition_id, dict(row.slots), rows_of
    )


def _read_roles() -> None:
    from forms_catalog.models import Template

    _roles.clear()
    for body in Template.objects.filter(kind="role").values_list("body", flat=True):
        role = load(body)
        if isinstance(role, Role):
            _roles[role.id] = role


def roles() -> tuple[Role, ...]:
    """All that templates name."""
    all_live()
    return tuple(_roles.values())


def role_title(key: str) -> str:
    """The Chinese name of a role, or its key when nobody has named it."""
    all_live()
    return _roles[key].title if key in _roles else key


def role_can(key: str) -> tuple[str, ...]:
    """What a role may do beside the ledgers."""
    all_live()
    return _roles[key].can if key in _roles else ()


def role_held_at(key: str) -> str:
    """Where posts of a role are held."""
    all_live()
    return _roles[key].held_at if key in _roles else ""


def live(key: str) -> Live | None:
    return all_live().get(key)


def live_by_id(pk: int) -> Live:
    return next(item for item in all_live().values() if item.id == pk)


def forget() -> None:
    """After this process published something."""
    global _read_at
    _read_at = 0.0
    _cache.clear()
