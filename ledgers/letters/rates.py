"""Signing rates: letters valid today over records that need one, by place; for pages and indicators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from forms_catalog.definition import Letter
from forms_catalog.ports import ports
from people.paths import line_of

from .. import queries
from ..clock import today
from ..models import LetterIssue, Link
from ..queries import Ask
from ..registry import Live, live
from ..scope import reach
from .states import SIGNED

WHY = "links of letters in the asker's scope"


@dataclass(frozen=True, slots=True)
class Rate:
    """Of one place: how many need a letter, how many have one; without need there is no rate."""

    place: str
    needing: int
    having: int

    @property
    def share(self) -> float | None:
        return self.having / self.needing if self.needing else None


def of_letter(user: Any, letter: Letter) -> list[Rate]:
    """By the places next below the person's own, over what the template says needs the letter."""
    ledger = live(letter.needed.ledger) if letter.needed else None
    if ledger is None or letter.needed is None:
        return []
    roots = reach(user).paths.get(ledger.id, ())
    return rates(user, letter.id, ledger, Ask(where=letter.needed.filter), below(roots))


def below(roots: Iterable[str]) -> list[str]:
    """The places under each of these, or itself where there are none."""
    found: list[str] = []
    for root in roots:
        found += [ref.path for ref in ports.places.children(root)] or [root]
    return found


def rates(user: Any, letter: str, ledger: Live, ask: Ask, places: Sequence[str]) -> list[Rate]:
    """`ask` narrows `ledger` to what needs a letter: its own records, or those its records point at.

    What lies in none of the places stands under ''.
    """
    rows = queries.narrowed(user, ledger, ask).order_by()
    needing = dict(rows.values_list("pk", "place_path"))
    having = covered(user, letter) & needing.keys()
    known = set(places)
    need = Counter(_in(path, known) for path in needing.values())
    have = Counter(_in(needing[pk], known) for pk in having)
    return [Rate(place, need[place], have[place]) for place in (*places, "") if place or need[""]]


def _in(path: str, places: set[str]) -> str:
    return next((place for place in reversed(line_of(path)) if place in places), "")


def total(found: Sequence[Rate]) -> Rate:
    return Rate("", sum(rate.needing for rate in found), sum(rate.having for rate in found))


def covered(user: Any, letter: str) -> set[int]:
    """Records with a letter that is signed and holds today, and those that they point at."""
    day = today()
    rows = LetterIssue.objects.visible_to(user).filter(letter=letter, state=SIGNED)
    rows = rows.exclude(valid_from__gt=day).exclude(valid_to__lt=day)
    own = set(rows.values_list("record_id", flat=True))
    links = Link.objects.unscoped(WHY).filter(source__in=rows.values("record_id"))
    return own | set(links.values_list("target_id", flat=True))
