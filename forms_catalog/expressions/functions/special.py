"""Functions that the interpreter runs itself, because it decides which arguments are looked at."""

from __future__ import annotations

from dataclasses import replace

from .base import FUNCTIONS, unevaluated

for _name, _low, _high, _tier in (
    ("if", 3, 3, 1),
    ("jr:choice-name", 2, 2, 1),
    ("indexed-repeat", 3, 7, 2),
    ("once", 1, 1, 2),
    ("pulldata", 4, 4, 2),
    ("instance", 1, 1, 2),
    ("current", 0, 0, 2),
):
    unevaluated(_name, _low, _high)
    FUNCTIONS[_name] = replace(FUNCTIONS[_name], tier=_tier)
