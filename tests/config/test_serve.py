"""The parent of the house is tried as people meet it: real processes, real signals, a real port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

SETTINGS = """
import os
from pathlib import Path
from django.http import HttpResponse
from django.urls import path

SECRET_KEY = "tiny"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["config.apps.ConfigConfig"]
ROOT_URLCONF = __name__
USE_TZ = True
VAR_DIR = Path(__file__).parent
DEMO = "TINY_DEMO" in os.environ
urlpatterns = [
    path("", lambda request: HttpResponse("你好")),
    path("pid", lambda request: HttpResponse(str(os.getpid()))),
]
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(true: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return true()


@dataclass
class House:
    """One `manage.py serve` over a site of two pages, and every process that carries its mark."""

    folder: Path
    port: int = field(default_factory=free_port)
    mark: str = field(default_factory=lambda: f"SERVE_TEST={uuid.uuid4().hex}")
    parent: subprocess.Popen[str] | None = None

    def start(self, **extra: str) -> subprocess.Popen[str]:
        name, value = self.mark.split("=")
        port = ("--port", str(self.port))
        self.parent = subprocess.Popen(
            [sys.executable, "manage.py", "serve", *port, "--workers", "1"],
            cwd=ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "house_of_two_pages",
                "PYTHONPATH": str(self.folder),
                name: value,
            }
            | extra,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        return self.parent

    def up(self, **extra: str) -> subprocess.Popen[str]:
        """Started and answering; what the log said when it does not come to that."""
        parent = self.start(**extra)
        until(lambda: self.answers() or parent.poll() is not None)
        if not self.answers():
            parent.terminate()
            pytest.fail("\n".join(parent.communicate(timeout=20)))
        return parent

    def get(self, path: str = "") -> str:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://127.0.0.1:{self.port}/{path}", timeout=10) as answer:
            text: str = answer.read().decode()
            return text

    def answers(self) -> bool:
        try:
            return self.get() == "你好"
        except OSError:
            return False

    def family(self) -> list[int]:
        """Everything alive that was started here, however deep."""
        mark, found = self.mark.encode(), []
        for entry in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in entry.read_bytes().split(b"\0"):
                    found.append(int(entry.parent.name))
            except OSError:
                continue
        return found

    def gone(self) -> bool:
        return not self.family()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "house_of_two_pages.py").write_text(SETTINGS)
    house = House(tmp_path)
    yield house
    for pid in house.family():
        os.kill(pid, signal.SIGKILL)
    if house.parent:
        house.parent.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_requested_stop_is_clean(house: House, number: signal.Signals) -> None:
    parent = house.up(TINY_DEMO="1")
    assert len(house.family()) >= 3  # parent, server, worker
    parent.send_signal(number)
    said, log = parent.communicate(timeout=20)
    assert parent.returncode == 0
    assert house.gone()
    assert f"http://127.0.0.1:{house.port}/" in said
    assert "demo-accounts.txt" in said
    assert log.strip()
    assert all(line.startswith("[web] ") for line in log.splitlines())


def test_a_taken_port_is_refused_with_words(house: House) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", house.port))
        other.listen()
        parent = house.start()
        said, log = parent.communicate(timeout=30)
    assert parent.returncode == 1
    assert f"端口 {house.port} 已被占用" in log
    assert said == ""
    assert house.gone()


def test_no_demo_accounts_are_named_outside_the_demo(house: House) -> None:
    parent = house.up()
    parent.terminate()
    assert "demo-accounts" not in parent.communicate(timeout=20)[0]


def test_the_server_ends_when_the_parent_is_killed(house: House) -> None:
    parent = house.up()
    parent.kill()
    parent.wait()
    assert until(house.gone, 15)


def test_a_server_that_dies_ends_the_house(house: House) -> None:
    parent = house.up()
    worker = int(house.get("pid"))
    server = next(p for p in house.family() if p not in {worker, parent.pid})
    os.kill(server, signal.SIGKILL)
    log = parent.communicate(timeout=20)[1]
    assert parent.returncode == 1
    assert "web 自行退出" in log
    assert until(house.gone, 5)


def test_a_fallen_worker_is_replaced(house: House) -> None:
    parent = house.up()
    first = house.get("pid")
    os.kill(int(first), signal.SIGKILL)
    assert until(lambda: house.answers() and house.get("pid") != first)
    assert parent.poll() is None


STUBBORN = """
import signal, sys, time
from config.management.commands.serve import Crew, Part
deaf = "import signal as s, time; s.signal(15, s.SIG_IGN); print('deaf'); time.sleep(60)"
parts = [Part(name, (sys.executable, "-c", deaf)) for name in ("one", "two")]
sys.exit(3 if Crew(parts, sys.stderr.buffer, grace=0.5).run() else 0)
"""


def test_a_deaf_child_is_killed(house: House) -> None:
    name, value = house.mark.split("=")
    house.parent = parent = subprocess.Popen(
        [sys.executable, "-c", STUBBORN],
        env=os.environ | {"PYTHONPATH": str(ROOT / "site"), name: value},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert parent.stderr is not None
    lines = {parent.stderr.readline() for _ in range(2)}
    assert lines == {"[one] deaf\n", "[two] deaf\n"}
    parent.terminate()
    assert parent.wait(timeout=10) == 0
    assert house.gone()
