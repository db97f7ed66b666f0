"""Keys that a test may turn: the file and what is known of it are put back afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from ledgers.chores import renewed_keys
from ledgers.models import KeyCheck
from ledgers.sealing import forget_keys, turning
from ledgers.worker import Status, enqueue, status
from tests.ledgers.worker.conftest import births, mother, office, quick

__all__ = ["births", "mother", "office", "quick"]  # the fixtures of real workers


@pytest.fixture
def at_once(monkeypatch: Any) -> None:
    """Neither pauses nor waiting."""
    monkeypatch.setattr(renewed_keys, "PAUSE", 0)
    monkeypatch.setattr(turning, "QUIET", turning.QUIET * 0)


@pytest.fixture
def ours(settings: Any) -> Iterator[Path]:
    """The real key file, for processes of their own."""
    path = Path(settings.KEYRING)
    whole = path.read_bytes()
    yield path
    path.write_bytes(whole)
    KeyCheck.objects.exclude(key_id__in=("s1", "i1")).delete()
    KeyCheck.objects.update(unused_since=None, retired_at=None)
    forget_keys()


@pytest.fixture
def renew(at_once: None) -> Callable[[], Status]:
    """The background does it now."""

    def run() -> Status:
        task = enqueue(renewed_keys.renewed_keys, asked_by=None, unique="keys")
        call_command("worker", "--once")
        found = status(task)
        assert found
        return found

    return run
