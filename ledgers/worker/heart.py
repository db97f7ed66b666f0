"""Keeps a lease alive beside the work, and notices what the work itself cannot."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.db import DatabaseError, InterfaceError, connection, connections

from .claims import Claim, Lost, keep
from .terms import terms
from .work import Work

log = logging.getLogger("ledgers.worker")


@contextmanager
def beating(claim: Claim, work: Work) -> Iterator[None]:
    """A heart for as long as the task runs."""
    if connection.in_atomic_block:  # a test's transaction: no other connection sees the row
        yield
        return
    heart = Heart(claim, work)
    heart.start()
    try:
        yield
    finally:
        heart.stop()


class Heart(threading.Thread):
    """Renews the lease every few seconds; without the database it gives up when the lease ends."""

    def __init__(self, claim: Claim, work: Work) -> None:
        super().__init__(name=f"heart of {claim.id}", daemon=True)
        self._claim = claim
        self._work = work
        self._end = threading.Event()
        self._last = time.monotonic()

    def run(self) -> None:
        pause = terms().heartbeat
        try:
            while not self._end.wait(pause):
                pause = terms().heartbeat if self._beat() else min(1, terms().heartbeat)
        finally:
            connections.close_all()

    def stop(self) -> None:
        self._end.set()
        self.join()

    def _beat(self) -> bool:
        try:
            keep(self._claim)
            if not self._welcome():
                self._work.halt("disabled")
        except Lost:
            self._work.halt("lost")
        except (DatabaseError, InterfaceError) as error:
            return self._missed(error)
        self._last = time.monotonic()
        return True

    def _missed(self, error: Exception) -> bool:
        log.warning("task %s: no heartbeat (%s)", self._claim.id, type(error).__name__)
        connection.close()
        if time.monotonic() - self._last > terms().lease:
            self._work.halt("lost")
        return False

    def _welcome(self) -> bool:
        """Whether who asked may still work here."""
        asker = self._claim.asked_by
        return asker is None or (get_user_model().objects.filter(pk=asker, is_active=True).exists())
