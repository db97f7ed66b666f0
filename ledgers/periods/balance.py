"""Whether books balance: the ledger's own condition, for every place and for the sum."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache

from forms_catalog.expressions import Node, Plain, parse, run
from forms_catalog.expressions.values import to_boolean

from ..registry import Live
from .reckoning import summed

NAMES = ("_opening", "_entered", "_left", "_closing")
USUAL = "${_opening} + ${_entered} - ${_left} = ${_closing}"
_NO_DAY = dt.datetime(2000, 1, 1)


def holds(ledger: Live, row: Sequence[int]) -> bool:
    """One place's figures against the condition; without one of its own, the usual one."""
    rules = ledger.rules.periods
    values = dict(zip(NAMES, map(float, row), strict=True))
    return to_boolean(run(_node(rules.balance if rules else ""), Plain(values, _NO_DAY)))


@lru_cache(maxsize=32)
def _node(text: str) -> Node:
    return parse(text or USUAL)


def broken(ledger: Live, figures: Mapping[str, Sequence[int]]) -> list[str]:
    """The places that do not balance, with all below them or alone; those below come first."""
    whole = summed(figures)
    found = {path for path, row in figures.items() if not holds(ledger, row)}
    found |= {path for path, row in whole.items() if not holds(ledger, row)}
    return sorted(found, key=lambda path: (-len(path), path))
