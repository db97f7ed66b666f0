"""Every static file comes out as it went in, and small ones as small as can be."""

from __future__ import annotations

import brotli
import pytest

from config.pressing import LARGE, Press

LINES = b"".join(b"const value%d = %d;\n" % (n, n * 7919) for n in range(20_000))


@pytest.mark.parametrize(("size", "quality"), [(LARGE, 11), (LARGE + 1, 8)])
def test_pains_are_taken_with_small_files(size, quality):
    data = LINES[:size]
    pressed = Press.compress_brotli(data)
    assert brotli.decompress(pressed) == data
    assert pressed == brotli.compress(data, quality=quality)
