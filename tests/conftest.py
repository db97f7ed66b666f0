"""One database for all tests: migrated and peopled once, kept as a file that every worker copies."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEPT = 4
"""Prepared databases that stay for the next run: of the sources before, of PostgreSQL."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-long", action="store_true", help="also what belongs to make test-long")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--run-long"):
        config.hook.pytest_deselected(
            items=[item for item in items if item.get_closest_marker("long")]
        )
        items[:] = [item for item in items if not item.get_closest_marker("long")]
        if "postgres" in os.environ.get("DATABASE_URL", ""):
            seldom = [item for item in items if item.get_closest_marker("seldom")]
            config.hook.pytest_deselected(items=seldom)
            items[:] = [item for item in items if not item.get_closest_marker("seldom")]
    items[:] = _in_good_company(items)


def _in_good_company(items: list[pytest.Item]) -> list[pytest.Item]:
    """Modules for two workers: one waits for a browser while the other reckons; small ones end it."""
    modules: dict[Path, list[pytest.Item]] = {}
    for item in items:
        modules.setdefault(item.path, []).append(item)
    ordered = sorted(modules.items(), key=lambda pair: -len(pair[1]))
    seen = [found for path, found in ordered if path.parent.name == "browser"]
    others = [found for path, found in ordered if path.parent.name != "browser"]
    others.sort(key=_sweeps)
    pairs = zip_longest(others, seen, fillvalue=[])
    return [item for pair in pairs for found in pair for item in found]


def _sweeps(items: list[pytest.Item]) -> bool:
    """Whether a test of the module empties the database when it ends: then nothing may follow."""
    marks = (item.get_closest_marker("django_db") for item in items)
    return any(mark is not None and mark.kwargs.get("transaction") for mark in marks)


def pytest_collection_finish() -> None:
    """Ten thousand tests and what they import stay to the end: no collection walks them again."""
    gc.set_threshold(20_000, 20, 50)
    gc.collect()
    gc.freeze()


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Nor what a module left in the caches: a third of the time went into looking through it."""
    if nextitem is None or nextitem.path != item.path:
        gc.collect()
        gc.freeze()


def _stamp() -> str:
    """What the prepared database depends on: migrations, templates, the world, the lock file."""
    digest = hashlib.sha256()
    files = [*ROOT.glob("site/**/migrations/*.py"), *ROOT.glob("templates/packs/**/*.yaml")]
    files += [*ROOT.glob("forms_catalog/**/*.py"), *ROOT.glob("ledgers/**/*.py")]
    files += [ROOT / "uv.lock", ROOT / "tests" / "people.py"]
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _prepared() -> Iterator[Path]:
    """The folder of what was prepared for these sources on this server; one of its workers at a time."""
    from django.db import connection

    base = Path(tempfile.gettempdir()) / f"tonghu-test-{os.getuid()}"
    base.mkdir(mode=0o700, exist_ok=True)
    there = json.dumps([connection.vendor, connection.settings_dict["HOST"]])
    server = hashlib.sha256(there.encode()).hexdigest()[:8]
    with (base / f"lock-{connection.vendor}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield base / (_stamp() + server)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    from django.conf import settings
    from django.db import connections

    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        name = str(Path(settings.VAR_DIR) / "test.sqlite3")
        connections["default"].settings_dict["TEST"]["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    from django.test.utils import setup_databases, teardown_databases

    from tests import people

    with django_db_blocker.unblock(), _prepared() as prepared:
        found = _copy_prepared(prepared)
        config = setup_databases(verbosity=0, interactive=False, keepdb=found)
        if not found:
            people.build()
            _keep_prepared(prepared)
    yield
    with django_db_blocker.unblock():
        teardown_databases(config, verbosity=0)
    from django.conf import settings

    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


def _copy_prepared(prepared: Path) -> bool:
    from django.conf import settings
    from django.db import connection

    if not (prepared / "done").exists():
        return False
    shutil.copy(prepared / "keyring.json", settings.KEYRING)
    if connection.vendor == "sqlite":
        shutil.copy(prepared / "test.sqlite3", Path(settings.VAR_DIR) / "test.sqlite3")
    else:
        _copy_database(prepared.name, connection.creation._get_test_db_name())
    return True


def _keep_prepared(prepared: Path) -> None:
    from django.conf import settings
    from django.db import connection

    half = Path(tempfile.mkdtemp(dir=prepared.parent))
    shutil.copy(settings.KEYRING, half / "keyring.json")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()  # a copy that is closed takes away every lock this process has on the file
    if connection.vendor == "sqlite":
        shutil.copy(Path(settings.VAR_DIR) / "test.sqlite3", half / "test.sqlite3")
    else:
        _copy_database(connection.settings_dict["NAME"], prepared.name)
    (half / "done").touch()
    half.rename(prepared)
    kept = sorted(prepared.parent.glob("*/done"), key=lambda done: done.stat().st_mtime)
    for done in kept[:-KEPT]:
        shutil.rmtree(done.parent, ignore_errors=True)


def _copy_database(source: str, target: str) -> None:
    """A second database of the same server: copying one is far quicker than migrating."""
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}"')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


@pytest.fixture(scope="session", autouse=True)
def _thawed_once() -> Iterator[None]:
    """The same bytes are the same bundle in every test, whatever primary key their edition has."""
    from forms_catalog import editions

    thaw = editions.thaw_bundle
    known = lru_cache(maxsize=64)(lambda text: thaw(json.loads(text)))
    editions.thaw_bundle = lambda data: known(json.dumps(data, ensure_ascii=False))
    yield
    editions.thaw_bundle = thaw


@pytest.fixture(autouse=True)
def _fresh_caches(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a process remembers of editions and ledgers does not outlive a test."""
    if request.node.get_closest_marker("django_db"):
        _forget()
    yield
    if request.node.get_closest_marker("django_db"):
        _forget()


@pytest.fixture(scope="session", autouse=True)
def _remembered() -> None:
    """What a process knows of the house is not read anew in the midst of a test on a slow machine."""
    from ledgers import registry
    from people import lookup

    registry.STALE_AFTER = lookup.TTL = 3600.0


def _forget() -> None:
    from django.core.cache import cache

    from forms_catalog import editions
    from forms_catalog.ports import ports
    from ledgers import registry, rows, sight, titles
    from ledgers.letters.house import thawed as letter_of
    from ledgers.notices.house import thawed as notice_of
    from ledgers.sealing import forget_keys

    editions.canonical.cache_clear()
    editions.bundle.cache_clear()
    editions.number.cache_clear()
    notice_of.cache_clear()
    letter_of.cache_clear()
    titles._words.cache_clear()
    rows.title_names.cache_clear()
    registry.forget()
    forget_keys()
    sight._former.cache_clear()
    cache.clear()
    if hasattr(ports.places, "expire"):
        ports.places.expire()


@pytest.fixture
def world(db: None) -> Any:
    from tests import people

    _forget()
    return people.world()
