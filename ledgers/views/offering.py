"""The buttons that stand on every page: ledgers that nobody should have to look for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from forms_catalog.definition import Prominent

from ..asking import asked
from ..models import Record
from ..registry import Live, all_live
from ..scope import Reach, reach
from ..submission import OPENING


@dataclass(frozen=True, slots=True)
class Offer:
    """A word, where it leads, and whether one is there already."""

    label: str
    href: str
    current: bool = False


def offers(request: HttpRequest, row: Record | None = None) -> tuple[Offer, ...]:
    """Those that the person may open; from a record, with what points at it filled in."""
    found = reach(request.user)
    return tuple(_offers(request, found, row))


def first_call(ledger: Live) -> Prominent | None:
    """Whom to ring before anything is written."""
    told = ledger.rules.prominent
    return told if told and told.call else None


def pressed(ledger: Live) -> str:
    """What the button says that opens a record: of what cannot wait, that it is done with it."""
    rule = ledger.rules.action(OPENING) if ledger.rules.prominent else None
    return rule.label if rule else "保存"


def _offers(request: HttpRequest, found: Reach, row: Record | None) -> Iterator[Offer]:
    for ledger in all_live().values():
        told = ledger.rules.prominent
        if told and (roles := _openers(ledger, found)):
            href = reverse("fill", args=[ledger.key])
            here = request.path == href
            query = _pointing(ledger, roles, row) if row else {}
            yield Offer(told.label, f"{href}?{urlencode(query)}" if query else href, here)


def _openers(ledger: Live, found: Reach) -> list[str]:
    rule = ledger.rules.action(OPENING)
    return [post.role for post in found.posts if rule and post.place_path and post.role in rule.who]


def _pointing(ledger: Live, roles: list[str], row: Record) -> dict[str, str]:
    """The first question that these roles are asked and that points at records like this one."""
    names = asked(ledger.form_edition, ledger, OPENING, roles)
    for name, question in ledger.questions.items():
        pointed = question.option("record", "") if name in names else ""
        book = all_live().get(pointed) if pointed else None
        if book and book.id == row.ledger_id:
            return {name: str(row.uid)}
    return {}
