"""Tables of faulty templates: what is wrong is marked where it is wrong."""

from __future__ import annotations

import re

from . import (
    books,
    derived,
    doors,
    expressions,
    forms,
    heads,
    layouts,
    ledgers,
    letters,
    life,
    logic,
    notices,
    others,
    rounds,
    shapes,
    yaml,
)

TABLES = {
    f"{module.__name__.rpartition('.')[2]}: {name}": text
    for module in (
        yaml,
        heads,
        layouts,
        shapes,
        forms,
        logic,
        notices,
        letters,
        expressions,
        ledgers,
        life,
        derived,
        books,
        rounds,
        doors,
        others,
    )
    for name, text in module.CASES.items()
}


def codes() -> set[str]:
    """Every code that some table expects."""
    marks = (found for text in TABLES.values() for found in re.findall("«([^»]*)»", text))
    return {code for mark in marks for code in mark.split()}
