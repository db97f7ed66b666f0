"""`manage.py serve` brings a worker, starts a fallen one anew, and leaves none behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid

import pytest

from config.management.commands import serve
from ledgers.worker import enqueue
from tests.config.test_serve import House, free_port

from . import jobs
from .nursery import ROOT, environment, until
from .test_together import asker, once_each, over

pytestmark = pytest.mark.storage


def workers(house):
    """Those that have come as far as Django."""
    found = []
    for pid in house.family():
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            if b"worker" in file.read().split(b"\0"):
                found.append(pid)
    return found


@pytest.fixture
def house(office, tmp_path):
    mark = f"SERVE_TEST={uuid.uuid4().hex}"
    made = House(tmp_path, free_port(), mark)
    name, value = mark.split("=")
    log = (tmp_path / "serve.log").open("wb")
    made.parent = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(made.port), "--workers", "1"],
        cwd=ROOT,
        env=environment() | {name: value},
        stdout=log,
        stderr=log,
    )
    yield made
    for pid in made.family():
        os.kill(pid, signal.SIGKILL)
    made.parent.wait()
    log.close()


def test_a_worker_beside_the_server(office, house):
    first = enqueue(jobs.count, 3, asked_by=asker(office))
    assert until(over(first), 120)
    once_each(first, 3)
    (fallen,) = workers(house)
    os.kill(fallen, signal.SIGKILL)
    second = enqueue(jobs.count, 3, asked_by=asker(office))
    assert until(over(second), 120)
    assert workers(house) != [fallen]
    assert house.parent.poll() is None
    house.parent.terminate()
    assert house.parent.wait(30) == 0
    assert until(house.gone, 10)
    log = (house.folder / "serve.log").read_text()
    assert "[worker] 自行退出（代码 -9）" in log
    assert second in log  # one log of the house, by ids


@pytest.mark.parametrize(("word", "wanted"), [("0", False), ("1", True), ("", True)])
def test_it_may_be_left_out(word, wanted, monkeypatch):
    monkeypatch.setenv("WORKER", word)
    assert serve.has_worker() is wanted


def test_what_falls_at_once_rests_longer_each_time():
    fall, rests = serve.Fall(), []
    for _ in range(6):
        assert fall.noted(100.0) and not fall.noted(100.0)
        rests.append(fall.rest)
        assert not fall.rested(100.0)
        assert fall.rested(100.0 + fall.rest)
    assert rests == [1, 2, 4, 8, 15, 15]
    assert fall.noted(1000.0) and fall.rest == 1
