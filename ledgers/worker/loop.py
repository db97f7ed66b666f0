"""The worker: frees what others left, takes what is ready, one task at a time."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils.crypto import get_random_string

from . import bell, claims, timetable
from .parent import orphaned
from .running import run
from .terms import terms

log = logging.getLogger("ledgers.worker")
STOPS = (signal.SIGTERM, signal.SIGINT)
TURNS = 3
"""Every so many tasks the one is taken that has waited too long."""


class Worker:
    """One of any number, in this process or elsewhere: the database decides who takes what."""

    def __init__(self, parent: int = 0) -> None:
        self.name = f"{socket.gethostname()[:24]}:{os.getpid()}:{get_random_string(8)}"
        self._parent = parent
        self._stop = False
        self._bell: bell.Bell | None = None
        self._turn = 0
        self._planned = False

    def stop(self) -> None:
        """Comes home from the next checkpoint; safe in a signal handler."""
        self._stop = True
        if self._bell:
            self._bell.put(None)

    def stopping(self) -> bool:
        return self._stop or orphaned(self._parent)

    def run(self, once: bool = False) -> None:
        """Until it is stopped; or until nothing is ready, when it runs once."""
        with bell.hung() as self._bell:
            pause = terms().soonest
            while not self.stopping():
                if self._step(once):
                    pause = terms().soonest
                    continue
                if once:
                    return
                rang = bell.wait(self._bell, pause)
                pause = terms().soonest if rang else min(pause * 2, terms().idle)

    def _step(self, once: bool) -> bool:
        """Whether there was something to do. A database that is away is waited for."""
        try:
            if not connection.in_atomic_block:
                close_old_connections()
            self._look_after()
            claim = claims.take(self.name, self._turn % TURNS == 0)
            if claim:
                self._turn += 1
                run(claim, self.stopping)
            return claim is not None
        except (DatabaseError, InterfaceError) as error:
            if once:
                raise
            log.warning("worker %s: no database (%s)", self.name, type(error).__name__)
            connection.close()
            time.sleep(terms().soonest)
            return False

    def _look_after(self) -> None:
        """What workers do for all: others' fallen tasks, and the timetable."""
        if not self._planned:
            timetable.keep()
            self._planned = True
        claims.reap()
        timetable.fire()


@contextmanager
def signalled(worker: Worker) -> Iterator[None]:
    """A first SIGTERM or ^C stops at the next checkpoint, a second one at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ask(number: int, frame: FrameType | None) -> None:
        worker.stop()
        signal.signal(number, before[number] if number == signal.SIGINT else signal.SIG_DFL)

    before: dict[int, Any] = {number: signal.signal(number, ask) for number in STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
