"""Messy rosters: no row is lost, no cell is changed in silence, what is uncertain is asked."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest

from . import messy
from .checking import Case, check

CASES: dict[str, Case] = {}
for _module in pkgutil.iter_modules(messy.__path__):
    CASES |= import_module(f"{messy.__name__}.{_module.name}").CASES


@pytest.mark.parametrize("name", CASES)
def test_a_messy_file(name: str) -> None:
    outcome = check(CASES[name])
    assert outcome.reading.sheet or CASES[name].chosen or CASES[name].problems
