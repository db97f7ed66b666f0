"""Place paths: fixed-width base-36 segments, so that a place and all below is one range."""

from __future__ import annotations

import re

WIDTH = 4
DEPTH = 6
LENGTH = WIDTH * DEPTH
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST = 36**WIDTH - 2  # "ZZZZ" is never given away, so a range can always end at last + 1

_PATH = re.compile(rf"(?:[0-9A-Z]{{{WIDTH}}}){{1,{DEPTH}}}")


def segment(number: int) -> str:
    """1 -> "0001"."""
    if not 1 <= number <= MOST + 1:
        raise ValueError(f"no segment for {number}")
    out = ""
    for _ in range(WIDTH):
        number, digit = divmod(number, 36)
        out = DIGITS[digit] + out
    return out


def last_number(path: str) -> int:
    """The number of a place among the children of its parent."""
    return int(path[-WIDTH:], 36)


def child(path: str, number: int) -> str:
    """The path of the numbered child; the path '' stands above the roots."""
    if len(path) >= LENGTH or number > MOST:
        raise ValueError(f"no room below {path!r} for {number}")
    return path + segment(number)


def parent_of(path: str) -> str:
    return path[:-WIDTH]


def depth_of(path: str) -> int:
    return len(path) // WIDTH


def line_of(path: str) -> tuple[str, ...]:
    """From the root's path down to the path itself."""
    return tuple(path[:end] for end in range(WIDTH, len(path) + 1, WIDTH))


def lies_in(path: str, under: str) -> bool:
    """Whether `path` is the place `under` or lies below it; everything lies under ''."""
    return path.startswith(under)


def range_of(path: str) -> tuple[str, str]:
    """(a, b) such that exactly the place and all below it have `a <= path < b`.

    An empty or broken path is an error: nobody gets the whole tree by accident.
    """
    if not _PATH.fullmatch(path):
        raise ValueError(f"not a path: {path!r}")
    return path, parent_of(path) + segment(last_number(path) + 1)
