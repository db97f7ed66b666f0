"""What a task holds in its hand while it runs: whose work it is, how far it is, whether to go on."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from django.db import OperationalError, connection

from .claims import Claim, Lost, keep

EVERY = 1.0
"""Seconds between two writings of the progress."""
LONGEST_CURSOR = 2000


class Stopped(BaseException):
    """Leaves the task at a checkpoint; a BaseException, so that no `except Exception` holds it up."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class Work:
    """One start of a task. `user` is who asked, as they are now; None when the house itself did."""

    def __init__(self, claim: Claim, user: Any, asked: Callable[[], bool]) -> None:
        self.id = str(claim.id)
        self.user = user
        self.cursor = claim.cursor
        self.done, self.total = claim.done, claim.total
        self._claim = claim
        self._asked = asked
        self._why = ""
        self._written = time.monotonic()

    def progress(self, done: int, total: int | None = None) -> None:
        """How much of how much; kept once a second, and whenever something else is."""
        self.done, self.total = done, self.total if total is None else total
        if time.monotonic() - self._written < EVERY:
            return
        try:
            self._keep()
        except OperationalError:
            if connection.in_atomic_block:
                raise

    def checkpoint(self, cursor: Any) -> None:
        """From here it goes on after whatever happens; in the transaction that wrote the rows.

        Leaves the task when the worker is to stop: outside a transaction after keeping the cursor,
        inside before, so that what the transaction wrote is undone with it.
        """
        if len(json.dumps(cursor)) > LONGEST_CURSOR:
            raise ValueError("a cursor is a few ids and numbers, not the work itself")
        within = connection.in_atomic_block
        if within or self._why in ("lost", "disabled"):
            self._leave()
        moved = {"attempts": 1} if cursor != self.cursor else {}
        self._keep(cursor=cursor, **moved)
        self.cursor = cursor
        if not within:
            self._leave()

    def stopped(self) -> bool:
        """Whether to come to a checkpoint soon, or simply return from what can be repeated."""
        return bool(self._why) or self._asked()

    def halt(self, why: str) -> None:
        """Called from the heartbeat: `lost` or `disabled`."""
        self._why = why

    def _leave(self) -> None:
        if self.stopped():
            raise Stopped(self._why or "asked")

    def _keep(self, **also: Any) -> None:
        try:
            keep(self._claim, done=self.done, total=self.total, **also)
        except Lost:
            raise Stopped("lost") from None
        self._written = time.monotonic()
