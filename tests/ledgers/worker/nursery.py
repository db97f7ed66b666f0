"""Worker processes as the house has them, forked from one that has loaded everything once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from forms_catalog import rendering
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", flush=True)
for line in sys.stdin:
    parent = os.getpid()
    if (child := os.fork()) == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        call_command("worker", parent=int(line.strip() or parent))
        os._exit(0)
    print(child, flush=True)
"""


def until(true: Callable[[], object], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return bool(true())


def environment(module: str = "quick") -> dict[str, str]:
    """A process of its own that works on the database of this test."""
    name = str(connection.settings_dict["NAME"])
    url = f"sqlite://{name}"
    if connection.vendor == "postgresql":
        there = connection.settings_dict
        url = f"postgres://{there['USER']}@/{name}?host={there['HOST']}"
    return os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": f"tests.ledgers.worker.{module}",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
        "TONGHU_VAR": str(settings.VAR_DIR),
        "PYTHONUNBUFFERED": "1",
    }


@dataclass
class Nursery:
    """Bears workers and tells their numbers."""

    mother: subprocess.Popen[str]
    children: list[int] = field(default_factory=list)

    def worker(self, parent: int | None = None) -> int:
        assert self.mother.stdin and self.mother.stdout
        self.mother.stdin.write(f"{parent or ''}\n")
        self.mother.stdin.flush()
        self.children.append(int(self.mother.stdout.readline()))
        return self.children[-1]

    def end(self) -> None:
        """No child outlives its test; the mother may serve the next one."""
        for pid in self.children:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until(lambda: not any(self.alive(pid) for pid in self.children), 10)
        self.children.clear()

    def signal(self, pid: int, number: int) -> None:
        os.kill(pid, number)

    def alive(self, pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        return True


@contextmanager
def nursery(log: Path, module: str = "quick") -> Iterator[Nursery]:
    with log.open("w") as file:
        mother = subprocess.Popen(
            [sys.executable, "-c", SCRIPT],
            cwd=ROOT,
            env=environment(module),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
        )
        made = Nursery(mother)
        try:
            assert mother.stdout and mother.stdout.readline() == "ready\n", log.read_text()
            yield made
        finally:
            made.end()
            mother.kill()
            mother.communicate()
