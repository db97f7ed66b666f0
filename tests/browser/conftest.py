"""A house of its own for every worker: made once, copied, served by `manage.py serve`, closed at the end."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.chromium import running
from tests.conftest import ROOT, _stamp

from .acting import Acting, House
from .hands import Hands


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _environment(var: Path, **more: str) -> dict[str, str]:
    ours = {"TONGHU_VAR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings"}
    ours["TONGHU_TWO_FACTORS"] = "0"  # people of these tests administer with a password alone
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TONGHU_", "DATABASE_URL"))}
    mark = {k: v for k, v in os.environ.items() if k == "TONGHU_TEST_RUN"}  # what stays is swept
    return kept | mark | ours | more


def made() -> Path:
    """The house as it was made from these sources, kept for the next run and other workers."""
    base = Path(tempfile.gettempdir()) / f"tonghu-browser-{os.getuid()}"
    base.mkdir(mode=0o700, exist_ok=True)
    with (base / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (base / "stamp").exists() or (base / "stamp").read_text() != _sources():
            _make(base)
        copy = Path(tempfile.mkdtemp(prefix="house-", dir=base))
        shutil.copytree(base / "var", copy, dirs_exist_ok=True, copy_function=_copy)
    return copy


def _sources() -> str:
    files = [*ROOT.glob("site/portal/**/*"), *ROOT.glob("site/config/**/*.py")]
    files += ROOT.glob("*/static/**/*")
    files += [Path(__file__).with_name("making.py"), ROOT / "tests" / "ledgers" / "forms.py"]
    files += [ROOT / "tests" / "forms_catalog" / name for name in ("large.py", "nested.py")]
    digest = hashlib.sha256(_stamp().encode())
    for path in sorted(files):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _make(base: Path) -> None:
    var = base / "var"
    for stale in [base / "stamp", *var.glob("tonghu.sqlite3*"), var / "keyring.json"]:
        stale.unlink(missing_ok=True)
    made = subprocess.run(
        [sys.executable, "-m", "tests.browser.making"],
        cwd=ROOT,
        env=_environment(var),
        check=True,
        stdout=subprocess.PIPE,
    )
    (var / "facts.json").write_bytes(made.stdout)
    (base / "stamp").write_text(_sources())


def _copy(source: str, target: str) -> None:
    """Static files are many and never written to again: a second name for each will do."""
    if "/static/" in source:
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(var: Path, **more: str) -> Iterator[House]:
    """The house of this folder, served until the end; then the folder goes."""
    port = _free_port()
    environment = _environment(var, **more)
    hands = Hands(environment)
    with (var / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "1"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        facts = json.loads((var / "facts.json").read_text())
        found = House(f"http://127.0.0.1:{port}", var, facts, hands)
        found.wait(server)
        yield found
    finally:
        hands.end()
        server.terminate()
        server.wait(60)
        shutil.rmtree(var, ignore_errors=True)


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    with serving(made()) as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Per module, because a running Playwright forbids the other tests their database."""
    with running() as browser:
        yield browser


@pytest.fixture
def act(house: House, chromium: Browser) -> Iterator[Acting]:
    acting = Acting(house, chromium)
    yield acting
    acting.end()
