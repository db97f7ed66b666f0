"""What was measured as tables, and whether every limit is kept, the growing with size among them."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from . import COUNTY

SLACK = 1.25
"""How far a time may outgrow its size: what is measured twice differs by as much."""
type Found = Mapping[str, Sequence[Mapping[str, Any]]]


def table(found: Found) -> tuple[list[str], bool]:
    """The lines, and whether everything held."""
    lines = [
        "## Ledgers in one table\n",
        "Made by `make bench-ledgers`. CPU milliseconds of client and database together (not wall time),"
        " medians in turns: of a typed table with the indexes that somebody would give it who has this"
        " one ledger only -> of the one table of all ledgers (x how many times as long). The same"
        " records in both, a quarter more of another ledger in ours. Reading is the statements that the"
        " product sends for it; writing what it sends for one sitting, with the commit, duties and messages"
        " that follow counted apart: a typed table has none. A ratio above the"
        f" limit makes the run fail, and so does a time that grows faster than the size. {_machine()}\n",
    ]
    missed: list[str] = []
    for engine, sizes in found.items():
        lines += [*_heads(engine, sizes), *_lines(engine, sizes, missed), ""]
    lines += [f"- missed: {words}" for words in missed]
    return lines, not missed


def _heads(engine: str, sizes: Sequence[Mapping[str, Any]]) -> list[str]:
    heads = " | ".join(f"{found['size']:,}" for found in sizes)
    return [f"| {engine} | {heads} | limit |", f"|---|{'---|' * len(sizes)}---|"]


def _lines(engine: str, sizes: Sequence[Mapping[str, Any]], missed: list[str]) -> Iterator[str]:
    rows = [{row["words"]: row for row in found["rows"]} for found in sizes]
    for words in dict.fromkeys(words for found in rows for words in found):
        cells = [_cell(found.get(words)) for found in rows]
        limit = next(found[words]["limit"] for found in rows if words in found)
        yield f"| {words} | {' | '.join(cells)} | {f'{limit:g} x' if limit else ''} |"
        missed += _over(f"{engine}, {words}", words, sizes, rows)


def _cell(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return ""
    if not row["native"]:
        return f"{row['ours']:.1f}"
    return f"{row['native']:.2f} -> {row['ours']:.2f} ({row['ours'] / row['native']:.2f})"


def _over(where: str, words: str, sizes: Any, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A county that is the whole ledger is asked for otherwise than one that is a part of it."""
    before: tuple[int, float] | None = None
    for found, of in zip(sizes, rows, strict=True):
        row = of.get(words)
        if row is None:
            continue
        if row["limit"] and row["ours"] > row["limit"] * row["native"]:
            yield f"{where}, {found['size']:,}: {row['ours'] / row['native']:.2f} x"
        if before and row["ours"] > before[1] * found["size"] / before[0] * SLACK:
            yield f"{where}, {found['size']:,}: grows faster than the ledger"
        whole = found["size"] == COUNTY and "county" in words
        before = None if whole else (found["size"], row["ours"])


def _machine() -> str:
    cpus = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    name = cpus[0].split(":")[1].strip() if cpus else platform.machine()
    return (
        f"{name}, {len(cpus)} cores; Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
        " (WAL, FULL), PostgreSQL without parallel workers."
    )
