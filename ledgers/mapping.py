"""In which order the columns of a ledger take their places: indexes hold the first few of a family."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from forms_catalog.definition import Ledger as Rules
from forms_catalog.definition import Question
from forms_catalog.expressions import names, parse
from forms_catalog.logic.derived import names_of
from forms_catalog.slots import family

TEXT = "t"


def in_order(rules: Rules, known: Mapping[str, Question]) -> list[str]:
    """What views and tables ask for most comes first; texts, which are looked up, as they are named.

    Equals stay in the order of the definition. A column that has its place keeps it.
    """
    named = list(dict.fromkeys((*rules.columns, *names_of(rules))))
    asked = Counter(_asked(rules))

    def rank(name: str) -> int:
        text = name in known and family(known[name]) == TEXT
        return 0 if text else -asked[name]

    return sorted(named, key=rank)


def _asked(rules: Rules) -> Iterator[str]:
    """Every name that a saved look filters, sorts or counts by, once for each look."""
    for view in rules.views:
        sorts = {name.lstrip("-") for name in view.sort}
        yield from _own(rules, sorts | _names(view.filter))
    for table in rules.tables:
        yield from _own(rules, {table.rows, table.columns} | _names(table.filter))


def _names(expression: str) -> frozenset[str]:
    return names(parse(expression)) if expression else frozenset()


def _own(rules: Rules, found: set[str]) -> set[str]:
    """Ages and their days are asked of the date that they are reckoned from."""
    aged = any(name.startswith(("_age", "_turns_")) for name in found)
    return found | ({rules.age_of} if aged and rules.age_of else set())
