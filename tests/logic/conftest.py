"""The browser's half of the logic, one page for each module that asks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .javascript import Pages, opened


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    with opened() as found:
        yield found
