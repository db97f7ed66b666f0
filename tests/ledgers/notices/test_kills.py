"""Senders and workers are killed at any moment: everything is sent, and what went twice says so."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from forms_catalog.models import Template
from ledgers import registry
from ledgers.models import Message
from ledgers.notices import tell
from tests.ledgers import registers
from tests.ledgers.tools import row
from tests.ledgers.worker.nursery import ROOT, environment, until

from .gateway import Gateway, gateway

pytestmark = pytest.mark.storage

SCRIPT = """
import os, signal, sys, time
import django
django.setup()
from django.core.management import call_command
from ledgers.notices import sending
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", flush=True)
for line in sys.stdin:
    parent = os.getpid()
    if (child := os.fork()) == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if line.strip() == "worker":
            call_command("worker", parent=parent)
            os._exit(0)
        while os.getppid() == parent:
            sending.run()
            time.sleep(0.02)
        os._exit(0)
    print(child, flush=True)
"""
BODY = {
    "kind": "notice",
    "id": "word",
    "title": "一句话",
    "ledger": "children",
    "format": 1,
    "to": ["village_director@record"],
    "channels": ["sms"],
    "text": "请看((name))",
}


class Senders:
    """A bare sender and a worker of the house; whoever is killed is followed by another like it."""

    def __init__(self, url: str, log: Path) -> None:
        settings = {"DJANGO_SETTINGS_MODULE": "tests.ledgers.notices.senders", "GATEWAY": url}
        self.mother = subprocess.Popen(
            [sys.executable, "-c", SCRIPT],
            cwd=ROOT,
            env=environment() | settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log.open("w"),
            text=True,
        )
        assert self.mother.stdout and self.mother.stdout.readline() == "ready\n", log.read_text()
        self.alive: dict[int, str] = {}

    def bear(self, kind: str) -> None:
        assert self.mother.stdin and self.mother.stdout
        self.mother.stdin.write(f"{kind}\n")
        self.mother.stdin.flush()
        self.alive[int(self.mother.stdout.readline())] = kind

    def kill(self, dice: random.Random) -> None:
        victim = dice.choice(list(self.alive))
        os.kill(victim, signal.SIGKILL)
        self.bear(self.alive.pop(victim))

    def end(self) -> None:
        for pid in self.alive:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.mother.kill()
        self.mother.communicate()


def told(number: int) -> set[str]:
    Template.objects.create(kind="notice", key="word", title="一句话", body=BODY, live=True)
    registry.forget()
    record = row(registers.dossier(3)).pk
    for about in range(number):
        tell("word", record=record, about=str(about))
    return set(_rows().values_list("key", flat=True))


def _rows():
    return Message.objects.unscoped("test").filter(notice="word")


def _over() -> bool:
    return not _rows().exclude(state="accepted").exists()


def _hunt(there: Gateway, kills: int, log: Path) -> None:
    dice, senders = random.Random(11), Senders(there.url, log)
    try:
        for kind in ("sender", "worker"):
            senders.bear(kind)
        for _ in range(kills):
            time.sleep(dice.uniform(0.05, 0.6))
            senders.kill(dice)
        assert until(_over, 600), dict(_rows().values_list("state", "problem"))
    finally:
        senders.end()


@pytest.mark.parametrize(
    ("number", "kills"), [(40, 4), pytest.param(2000, 30, marks=pytest.mark.long)]
)
def test_killed_at_any_moment(committed, tmp_path, number, kills):
    keys = told(number)
    assert len(keys) == number
    with gateway(yes=0.94, lost=0.03, error=0.03) as there:
        there.slow = 1.5  # longer than these senders wait
        _hunt(there, kills, tmp_path / "log")
    assert set(there.taken) == keys
    twice = {key for key, count in there.taken.items() if count > 1}
    unsure = set(_rows().filter(uncertain=True).values_list("key", flat=True))
    assert twice <= unsure
    assert len(unsure) <= kills + len(there.lost)
