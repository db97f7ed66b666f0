"""The little world with duties in it, a clock that can be moved, ears instead of notices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ledgers.duties import telling
from tests.ledgers.derived.little import Little
from tests.ledgers.duties import world as made


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> made.Time:
    return made.Time(monkeypatch)


@pytest.fixture
def here(world: Any, time: made.Time, tmp_path: Path) -> Little:
    return made.use(tmp_path)


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> made.Words:
    found = made.Words()
    monkeypatch.setattr(telling, "tell", found)
    return found
