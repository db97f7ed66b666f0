"""Which records the rows of a file speak of: by their number, else by what identifies them; in sight only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms_catalog.definition import Question
from forms_catalog.problems import Refused
from forms_catalog.questions import Context, is_missing, read, type_of

from .. import queries
from ..ids import tidy_number
from ..intake.identity import ONE_OPEN
from ..registry import Live
from ..sealing import blind_digests

type Found = tuple[str, int]
"""Outside identity and version of a record."""


@dataclass(slots=True)
class Wanted:
    """One record that a row speaks of: `number` as it stands there, else what its answers identify."""

    ledger: Live
    number: str
    raws: Mapping[str, Any]


def by_number(user: Any, wanted: Sequence[Wanted]) -> list[Found | None]:
    """Those that carry a number; None for the others, and for numbers out of sight."""
    numbers = {tidy_number(one.number) for one in wanted if one.number} - {""}
    rows = queries.by_numbers(user, numbers) if numbers else {}
    found: list[Found | None] = []
    for one in wanted:
        row = rows.get(tidy_number(one.number)) if one.number else None
        fits = row is not None and row.ledger_id == one.ledger.id
        found.append((str(row.uid), row.version) if row and fits else None)
    return found


def by_identity(user: Any, wanted: Sequence[Wanted | None], ctx: Context) -> list[Found | None]:
    """Those whose identity a record in sight has; who lies out of sight, the gate says."""
    digests = [dict(_digests(one, ctx)) if one else {} for one in wanted]
    every = [item for one in digests for item in one]
    rows = queries.by_identities(user, every) if every else {}
    return [next((rows[item] for item in one if item in rows), None) for one in digests]


def _digests(one: Wanted, ctx: Context) -> Iterable[tuple[queries.Identity, str]]:
    for key, rule in _rules(one.ledger):
        values = tuple(_normal(one, name, ctx) for name in rule)
        if all(values):
            for name, digest in blind_digests(key, values).items():
                yield (one.ledger.id, key, name, digest), key


def _rules(ledger: Live) -> Iterable[tuple[str, tuple[str, ...]]]:
    """What identifies a record, the open one of its target at last."""
    yield from ((",".join(rule), rule) for rule in ledger.rules.identity)
    if ledger.rules.one_open_per:
        yield ONE_OPEN + ledger.rules.one_open_per, (ledger.rules.one_open_per,)


def _normal(one: Wanted, name: str, ctx: Context) -> str:
    question: Question | None = one.ledger.questions.get(name)
    if question is None or name not in one.raws:
        return ""
    try:
        answer = read(question, one.raws[name], ctx)
    except Refused:
        return ""
    return "" if answer is None or is_missing(answer) else type_of(question).normal(answer)
