"""The part of `make bench` that brings a county in and takes it out again, each beside a control.

Each run has a process and a house of its own, so that its memory is its own, and prints JSON.
In: 12,866 sittings of two records through the gate, a hundred at a time; each hundred is then written
once more, into a database of the same shape, by nothing but `bulk_create` of the rows that the gate
made. Out: the county as a sheet; beside it the writer of sheets alone with the same cells.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import batched
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CHUNK = 100
LEDGERS = {
    "children": "the dossiers as a sheet",
    "left_behind": "the registrations as a sheet, each with its dossier",
}
LIMIT_IN, LIMIT_OUT, LIMIT_MEMORY = 3.0, 2.0, 400
SIZE = os.environ.get("TONGHU_BENCH_ROWS", "")


def setup(folder: Path) -> tuple[Any, int]:
    """An empty house with one officer, and its copy for the control."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    folder.mkdir()
    os.environ |= {
        "TONGHU_VAR": str(folder),
        "TONGHU_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "tests.bench_intake_settings",
    }
    import django

    django.setup()
    from django.db import connection

    from demo import loading, preparing
    from ledgers.registry import forget

    preparing.prepare_house()
    preparing.apply_pack()
    loading.load_county()
    loading.load_schools("M")
    forget()
    found = officer()
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM INTO '{folder / 'control.sqlite3'}'")
    return found


def officer() -> tuple[Any, int]:
    """One person who may register anywhere in the county, as an office that takes over a register does."""
    from people.models import Place, Post, User

    user = User.objects.create_user("bench", password=None)
    post = Post.objects.create(
        user=user,
        role="village_director",
        place=Place.objects.get(level="county"),
        since=date(2026, 1, 1),
    )
    return user, post.pk


class Clock:
    """CPU seconds of this process that calls have taken."""

    def __init__(self) -> None:
        self.total = 0.0

    def time[T](self, call: Callable[[], T]) -> T:
        start = time.process_time()
        try:
            return call()
        finally:
            self.total += time.process_time() - start


def sittings(actor: Any, post: int) -> Iterator[Any]:
    """The county's registrations, all by the same hand; forty columns and more of the two forms."""
    from demo import loading

    for number, sitting in enumerate(loading.submissions("M")):
        if SIZE and number >= int(SIZE):
            return
        yield replace(sitting, actor=actor, post=post)


def bring_in(given: Iterator[Any], onto: bool) -> dict[str, float]:
    """CPU of the gate and of bare writing; `onto` has every dossier stand before its row comes."""
    from ledgers.intake import accept_many

    gate, bare = Clock(), Clock()
    rows = columns = 0
    for chunk in batched(given, CHUNK):
        chunk = standing(chunk) if onto else chunk
        results = gate.time(lambda chunk=chunk: accept_many(chunk))
        assert all(result.ok for result in results), results[0].problems
        if not onto:
            write_bare(bare, [item.key for item in chunk])
        rows += len(chunk)
        columns = max(columns, *(sum(len(part.answers) for part in item.parts) for item in chunk))
    return {"rows": rows, "columns": columns, "gate": gate.total, "bare": bare.total}


def standing(chunk: Sequence[Any]) -> Sequence[Any]:
    """The same rows where the dossiers stand already; each row tells a new address."""
    from ledgers.intake import accept_many

    first = [replace(i, key=f"{i.key}-child", parts=i.parts[:1]) for i in chunk]
    results = accept_many(first)
    assert all(result.ok for result in results), results[0].problems
    return [_onto(item, result) for item, result in zip(chunk, results, strict=True)]


def _onto(item: Any, result: Any) -> Any:
    child, registration = item.parts
    answers = {**child.answers, "residence_detail": "河湾组新房"}
    known = replace(child, record=result.records[0].uid, action="update", answers=answers)
    return replace(item, parts=(known, registration))


def take_out(user: Any) -> dict[str, float]:
    """CPU of the county as a sheet, masked as this person sees it, and of the same cells alone."""
    from ledgers.exchange import giving

    giving._levels = _all_levels  # no shipped role takes a county along unasked
    found: dict[str, float] = {}
    for key in LEDGERS:
        found[key], _ = exported(user, key)
        found["memory"] = memory()  # the control holds all its cells, which nothing of ours does
    for key in LEDGERS:
        found[key], found[f"{key} alone"] = exported(user, key, control=True)
    return found


