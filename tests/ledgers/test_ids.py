"""Record numbers survive being read aloud and typed again; outside identities grow with time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers.ids import ALPHABET, check_character, new_number, show_number, tidy_number, uuid7

bodies = st.text(ALPHABET, min_size=8, max_size=8)
whole = bodies.map(lambda body: body + check_character(body))


@given(whole)
def test_a_number_is_itself(number):
    assert tidy_number(number) == number
    assert tidy_number(show_number(number)) == number


@given(whole, st.integers(0, 8), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(number, place, other):
    wrong = number[:place] + other + number[place + 1 :]
    assert tidy_number(wrong) == (number if wrong == number else "")


@given(whole, st.integers(0, 8), st.integers(0, 8))
def test_two_that_changed_places_are_found(number, one, two):
    chars = list(number)
    chars[one], chars[two] = chars[two], chars[one]
    wrong = "".join(chars)
    assert tidy_number(wrong) == (number if wrong == number else "")


SPELLINGS = [
    lambda n: n.lower(),
    lambda n: f"  {n}\n",
    lambda n: " ".join(n),
    lambda n: "-".join((n[:4], n[4:8], n[8:])),
    lambda n: "－".join((n[:4], n[4:8], n[8:])),
    lambda n: "—".join((n[:4], n[4:8], n[8:])),
    lambda n: "–".join((n[:4], n[4:])),
    lambda n: "".join(chr(ord(c) + 0xFEE0) for c in n),
    lambda n: "　".join(n),
    lambda n: n.replace("0", "O").replace("1", "l"),
    lambda n: n.replace("0", "o").replace("1", "I").replace("2", "z"),
    lambda n: f"\u202a{n}\u202c\ufeff",
]


@pytest.mark.parametrize("spell", SPELLINGS)
def test_any_spelling(spell):
    for _ in range(20):
        number = new_number()
        assert tidy_number(spell(number)) == number


@given(st.text(max_size=14))
def test_other_text_is_no_number(text):
    found = tidy_number(text)
    assert found == "" or (len(found) == 9 and check_character(found[:8]) == found[8])


@pytest.mark.parametrize(
    "text", ["", "罗安", "990121201301110025", "12345678", "\x00" * 9, "1" * 10]
)
def test_no_numbers(text):
    assert tidy_number(text) == ""


def test_new_numbers_do_not_repeat():
    found = {new_number() for _ in range(20000)}
    assert len(found) == 20000
    assert all(len(number) == 9 and not set(number) & set("ILOUZ") for number in found)


def test_outside_identities():
    found = [uuid7() for _ in range(20000)]
    assert len(set(found)) == len(found)
    assert {(one.version, one.variant) for one in found} == {(7, "specified in RFC 4122")}
    stamps = [one.int >> 80 for one in found]
    assert stamps == sorted(stamps)
