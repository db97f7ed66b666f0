"""Tables of faulty templates: what is wrong is marked where it is wrong."""

from __future__ import annotations

import re

from . import expressions, forms, heads, ledgers, logic, others, shapes, yaml

TABLES = {
    f"{module.__name__.rpartition('.')[2]}: {name}": text
    for module in (yaml, heads, shapes, forms, logic, expressions, ledgers, others)
    for name, text in module.CASES.items()
}


def codes() -> set[str]:
    """Every code that some table expects."""
    marks = (found for text in TABLES.values() for found in re.findall("«([^»]*)»", text))
    return {code for mark in marks for code in mark.split()}
