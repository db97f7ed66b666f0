"""How far a long step is: a line redrawn where one looks, else one now and then, never too many."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management.base import OutputWrapper

from demo.progress import Progress, duration


class Clock:
    """Time that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def run(stream: StringIO, chunks: int, seconds: float, skipped: int = 0) -> Progress:
    clock = Clock()
    progress = Progress(OutputWrapper(stream), clock)
    progress.begin("儿童", 1_000 * chunks)
    for number in range(1, skipped + 1):
        clock.now += seconds
        progress.reach(1_000 * number, 0)
    for number in range(1, chunks - skipped + 1):
        clock.now += seconds
        progress.reach(1_000 * skipped, 1_000 * number)
    return progress


def test_elsewhere_a_line_every_ten_seconds() -> None:
    out = StringIO()
    run(out, chunks=30, seconds=4)
    lines = out.getvalue().splitlines()
    assert len(lines) == 10
    assert lines[0] == "儿童 3,000/30,000 · 已用12秒 · 还要约1分48秒"
    assert lines[-1].startswith("儿童 30,000/30,000")


def test_on_a_terminal_one_line_is_redrawn_and_cleared() -> None:
    out = Terminal()
    progress = run(out, chunks=5, seconds=1)
    assert "\n" not in out.getvalue()
    assert out.getvalue().count("\r儿童") == 5
    progress.clear()
    assert out.getvalue().endswith("\r\x1b[K")
    said = out.getvalue()
    progress.clear()
    assert out.getvalue() == said


def test_what_was_there_before_foretells_nothing() -> None:
    out = StringIO()
    run(out, chunks=10, seconds=10, skipped=8)
    assert "8,000/10,000 · 已用1分20秒\n" in out.getvalue()
    assert "9,000/10,000 · 已用1分30秒 · 还要约10秒" in out.getvalue()


def test_nobody_is_told_when_nobody_asks() -> None:
    progress = Progress(None, Clock())
    progress.begin("儿童", 2)
    progress.reach(1, 1)
    progress.clear()
    assert progress.line() == "儿童 2/2 · 已用0秒"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "0秒"), (59.4, "59秒"), (60, "1分00秒"), (3_725, "62分05秒")]
)
def test_durations_are_read_as_said(seconds: float, words: str) -> None:
    assert duration(seconds) == words
