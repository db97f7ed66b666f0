"""Duties in boxes: spans as a number and a unit, days of the year, what no box can say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from forms_catalog.blocks.ledgers import page_block, page_from_block, page_to_block
from forms_catalog.definition import Dense, Duty, Ledger, Remind, Resolved, Row
from forms_catalog.editing.facets import EMPTY
from tests.forms_catalog.test_blocks_ledgers import page, typed

DUTY = Duty(
    name="go",
    label="去看看",
    who="worker",
    every="7d",
    resolved_by=Resolved(where="${ok} = 'yes'", ledger="visits", by="hub"),
)


def back(ledger: Ledger, **boxes: str) -> Duty:
    value = page("duties", ledger, **{f"duties__0__value__{k}": v for k, v in boxes.items()})
    return page_from_block(value, "duties", {"duties": {"go"}}).duties[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"every": "2w", "dense": Dense(periods=("忙季",), every="3d")},
        {"every": ("03-15", "09-15"), "due": "10d", "grace": "1wd"},
        {"every": "", "due": "${on} + 3", "from_": "${on}", "times": 2},
        {"every": "", "due": (Row(when="${kind} = 'A'", then="60min"), Row(then="24h"))},
        {"resolved_by": Resolved(where="${ok} = 'yes'"), "remind": (Remind(before="3d"),)},
    ],
)
def test_boxes_and_back(changes: dict[str, Any]) -> None:
    ledger = replace(EMPTY, duties=(replace(DUTY, **changes),))
    block = page_block("duties")
    found = page_from_block(typed(block, page_to_block(ledger, "duties")), "duties")
    assert found.duties == ledger.duties


def test_a_number_and_a_unit() -> None:
    ledger = replace(EMPTY, duties=(DUTY,))
    assert back(ledger, every="10").every == "10d"
    assert back(ledger, every="2", every_unit="mo").every == "2mo"
    assert back(ledger, every="", every_dates="03-15，09-15").every == ("03-15", "09-15")
    assert back(ledger, every="", due="5", due_unit="wd").due == "5wd"
