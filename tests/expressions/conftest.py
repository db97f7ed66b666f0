"""The browser's interpreter, one page for each module that asks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .javascript import JavaScript, opened


@pytest.fixture(scope="module")
def javascript() -> Iterator[JavaScript]:
    with opened() as found:
        yield found
