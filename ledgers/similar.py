"""Records that may be the same thing: same day and a name that sounds alike, or the same name nearby.

Nothing is decided here. A person is shown them, says that it is another one and why, or merges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q

from forms_catalog.definition import Question
from forms_catalog.pinyin import sound
from forms_catalog.questions import is_missing, type_of

from . import queries
from .models import Record
from .registry import Live

LOOKED_AT = 200
SHOWN = 5


def likely(
    user: Any, ledger: Live, answers: Mapping[str, Any], but: int | None = None
) -> list[Record]:
    """The records in scope most like these answers, the likeliest first."""
    asked = [q for n in ledger.rules.similar if (q := ledger.questions.get(n))]
    given = {q.name: a for q in asked if (a := answers.get(q.name)) and not is_missing(a)}
    condition = _near(ledger, asked, given)
    if condition is None:
        return []
    rows = queries.matching(user, ledger, condition, LOOKED_AT)
    alike = [(_alike(asked, given, row.answers), row) for row in rows if row.pk != but]
    enough = 1 if len(asked) > 1 else 0
    found = sorted((pair for pair in alike if pair[0] > enough), key=lambda pair: -pair[0])
    return [row for _, row in found[:SHOWN]]


def _near(ledger: Live, asked: Sequence[Question], given: Mapping[str, Any]) -> Q | None:
    """Rows that share a name or a day: what the indexes of names and days find quickly."""
    found: Q | None = None
    for question in asked:
        slot = ledger.slots.get(question.name, "")
        if slot[:1] in ("t", "d") and question.name in given:
            part = Q(**{slot: type_of(question).slot(given[question.name])})
            found = part if found is None else found | part
    return found


def _alike(asked: Sequence[Question], given: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """0 unless a name agrees and no day is another one; more, the more agrees."""
    names = days = 0.0
    for question in asked:
        here, there = given.get(question.name), other.get(question.name)
        if here is None or there is None or is_missing(there):
            continue
        if type_of(question).kind == "date":
            if here != there:
                return 0
            days += 1
        elif type_of(question).kind == "text":
            names += _name(str(here), str(there))
        else:
            days += here == there
    return names + days if names else 0


def _name(here: str, there: str) -> float:
    """The same, alike to the ear, or one sign off: of two signs that would be the surname alone."""
    if here == there:
        return 1
    if sound(here) == sound(there):
        return 0.9
    return 0.8 if min(len(here), len(there)) > 2 and distance(here, there) == 1 else 0


def distance(one: str, other: str) -> int:
    """Signs to change, add or leave out (Levenshtein)."""
    row = list(range(len(other) + 1))
    for n, sign in enumerate(one, 1):
        row = list(_next(row, sign, other, n))
    return row[-1]


def _next(row: Sequence[int], sign: str, other: str, n: int) -> Iterator[int]:
    last = n
    yield last
    for m, there in enumerate(other, 1):
        last = min(row[m] + 1, last + 1, row[m - 1] + (sign != there))
        yield last