def exported(user: Any, key: str, control: bool = False) -> tuple[float, float]:
    from forms_catalog.exchange.writing import write_xlsx
    from ledgers.exchange.giving import Giving
    from ledgers.registry import live

    book = live(key)
    assert book
    whole, alone = Clock(), Clock()
    with TemporaryFile() as file:
        whole.time(lambda: Giving(user, book).write_xlsx(file))
    if control:
        giving = Giving(user, book)
        made = [replace(page, rows=list(page.rows)) for page in giving.pages()]
        with TemporaryFile() as file:
            alone.time(lambda: write_xlsx(made, file, giving.mark))
    return whole.total, alone.total


def memory() -> float:
    """The most that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _all_levels(user: Any, ledger: Any) -> Iterator[tuple[str, str]]:
    from ledgers.scope import reach

    for post in reach(user).posts:
        yield post.place_path, "yes"


def write_bare(clock: Clock, keys: Sequence[str]) -> None:
    """The rows that the gate has just written, again, as Django writes rows."""
    from django.db import transaction

    from ledgers.models import BlindIndex, Change, Link, Record, Submission

    sent = list(Submission.objects.filter(key__in=keys))
    changes = list(Change.objects.unscoped("the control").filter(submission__in=sent))
    ids = [change.record_id for change in changes]
    records = list(Record.objects.unscoped("the control").filter(pk__in=ids))
    links = list(Link.objects.unscoped("the control").filter(source__in=ids))
    index = list(BlindIndex.objects.filter(record__in=ids))
    with transaction.atomic(using="control"):
        Submission.objects.using("control").bulk_create(sent)
        start = time.process_time()
        for model, found in ((Record, records), (Change, changes), (Link, links)):
            model.objects.using("control").bulk_create(found)
        BlindIndex.objects.using("control").bulk_create(index)
        clock.total += time.process_time() - start
        before = time.process_time()
    clock.total += time.process_time() - before


def table() -> tuple[list[str], bool]:
    """The lines for docs/benchmarks.md, and whether every limit is kept."""
    new, onto = measured("new"), measured("onto")
    rows, bare = new["rows"], new["bare"]
    memory = max(new["memory"], onto["memory"])
    found = [
        ("rows of two records, both new", new["gate"], bare, LIMIT_IN),
        ("the same onto dossiers that stand", onto["gate"], bare, 0),
        *((words, new[key], new[f"{key} alone"], LIMIT_OUT) for key, words in LEDGERS.items()),
    ]
    lines = [
        "\n## A county in and out\n",
        f"Seconds of CPU for {rows:,.0f} rows of up to {new['columns']:.0f} answers, in a process of its"
        " own. In: `accept_many`; the control is a bare `bulk_create` of the same records, changes,"
        " links and index rows. Out: an .xlsx, masked; the control is the writer of"
        f" sheets with the same cells ready. Most memory at any time: {memory:.0f} MB (limit"
        f" {LIMIT_MEMORY}).\n",
        "| what | CPU s | control s | ratio | limit |",
        "|---|---|---|---|---|",
    ]
    for what, took, control, limit in found:
        most = f"{limit:g} x" if limit else ""
        lines.append(f"| {what} | {took:.1f} | {control:.1f} | {took / control:.1f} x | {most} |")
    held = all(not limit or took <= limit * control for _, took, control, limit in found)
    return lines, held and memory <= LIMIT_MEMORY


def measured(what: str) -> dict[str, float]:
    """One run in a process of its own."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.bench_intake", folder, what]
        said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return dict(json.loads(said.stdout.splitlines()[-1]))


def main() -> int:
    folder, what = Path(sys.argv[1]) / "house", sys.argv[2]
    user, post = setup(folder)
    found = bring_in(sittings(user, post), onto=what == "onto")
    found |= take_out(user) if what == "new" else {"memory": memory()}
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
