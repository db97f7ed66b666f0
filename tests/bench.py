"""`make bench`: CPU of the server's pages beside a page that only says hello, in the same run.

Figures are milliseconds of this process's CPU. The pages take turns, so that what else the machine
does meets all of them alike, and the lower quartile is told, which it meets least.
Writes docs/benchmarks.md. The county of 12,866 is kept between runs in a folder of its own.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from itertools import batched
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("TONGHU_BENCH", Path(tempfile.gettempdir()) / "tonghu-bench"))
TOWN = "枫树坪镇"
ROUNDS = 60


def setup() -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    FOLDER.mkdir(exist_ok=True)
    os.environ["TONGHU_VAR"] = str(FOLDER)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench_settings"
    import django

    django.setup()


def load() -> int:
    """Loads the whole county once; gives how many children are there."""
    from demo import loading, preparing
    from ledgers.intake import accept_many
    from ledgers.models import Record
    from ledgers.registry import forget, live

    preparing.prepare_house()
    preparing.apply_pack()
    loading.load_county()
    loading.load_schools("M")
    forget()
    book = live("children")
    assert book
    rows = Record.objects.unscoped("how much is there").filter(ledger=book.id)
    if rows.count() < 12_866:
        for chunk in batched(loading.submissions("M"), 100):
            results = accept_many(chunk)
            assert all(result.ok for result in results), results[0].problems
    return rows.count()


def in_turns(calls: list[Callable[[], object]]) -> list[float]:
    """CPU milliseconds of each call, the lower quartile of ROUNDS, after three for warming up."""
    times: list[list[float]] = [[] for _ in calls]
    for turn in range(ROUNDS + 3):
        for call, taken in zip(calls, times, strict=True):
            start = time.process_time()
            call()
            if turn >= 3:
                taken.append((time.process_time() - start) * 1000)
    return [quartile(taken) for taken in times]


def quartile(times: list[float]) -> float:
    return statistics.quantiles(times, n=4)[0]


def pages() -> Iterator[tuple[str, float, float]]:
    """(what, limit, measured) of every page; the limit of hello is none (0)."""
    from django.test import Client

    from ledgers.drafts import Drafts
    from ledgers.models import Record
    from ledgers.registry import live
    from people.models import Place, Post

    town = Place.objects.get(name=TOWN)
    supervisor = Post.objects.get(place=town, role="child_supervisor").user
    village = Place.objects.filter(parent=town, level="village").first()
    director = Post.objects.get(place=village, role="village_director").user

    def get(user: object, path: str) -> Callable[[], object]:
        browser = Client()
        browser.force_login(user, "django.contrib.auth.backends.ModelBackend")

        def call() -> object:
            response = browser.get(path)
            assert response.status_code == 200, (path, response.status_code)
            return response.content

        return call

    def step(user: object) -> tuple[Callable[[], object], Callable[[], object]]:
        """A page of a draft: shown, and posted to be kept and judged."""
        browser, key = Client(), uuid.uuid4()
        browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
        typed = {"name": "罗安", "household_reg": "N", "sex": "2", "key": key.hex}
        typed |= {"birth_date-y": "2013", "birth_date-m": "1", "birth_date-d": "11"}
        begun = browser.post("/ledgers/left_behind/new/pages/", typed)
        assert begun.status_code == 302, begun.status_code
        page = f"/drafts/{key}/identity-1/"

        def post() -> object:
            response = browser.post(page, typed)
            assert response.status_code == 302, response.status_code
            return response

        return lambda: browser.get(page).content, post

    book, parent = live("left_behind"), live("children")
    assert book and parent
    row = Record.objects.visible_to(director, parent).first()
    shown, posted = step(director)
    asked = [
        ("hello (same stack, signed in)", 0, get(supervisor, "/bench/hello/")),
        (f"list of a township ({TOWN})", 12, get(supervisor, "/ledgers/children/")),
        (
            "list of a township, titles from a linked ledger",
            12,
            get(supervisor, "/ledgers/left_behind/"),
        ),
        ("list of a township as JSON, no page", 10, lambda: as_json(supervisor)),
        ("record page", 10, get(supervisor, f"/records/{row.uid}/")),
        ("fill page of F01", 15, get(director, "/ledgers/left_behind/new/")),
        ("one page of the wizard", 10, shown),
        ("one page of the wizard, kept and judged", 10, posted),
    ]
    found = in_turns([call for *_, call in asked])
    Drafts(director).remove(next(Drafts(director).latest()).uid)
    yield from ((what, limit, took) for (what, limit, _), took in zip(asked, found, strict=True))
    yield "create, for each record written", 5, create(director)
    yield "update of a record", 6, update(director)


def as_json(user: object) -> bytes:
    """What a list's page reads, as another program would take it: counts and a page of rows."""
    from forms_catalog.definition import to_bytes
    from ledgers import queries
    from ledgers.registry import live
    from ledgers.scope import forget_reach

    forget_reach(user)
    ledger = live("children")
    assert ledger
    counts = queries.state_counts(user, ledger)
    columns = ledger.rules.columns[1:6]
    assert counts
    page = queries.listing(user, ledger, queries.Ask(), columns, sum(counts.values()))
    rows = [
        {"uid": str(row.uid), "number": row.number, "state": row.state, **row.answers}
        for row in page.records
    ]
    return to_bytes({"counts": counts, "rows": rows})


