"""The notices as they are published now, by what sets them off; read again when ledgers are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import transaction

from forms_catalog import editions
from forms_catalog.definition import Notice, digest, dump, load
from forms_catalog.models import Template

from .. import registry


@dataclass(slots=True)
class House:
    """All by key; those of a ledger that an action, a column, a round or the clock sets off."""

    by_key: dict[str, Notice] = field(default_factory=dict)
    of: dict[str, list[Notice]] = field(default_factory=dict)
    editions: dict[str, int] = field(default_factory=dict)
    """Those that are known to stay: seen by a transaction that was committed."""

    def on(self, ledger: str) -> Iterable[Notice]:
        return self.of.get(ledger, ())

    def timed(self) -> list[Notice]:
        return [found for found in self.by_key.values() if found.on and found.on.every]

    def engine(self, event: str) -> list[Notice]:
        return [found for found in self.by_key.values() if found.on and found.on.engine == event]


_kept: tuple[float, House] = (-1.0, House())


def house() -> House:
    """At most as old as what is known of the ledgers."""
    global _kept
    registry.all_live()
    age = registry.read_at()
    if _kept[0] != age:
        _kept = (age, _read())
    return _kept[1]


def _read() -> House:
    found = House()
    rows = Template.objects.filter(kind="notice", owner="", live=True).order_by("key")
    for body in rows.values_list("body", flat=True):
        notice = load(body)
        if isinstance(notice, Notice):
            found.by_key[notice.id] = notice
            if notice.on is not None:
                found.of.setdefault(notice.ledger, []).append(notice)
    return found


def notice(key: str) -> Notice | None:
    return house().by_key.get(key)


def edition_of(notice: Notice) -> int:
    """The edition of these very words; one is frozen where a pack was applied and none is yet."""
    found, key = house(), notice.id
    if found.by_key.get(key) is notice and key in found.editions:
        return found.editions[key]
    frozen: dict[str, Any] = {"format": 1, "template": dump(notice), "embedded": {}}
    last = editions.latest("notice", key)
    same = last is not None and last.digest == digest(frozen)
    pk = int(last.pk if last and same else editions.publish("notice", key, frozen).pk)
    if found.by_key.get(key) is notice:
        transaction.on_commit(lambda: found.editions.setdefault(key, pk))
    return pk


@lru_cache(maxsize=256)
def thawed(edition: int) -> Notice:
    """The notice as an edition has it."""
    found = load(editions.canonical(edition)["template"])
    assert isinstance(found, Notice)
    return found
