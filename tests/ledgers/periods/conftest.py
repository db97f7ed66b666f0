"""Gardens under a clock that a test turns."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ledgers.gardens import Clock, Gardens, open_gardens


@pytest.fixture
def gardens(world: Any, monkeypatch: Any) -> Gardens:
    clock = Clock(monkeypatch)
    return Gardens(open_gardens(), clock)
