"""Numbers as files write them."""

from __future__ import annotations

import math


def number(text: str) -> str | int | float:
    """A number, whole where it is written so; what is none stays text."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        found = float(text)
    except ValueError:
        return text
    if not math.isfinite(found):
        return text
    return int(found) if found.is_integer() else found