def update(director: object) -> float:
    """CPU of `accept` for a change of two answers of one record, undone afterwards."""
    from django.db import transaction

    from ledgers.clock import now
    from ledgers.intake import accept
    from ledgers.models import Record
    from ledgers.registry import live
    from ledgers.submission import Part, Submission

    rows = Record.objects.visible_to(director, live("children"))
    uids = list(rows.order_by("id").values_list("uid", flat=True)[:ROUNDS])
    times = []
    with transaction.atomic():
        for number in range(ROUNDS):
            answers = {"class_name": f"{number}班", "residence_detail": f"河湾组{number}号"}
            part = Part("children", answers, str(uids[number % len(uids)]), "update")
            sent = Submission(Submission.new_key(), "web", director, None, (part,), now())
            start = time.process_time()
            result = accept(sent)
            times.append((time.process_time() - start) * 1000)
            assert result.ok, result.problems
        transaction.set_rollback(True)
    return quartile(times)


def create(director: object) -> float:
    """CPU of `accept` for new sittings of two records, undone afterwards."""
    import dataclasses

    from django.db import transaction

    from demo import loading
    from ledgers.intake import accept
    from ledgers.submission import Submission

    taken = next(s for s in loading.submissions("S") if s.actor.pk == director.pk)  # type: ignore[attr-defined]
    times = []
    with transaction.atomic():
        for number in range(ROUNDS):
            told = dict(taken.parts[0].answers)
            child = told | identity(str(told["birth_date"]), number)
            parts = (dataclasses.replace(taken.parts[0], answers=child), taken.parts[1])
            sent = dataclasses.replace(taken, key=Submission.new_key(), parts=parts)
            start = time.process_time()
            result = accept(sent)
            times.append((time.process_time() - start) * 1000 / len(parts))
            assert result.ok, result.problems
        transaction.set_rollback(True)
    return quartile(times)


def identity(born: str, number: int) -> dict[str, str]:
    """A number of this day with the sex that it tells, from the end that the county does not reach."""
    from stdnum.iso7064 import mod_11_2

    number = 999 - number
    body = f"990121{born.replace('-', '')}{number:03d}"
    card = body + mod_11_2.calc_check_digit(body)
    return {"id_card": card, "sex": "1" if number % 2 else "2"}


def main() -> int:
    setup()
    from tests import bench_derived, bench_docs, bench_intake, bench_logic

    total = load()
    found = list(pages())
    hello = found[0][2]
    lines = [
        "Made by `make bench`. CPU milliseconds of the server process (not wall time), lower quartiles of"
        f" {ROUNDS} requests in turns, beside a page that only says hello through the same middleware, signed"
        f" in, in the same run. {total:,} records in each of two ledgers; SQLite (WAL, FULL); Python"
        f" {platform.python_version()}.\n",
        "| page | CPU ms | over hello | limit |",
        "|---|---|---|---|",
    ]
    for what, limit, measured in found:
        shown = f"{limit:g}" if limit else ""
        lines.append(f"| {what} | {measured:.1f} | {measured / hello:.1f} x | {shown} |")
    kept = []
    for part in (bench_logic, bench_intake, bench_derived):
        said, held = part.table()
        lines += said
        kept.append(held)
    bench_docs.put("pages", lines)
    print("\n".join(lines))
    return int(not all(kept) or any(limit and measured > limit for _, limit, measured in found))


if __name__ == "__main__":
    raise SystemExit(main())
