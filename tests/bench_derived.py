"""The part of `make bench` that writes visits whose hubs count them, beside the same without counting.

Each run has a process and a house of its own and prints JSON: CPU seconds of one `accept_many` of
1,000 visits, to 300 hubs that have been visited before, or all to one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VISITS, HUBS, BEFORE = 1000, 300, 3000
LIMIT = 1.0
"""Seconds of CPU that derived columns may cost a thousand visits."""
FEW = """derived:
  visits: {label: 走访次数, from: visits, by: hub, take: count}
  seen: {from: visits, by: hub, take: exists, where: "${ok} = 'yes'"}
  last: {from: visits, by: hub, take: max(on), where: "${ok} = 'yes'"}
  mood: {from: visits, by: hub, take: latest(mood), where: "${_state} != 'DONE'"}
  urgent:
    label: 紧急
    calculation: if(${visits} > 1 and ${kind} = 'A', 'yes', 'no')
"""


def setup(folder: Path, what: str) -> Any:
    """An empty house, the little world in it, and who works there."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    folder.mkdir()
    os.environ |= {
        "TONGHU_VAR": str(folder),
        "TONGHU_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "tests.bench_settings",
    }
    import django

    django.setup()
    from demo import preparing
    from tests import people
    from tests.ledgers.derived import little

    preparing.prepare_house()
    people.build_land()
    derived = {
        "none": {"areas": "", "hubs": "", "visits": ""},
        "few": {"areas": "", "hubs": FEW, "visits": ""},
        "many": {},
    }
    little.use(folder / "pack", looks=False, **derived[what])
    return little.Little().worker


def sittings(worker: Any, hubs: list[str], number: int, first: int) -> Iterator[Any]:
    from ledgers.submission import Part
    from tests.ledgers.tools import sent

    for n in range(first, first + number):
        answers = {
            "hub": hubs[n % len(hubs)],
            "on": f"2026-0{n % 9 + 1}-{n % 27 + 1:02}",
            "ok": "yes" if n % 3 else "no",
            "cost": str(n % 40),
            "mood": "GMX"[n % 3],
        }
        yield sent(worker, Part("visits", answers))


def run(worker: Any, spread: bool) -> float:
    from ledgers.intake import accept_many
    from ledgers.submission import Part
    from tests.ledgers.tools import sent

    parts = [
        Part("hubs", {"name": f"站{n}", "kind": "AB"[n % 2], "size": "9"}) for n in range(HUBS)
    ]
    opened = accept_many([sent(worker, part) for part in parts])
    hubs = [result.records[0].uid for result in opened]
    accept_many(sittings(worker, hubs, BEFORE, 0))
    asked = list(sittings(worker, hubs if spread else hubs[:1], VISITS, BEFORE))
    start = time.process_time()
    results = accept_many(asked)
    took = time.process_time() - start
    assert all(result.ok for result in results), results[0].problems
    return took


def table() -> tuple[list[str], bool]:
    """The lines for docs/benchmarks.md, and whether the limit is kept."""
    lines = [
        "\n## Columns that follow\n",
        f"Seconds of CPU of one import of {VISITS:,} visits to {HUBS} hubs with {BEFORE:,} visits before,"
        " and what it takes more than without derived columns.\n",
        "| what | CPU s | more s | limit s |",
        "|---|---|---|---|",
    ]
    held = True
    for where in ("spread", "one"):
        plain = measured("none", where)
        words = "over all hubs" if where == "spread" else "all to one hub"
        lines.append(f"| {words}, nothing derived | {plain:.2f} | | |")
        for what, count in (
            ("few", "5 derived columns"),
            ("many", "22 derived columns, 3 ledgers"),
        ):
            took = measured(what, where)
            limit = f"{LIMIT:g}" if what == "few" else ""
            lines.append(f"| {words}, {count} | {took:.2f} | {took - plain:.2f} | {limit} |")
            held &= what != "few" or took - plain <= LIMIT
    return lines, held


def measured(what: str, where: str) -> float:
    """One run in a process of its own."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.bench_derived", folder, what, where]
        said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return float(json.loads(said.stdout.splitlines()[-1]))


def main() -> int:
    worker = setup(Path(sys.argv[1]) / "house", sys.argv[2])
    print(json.dumps(run(worker, sys.argv[3] == "spread")))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
