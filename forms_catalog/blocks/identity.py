"""How a block is known again: its id follows from the name of what it shows."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator

SPACE = uuid.UUID("6f0f2f6e-7d0c-5b0a-9a51-1f1b8c2f9d10")


def block_id(name: str, nth: int = 1) -> str:
    """The id of the nth block of this name; there is more than one only in a faulty draft."""
    return str(uuid.uuid5(SPACE, name if nth == 1 else f"{name}#{nth}"))


def ids_of(names: Iterable[str]) -> Iterator[str]:
    """The ids of blocks in order; those of one name are counted."""
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        yield block_id(name, seen[name])
