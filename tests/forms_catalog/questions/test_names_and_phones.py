"""Names stay as they are written; numbers of telephones are digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.questions import TYPES, mask

from .tools import answer_of, ask, codes_of

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.characters(
    min_codepoint=0x20000, max_codepoint=0x2EBE0
)


@given(st.text(HAN, min_size=2, max_size=20))
def test_rare_characters_stay(name: str) -> None:
    assert answer_of("person_name", name) == name
    assert answer_of("person_name", " ".join(name)) == name


@pytest.mark.parametrize("dot", [*"•‧・･∙·", " · ", "．", "."])
def test_one_middle_dot(dot: str) -> None:
    assert answer_of("person_name", f"买买提{dot}艾力") == "买买提·艾力"


def test_counts_characters_not_bytes() -> None:
    assert codes_of("person_name", "𠮷" * 20) == []
    assert codes_of("person_name", "𠮷" * 21) == ["person-name.too-long"]
    assert codes_of("person_name", "Maria Fernanda de la Cruz Lopez") == []


def test_two_spellings_of_a_name_meet_in_the_index() -> None:
    normal = TYPES["person_name"].normal
    assert normal("Mary Jane") == normal("MARY  JANE") == normal("Ｍary Jane")


@given(st.integers(0, 10**10 - 1))
def test_every_mobile_number_is_taken(number: int) -> None:
    digits = f"1{number:010}"
    grouped = f"+86 {digits[:3]}-{digits[3:7]}-{digits[7:]}"
    assert answer_of("phone", digits) == answer_of("phone", grouped) == digits
    assert mask(ask("phone"), digits) == f"*******{digits[-4:]}"


def test_a_short_number_is_masked_whole() -> None:
    assert mask(ask("phone"), "110") == "****"


@given(st.text(max_size=30))
def test_no_text_breaks_a_parser(text: str) -> None:
    for type_ in ("person_name", "phone", "id_card", "address", "long_text", "geopoint", "yes_no"):
        if not codes_of(type_, text):
            answer = answer_of(type_, text)
            assert answer is None or answer_of(type_, answer) == answer
