"""One database for all tests: migrated and peopled once, kept as a file that every worker copies."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-long", action="store_true", help="also what belongs to make test-long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--run-long"):
        return
    kept = [item for item in items if "long" not in item.keywords]
    config.hook.pytest_deselected(items=[item for item in items if "long" in item.keywords])
    items[:] = kept


def _stamp() -> str:
    """What the prepared database depends on: migrations, templates, the world, the lock file."""
    digest = hashlib.sha256()
    files = [*ROOT.glob("**/migrations/*.py"), *ROOT.glob("templates/packs/**/*.yaml")]
    files += [*ROOT.glob("forms_catalog/**/*.py"), *ROOT.glob("ledgers/**/*.py")]
    files += [ROOT / "uv.lock", ROOT / "tests" / "people.py"]
    for path in sorted(p for p in files if ".venv" not in p.parts):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _prepared() -> Path:
    folder = Path(tempfile.gettempdir()) / f"tonghu-test-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / _stamp()


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
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from tests import people

    prepared = _prepared()
    sqlite = connection.vendor == "sqlite"
    with django_db_blocker.unblock():
        found = sqlite and _copy_prepared(prepared)
        config = setup_databases(verbosity=0, interactive=False, keepdb=found)
        if not found:
            people.build()
            if sqlite:
                _keep_prepared(prepared)
    yield
    with django_db_blocker.unblock():
        teardown_databases(config, verbosity=0)
    from django.conf import settings

    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


def _copy_prepared(prepared: Path) -> bool:
    from django.conf import settings

    if not (prepared / "done").exists():
        return False
    for name in ("test.sqlite3", "keyring.json"):
        shutil.copy(prepared / name, Path(settings.VAR_DIR) / name)
    return True


def _keep_prepared(prepared: Path) -> None:
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    half = Path(tempfile.mkdtemp(dir=prepared.parent))
    for name in ("test.sqlite3", "keyring.json"):
        shutil.copy(Path(settings.VAR_DIR) / name, half / name)
    (half / "done").touch()
    for old in prepared.parent.iterdir():
        if old not in (prepared, half) and (old / "done").exists():
            shutil.rmtree(old, ignore_errors=True)
    try:
        half.rename(prepared)
    except OSError:
        shutil.rmtree(half, ignore_errors=True)


@pytest.fixture(autouse=True)
def _fresh_caches(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a process remembers of editions and ledgers does not outlive a test."""
    if request.node.get_closest_marker("django_db"):
        _forget()
    yield
    if request.node.get_closest_marker("django_db"):
        _forget()


def _forget() -> None:
    from django.core.cache import cache

    from forms_catalog import editions
    from forms_catalog.ports import ports
    from ledgers import registry, rows, titles
    from ledgers.sealing import forget_keys
    from ledgers.views import sight

    editions.canonical.cache_clear()
    editions.bundle.cache_clear()
    editions.number.cache_clear()
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
