"""One size on one database, in a process and a house of its own; prints JSON."""

from __future__ import annotations

import json
import sys
import time
from itertools import islice
from pathlib import Path
from typing import Any

from . import SAMPLES


def main(folder: str, url: str, size: int) -> dict[str, Any]:
    from . import house as houses

    houses.setup(Path(folder), url)
    from ledgers.intake import accept_many

    from . import fill, native
    from .asked import Asking

    began = time.monotonic()
    house = houses.build(size)
    rest = houses.sittings(house)
    results = accept_many(islice(rest, SAMPLES))
    assert all(result.ok for result in results), next(r for r in results if not r.ok).problems
    tables = native.build(house.ledger)
    fill.fill(house, tables, size)
    _say(f"{size:,}: filled in {time.monotonic() - began:.0f} s")
    found: dict[str, Any] = {"slots": house.ledger.slots, "rows": []}
    for question in Asking(house, tables[0]).all():
        found["rows"].append(_asked(question))
    found["rows"] += _written(house, tables, rest)
    found["size"] = size
    return found


def _asked(question: Any) -> dict[str, Any]:
    """What is missed at first is measured longer before it is believed."""
    from .asked import replay, statements
    from .cpu import in_turns

    calls = [replay(statements(call)) for call in (*question.natives, question.ours)]
    *natives, ours = in_turns(calls)
    if ours > question.limit * min(natives):
        *natives, ours = in_turns(calls, seconds=10)
    return _row(question.words, min(natives), ours, question.limit)


def _written(house: Any, tables: Any, rest: Any) -> list[dict[str, Any]]:
    from .asked import SCOPED
    from .writes import Writing

    writing = Writing(house, tables, rest)
    made = _row("create, with its change", *writing.creating(), SCOPED)
    changed = _row("update, with its change", *writing.updating(), SCOPED)
    gate = [_row(f"the whole gate: {what}", 0.0, writing.whole(what), 0.0) for what in writing.gate]
    follows = [
        _row(f"duties and messages beside: {what}", 0.0, writing.besides(what), 0.0)
        for what in writing.full
    ]
    return [made, changed, *follows, *gate]


def _row(words: str, native: float, ours: float, limit: float) -> dict[str, Any]:
    ratio = f"{ours / native:.2f}" if native else ""
    _say(f"  {words}: {native:.2f} -> {ours:.2f} ms {ratio}")
    return {"words": words, "native": native, "ours": ours, "limit": limit}


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
