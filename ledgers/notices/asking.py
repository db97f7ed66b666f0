"""Asking the worker to send: once, however many messages wait; the timetable asks every minute too."""

from __future__ import annotations

from importlib import import_module

from ..models import Lease
from ..worker import INTERACTIVE, enqueue

SENDING = "notices.send"


def ask_to_send() -> None:
    """In the caller's transaction. Whoever is asked already may miss this one; the next round will not."""
    if Lease.objects.filter(key=SENDING, open=True).exists():
        return
    task = import_module("ledgers.notices.sending").send
    enqueue(task, asked_by=None, unique=SENDING, priority=INTERACTIVE)
