"""A saved table as it runs: what stands down and across, what is taken, what is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from forms_catalog.definition import Question, Table
from forms_catalog.expressions import Node, names, parse
from forms_catalog.slots import family

from ..derived import likes
from ..registry import Live
from ..scope import reach
from ..sight import eyes

STATE = "_state"
_TAKE = re.compile(r"(sum|mean)\(([a-z][a-z0-9_]*)\)")


@dataclass(frozen=True, eq=False)
class Counted:
    """One table of one ledger; `of` is the number that is summed up, None when records are counted."""

    ledger: Live
    table: Table
    how: str
    of: Question | None
    filter: Node | None

    @property
    def level(self) -> str:
        """The level of places that stands down, '' when a column does."""
        return "" if self._is_column(self.table.rows) else self.table.rows.removeprefix("_")

    def _is_column(self, name: str) -> bool:
        return name == STATE or not name.startswith("_")

    @property
    def names(self) -> frozenset[str]:
        """Everything that it tells of."""
        told = {self.table.columns, self.table.rows, self.of.name if self.of else ""}
        return (frozenset(told) | (names(self.filter) if self.filter else frozenset())) - {""}

    def question(self, name: str) -> Question | None:
        return questions(self.ledger).get(name)


@lru_cache(maxsize=64)
def questions(ledger: Live) -> dict[str, Question]:
    """The columns of a ledger, derived ones as what they are like."""
    return ledger.questions | likes(ledger)


@lru_cache(maxsize=256)
def counted(ledger: Live, name: str) -> Counted | None:
    """A table of the ledger that its columns can answer, by its name."""
    table = next((item for item in ledger.rules.tables if item.name == name), None)
    if table is None:
        return None
    found = _TAKE.fullmatch(table.take)
    how, number = (found[1], found[2]) if found else ("count", "")
    of = questions(ledger).get(number)
    made = Counted(ledger, table, how, of, parse(table.filter) if table.filter else None)
    wanted = {table.columns, number} | (set() if made.level else {table.rows})
    return made if all(_mapped(ledger, name) for name in wanted - {"", STATE}) else None


def _mapped(ledger: Live, name: str) -> bool:
    question, slot = questions(ledger).get(name), ledger.slots.get(name, "")
    return question is not None and slot[:1] == family(question) != ""


def tables_of(user: Any, ledger: Live) -> list[Counted]:
    """The tables that speak of nothing which is kept from this person at any of their places."""
    found = [counted(ledger, table.name) for table in ledger.rules.tables]
    return [item for item in found if item and shown_to(user, item)]


def shown_to(user: Any, item: Counted) -> bool:
    roots = reach(user).paths.get(item.ledger.id, ())
    sights = [eyes(user, item.ledger, root) for root in roots]
    return bool(sights) and not any(item.names & (s.hidden | s.masked) for s in sights)
