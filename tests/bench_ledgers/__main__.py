"""Runs every size on both databases, tells docs/benchmarks.md, fails when a limit is missed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

from tests import bench_docs

from . import ROOT, SIZES, sizes, telling


def main() -> int:
    found = {engine: [measured(engine, size) for size in sizes()] for engine in engines()}
    lines, held = telling.table(found)
    print("\n".join(lines))
    if sizes() == SIZES and len(found) == 2:
        bench_docs.put("ledgers", lines)
    return int(not held)


def engines() -> list[str]:
    """PostgreSQL where there is one to ask: .ci/bench.sh starts it."""
    return ["SQLite", *(["PostgreSQL"] if os.environ.get("BENCH_POSTGRES") else [])]


def measured(engine: str, size: int) -> dict[str, Any]:
    print(f"{engine}, {size:,}", file=sys.stderr, flush=True)
    with TemporaryDirectory() as folder, database(engine, size) as url:
        command = [sys.executable, "-m", "tests.bench_ledgers.run", folder, url, str(size)]
        said = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(said.stdout.splitlines()[-1]))


@contextmanager
def database(engine: str, size: int) -> Iterator[str]:
    """A new database for each size, gone afterwards; '' is SQLite in the run's own folder."""
    if engine == "SQLite":
        yield ""
        return
    import psycopg

    folder, name = os.environ["BENCH_POSTGRES"], f"bench_{size}"
    with psycopg.connect(host=folder, user="tonghu", dbname="tonghu", autocommit=True) as own:
        own.execute(f"CREATE DATABASE {name}")
        try:
            yield f"postgres://tonghu@/{name}?host={folder}"
        finally:
            own.execute(f"DROP DATABASE {name} WITH (FORCE)")


if __name__ == "__main__":
    raise SystemExit(main())
