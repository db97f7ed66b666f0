"""Random filters over random rows: the database finds what the judging interpreter says is so."""

from __future__ import annotations

import random

import pytest

from forms_catalog.expressions import parse
from ledgers.filtering import compile_filter

from .grammar import Maker
from .rows import COLUMNS, NOW, drawn, found, judged, saved

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def agree(seed: int, filters: int, rows: int) -> float:
    """Compares them all; the part of the filters that a database can be asked."""
    dice, maker, asked = random.Random(seed), Maker(seed), 0
    kept = saved(drawn(dice) for _ in range(rows))
    for _ in range(filters):
        text = maker.condition()
        if compile_filter(parse(text), COLUMNS, NOW).q is None:
            continue
        asked += 1
        got, due = found(text), judged(text, kept)
        assert got == due, (text, [kept[pk] for pk in sorted(got ^ due)][:2])
    return asked / filters


@pytest.mark.parametrize("seed", range(4))
def test_sql_and_python_agree(world, seed):
    assert agree(seed, 100, 60) > 0.6


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 120))
def test_sql_and_python_agree_at_length(world, seed):
    assert agree(seed, 200, 60) > 0.6
