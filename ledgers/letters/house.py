"""The letters as they are published now, by key and by ledger; read again when ledgers are."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from forms_catalog import editions
from forms_catalog.definition import Letter, digest, dump, load
from forms_catalog.models import Template

from .. import registry


@dataclass(slots=True)
class House:
    """All of them, and those that speak of one ledger's records."""

    by_key: dict[str, Letter] = field(default_factory=dict)
    of: dict[str, list[Letter]] = field(default_factory=dict)


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
    rows = Template.objects.filter(kind="letter", owner="", live=True).order_by("key")
    for body in rows.values_list("body", flat=True):
        letter = load(body)
        if isinstance(letter, Letter):
            found.by_key[letter.id] = letter
            found.of.setdefault(letter.ledger, []).append(letter)
    return found


def letter(key: str) -> Letter | None:
    return house().by_key.get(key)


def letters_of(ledger: str) -> list[Letter]:
    return house().of.get(ledger, [])


def edition_of(letter: Letter) -> int:
    """The edition of these very words; one is frozen where a pack was applied and none is yet."""
    frozen: dict[str, Any] = {"format": 1, "template": dump(letter), "embedded": {}}
    last = editions.latest("letter", letter.id)
    if last is not None and last.digest == digest(frozen):
        return int(last.pk)
    return int(editions.publish("letter", letter.id, frozen).pk)


@lru_cache(maxsize=256)
def thawed(edition: int) -> Letter:
    """The letter as an edition has it: what was issued keeps its words."""
    found = load(editions.canonical(edition)["template"])
    assert isinstance(found, Letter)
    return found
