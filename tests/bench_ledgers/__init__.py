"""`make bench-ledgers`: ledgers in one table beside a typed table each, by size, on both databases."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
COUNTY = 12_866
SIZES = (COUNTY, 100_000, 1_000_000)
LEDGER = "children"
SAMPLES = 300
"""Records that the gate makes; the others are made after their pattern, past the gate."""
BESIDE = 4
"""One record of another ledger in the same table for every so many of the one that is measured."""


def sizes() -> tuple[int, ...]:
    """SIZES="12866 100000" asks for some; otherwise all."""
    asked = os.environ.get("SIZES", "").replace(",", " ").split()
    return tuple(map(int, asked)) or SIZES
