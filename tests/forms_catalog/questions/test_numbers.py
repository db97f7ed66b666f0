"""Numbers have one spelling."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.questions import TYPES

from .tools import answer_of, codes_of

NUMBERS = st.decimals(-(10**7), 10**7, places=6, allow_nan=False, allow_infinity=False)


@given(NUMBERS)
def test_canonical_is_idempotent(number: Decimal) -> None:
    once = answer_of("decimal", format(number, "f"))
    assert answer_of("decimal", once) == once
    assert Decimal(once) == number
    assert "E" not in once
    assert not ("." in once and once.endswith("0"))


@given(NUMBERS)
def test_separators_and_width_change_nothing(number: Decimal) -> None:
    wide = f"{number:,f}".translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789,.-"})
    assert answer_of("decimal", wide) == answer_of("decimal", f"{number:f}")


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_integers_pass_through_any_door(number: int) -> None:
    typed = [number, str(number), f"{number:,}", float(number)]
    assert {answer_of("integer", raw) for raw in typed} == {number}


@given(st.text(alphabet="0123456789+-.,，。 e%²①半", max_size=20))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    for type_ in ("integer", "decimal", "money"):
        if codes_of(type_, text):
            continue
        answer = answer_of(type_, text)
        if answer is not None:
            assert Decimal(str(answer)).is_finite()
            assert answer_of(type_, answer) == answer


@pytest.mark.parametrize(
    ("raw", "slot"),
    [
        ("3.5", Decimal("3.5000")),
        ("0.00001", Decimal(0)),
        ("1" * 15, None),
        ("-0.12345", Decimal("-0.1234")),
    ],
)
def test_the_column_holds_what_fits(raw: str, slot: Decimal | None) -> None:
    assert TYPES["decimal"].slot(answer_of("decimal", raw)) == slot
