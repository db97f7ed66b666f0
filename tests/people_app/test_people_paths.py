"""Path arithmetic: a range holds a place and all below it, and nobody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.paths import DEPTH, MOST, child, last_number, line_of, parent_of, range_of, segment

numbers = st.one_of(st.integers(1, 40), st.integers(MOST - 40, MOST), st.integers(1, MOST))
paths = st.lists(numbers, min_size=1, max_size=DEPTH).map(
    lambda steps: "".join(segment(step) for step in steps)
)


@pytest.mark.parametrize(
    ("number", "text"), [(1, "0001"), (35, "000Z"), (36, "0010"), (36**4 - 1, "ZZZZ")]
)
def test_segment(number: int, text: str) -> None:
    assert segment(number) == text
    assert last_number("0001" + text) == number


@pytest.mark.parametrize("number", [0, -1, 36**4])
def test_no_segment(number: int) -> None:
    with pytest.raises(ValueError, match="no segment"):
        segment(number)


@pytest.mark.parametrize(
    ("path", "end"),
    [("0001", "0002"), ("000Z", "0010"), ("00010009", "0001000A"), ("0001ZZZY", "0001ZZZZ")],
)
def test_range(path: str, end: str) -> None:
    assert range_of(path) == (path, end)


@pytest.mark.parametrize("path", ["", "1", "00011", "000a", "0001-002", "0001" * 7, "0001\n"])
def test_no_range_of_a_broken_path(path: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        range_of(path)


def test_the_last_number_and_the_last_depth_are_refused() -> None:
    with pytest.raises(ValueError, match="no room"):
        child("0001", MOST + 1)
    with pytest.raises(ValueError, match="no room"):
        child("0001" * DEPTH, 1)


def test_line() -> None:
    assert line_of("000100020003") == ("0001", "00010002", "000100020003")
    assert line_of("") == ()
    assert parent_of("0001") == ""


@given(paths, st.lists(numbers, max_size=DEPTH))
def test_every_descendant_lies_in_the_range(path: str, steps: list[int]) -> None:
    below = (path + "".join(segment(step) for step in steps))[: 4 * DEPTH]
    start, end = range_of(path)
    assert start <= below < end


@given(paths, paths)
def test_the_range_is_exactly_the_prefix(path: str, other: str) -> None:
    start, end = range_of(path)
    assert (start <= other < end) == other.startswith(path)


@given(paths, st.integers(-3, 3), st.lists(numbers, max_size=2))
def test_near_neighbours_lie_outside(path: str, offset: int, steps: list[int]) -> None:
    number = last_number(path) + offset
    if offset == 0 or not 1 <= number <= MOST:
        return
    stranger = parent_of(path) + segment(number) + "".join(segment(step) for step in steps)
    start, end = range_of(path)
    assert not start <= stranger < end
