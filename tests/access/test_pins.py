"""Six digits that are refused, and why."""

from __future__ import annotations

import pytest

from people.access.pins import hashed, judge, typed_pin
from people.models import User

USER = User(username="990121104200", phone="139 0000 7351")

SHORT = ("", "12345", "1234567", "12a456", "一二三四五六")
EASY = (
    *("123456", "654321", "012345", "890123", "098765"),  # one after the other
    *("111111", "000000", "112211", "121212", "123123", "447744"),  # over and over
    *("890527", "760101", "270589", "052789", "000229", "198907", "201512"),  # birthdays
    *("104200", "990121", "007351"),  # account and telephone
)


@pytest.mark.parametrize("pin", SHORT)
def test_not_six_digits(pin: str) -> None:
    assert [problem.code for problem in judge(pin, pin, USER)] == ["pin.not-six-digits"]


@pytest.mark.parametrize("pin", EASY)
def test_easy_to_guess(pin: str) -> None:
    assert [problem.code for problem in judge(pin, pin, USER)] == ["pin.easy"]


@pytest.mark.parametrize("pin", ["395046", "739150", "884413", "190013", "900231"])
def test_good_enough(pin: str) -> None:
    assert judge(pin, pin, USER) == []
    assert [problem.code for problem in judge(pin, pin[::-1], USER)] == ["pin.differs"]


def test_most_numbers_are_left() -> None:
    left = sum(not judge(f"{n:06}", f"{n:06}", USER) for n in range(0, 1_000_000, 101))
    assert left > 0.85 * 1_000_000 / 101


def test_what_a_phone_makes_of_digits() -> None:
    assert typed_pin(" ３９５ 046") == "395046"


def test_only_a_hash_is_kept() -> None:
    assert "395046" not in hashed("395046") and hashed("395046") != hashed("395046")
