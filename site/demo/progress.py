"""How far a long step is: one line redrawn on a terminal, elsewhere a line every so often."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Protocol

OFTEN, SELDOM = 0.2, 10.0
"""Seconds between two lines: on a terminal, and elsewhere."""
SOON = 3.0
"""So long nothing is foretold."""


class Out(Protocol):
    """Where the line goes: a stream of Django's commands."""

    def write(self, msg: str = "", style_func: None = None, ending: str | None = None) -> None: ...
    def flush(self) -> None: ...
    def isatty(self) -> bool: ...


class Progress:
    """Tells of one step after another; `begin` names a step and says how much there is to do."""

    def __init__(self, out: Out | None, clock: Callable[[], float] = monotonic) -> None:
        self._out, self._clock = out, clock
        self._redraws = bool(out and out.isatty())
        self._drawn = False
        self.begin("", 0)

    def begin(self, words: str, total: int) -> None:
        self._words, self._total = words, total
        self._since = self._began = self._told = self._clock()
        self._skipped = self._fresh = 0

    def reach(self, skipped: int, fresh: int) -> None:
        """What was there before, which says nothing of how long the rest takes, and what is new."""
        self._skipped, self._fresh = skipped, fresh
        if not fresh:
            self._began = self._clock()
        if self._clock() - self._told >= (OFTEN if self._redraws else SELDOM):
            self._tell()

    def clear(self) -> None:
        """Makes room for what the step says when it is over."""
        if self._drawn and self._out:
            self._out.write("\r\x1b[K", ending="")
            self._drawn = False

    def _tell(self) -> None:
        self._told = self._clock()
        if self._out is None:
            return
        if self._redraws:
            self._out.write(f"\r{self.line()}\x1b[K", ending="")
            self._drawn = True
        else:
            self._out.write(self.line())
        self._out.flush()

    def line(self) -> str:
        now, done = self._clock(), self._skipped + self._fresh
        said = f"{self._words} {done:,}/{self._total:,} · 已用{duration(now - self._since)}"
        if self._fresh and now - self._began > SOON:
            left = (now - self._began) * (self._total - done) / self._fresh
            said += f" · 还要约{duration(left)}"
        return said


def duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}分{rest:02d}秒" if minutes else f"{rest}秒"
