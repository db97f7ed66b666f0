"""CPU seconds of planning the duties of a county anew, and of a morning: `python -m tests.bench_duties`.

12,866 records at six levels with visits, in a house of their own; words become messages that wait to be sent.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RECORDS, VISITS, VILLAGES = 12_866, 3, 300
PLAN, DAY, LIST = 60.0, 20.0, 0.015
"""Seconds that may be spent."""


def setup(folder: Path) -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    folder.mkdir()
    os.environ |= {
        "TONGHU_VAR": str(folder),
        "TONGHU_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "tests.bench_settings",
    }
    import django

    django.setup()
    from django.core.management import call_command

    from demo import preparing
    from tests import people

    preparing.prepare_house()
    call_command("pack", "apply", str(ROOT / "templates/packs/child_protection"), verbosity=0)
    people.build_land()
    _villages()


def _villages() -> None:
    """As many as a county has."""
    from people.models import Place
    from people.tree import plant
    from tests.people import SINCE

    town = Place.objects.get(name="青禾镇")
    for n in range(VILLAGES - 3):
        plant(town, "village", f"第{n + 1}村", "", SINCE)


def fill() -> None:
    """Rows made past the gate, for the sake of their number."""
    from ledgers.models import Link, Record
    from ledgers.registry import live
    from people.models import Place

    hubs, visits = live("children"), live("home_visits")
    assert hubs and visits
    paths = [place.path for place in Place.objects.filter(level="village")]
    today = dt.date.today()
    base: dict[str, Any] = {"created_at": _now(), "updated_at": _now()}
    s = hubs.slots
    rows = [
        Record(
            uid=uuid.uuid4(),
            number=f"{n:09d}",
            ledger_id=hubs.id,
            edition_id=hubs.form_edition,
            place_path=paths[n % len(paths)],
            state="VERIFIED",
            **base,
            **{s["risk_level"]: "123455"[n % 6], s["is_lbc"]: "yes", s["is_dif"]: "no"},
            **{s["birth_date"]: today - dt.timedelta(days=1000 + n % 4800)},
        )
        for n in range(RECORDS)
    ]
    Record.objects.bulk_create(rows, batch_size=500)
    v = visits.slots
    made = [
        Record(
            uid=uuid.uuid4(),
            number=f"v{n:08d}",
            ledger_id=visits.id,
            edition_id=visits.form_edition,
            place_path=rows[n % RECORDS].place_path,
            state="RECORDED",
            **base,
            **{v["counts"]: "yes", v["visit_at"]: today - dt.timedelta(days=n % 40)},
        )
        for n in range(RECORDS * VISITS)
    ]
    Record.objects.bulk_create(made, batch_size=500)
    links = [
        Link(source_id=one.pk, question="child", target_id=rows[n % RECORDS].pk)
        for n, one in enumerate(made)
    ]
    Link.objects.bulk_create(links, batch_size=500)


def _now() -> dt.datetime:
    from ledgers.clock import now

    return now()


def spent(job: Callable[[], Any]) -> float:
    start = time.process_time()
    job()
    return time.process_time() - start


def usual(job: Callable[[], Any]) -> float:
    """The middle of some, once what is compiled is compiled."""
    return sorted(spent(job) for _ in range(11))[5]


def run() -> dict[str, float]:
    from django.core.management import call_command

    from ledgers import clock
    from ledgers.duties import lists, working
    from ledgers.models import Duty, Ledger, Message
    from ledgers.registry import forget, live
    from tests.people import world

    book = live("children")
    assert book
    found = {"plan at first": spent(lambda: working.plan_now(book))}
    Duty.objects.unscoped("bench").filter(series="home_visit").update(due=dt.date(2030, 1, 1))
    found["plan anew, every round moved"] = spent(lambda: working.plan_now(book))
    found["plan anew, nothing moved"] = spent(lambda: working.plan_now(book))
    Ledger.objects.filter(key="children").update(planned="")
    forget()
    quiet = open(os.devnull, "w")  # noqa: SIM115
    begun = clock.timezone.now()
    for day, missed in ((1, 0), (2, 0), (9, 6)):
        later = begun + dt.timedelta(days=day)
        clock.timezone.now = lambda later=later: later  # type: ignore[assignment,misc]
        before = Message.objects.unscoped("bench").count()
        took = spent(lambda: call_command("duties", "day", stdout=quiet))
        fresh = Message.objects.unscoped("bench").count() - before
        after = f" after {missed} that were missed" if missed else ""
        found[f"a morning{after}, {fresh:,} messages"] = took
    found["the same morning again"] = spent(lambda: call_command("duties", "day", stdout=quiet))
    users = world().users
    for name in ("village_officer", "county_admin"):
        rows = lists.mine(users[name]) if name == "village_officer" else lists.all_seen(users[name])
        found[f"due list of {name}"] = usual(lambda rows=rows: lists.listed(rows, "late"))
        found[f"due counts of {name}"] = usual(lambda rows=rows: lists.counts(rows))
        found[f"by place, of {name}"] = usual(lambda name=name: lists.load(users[name]))
    return found


def table() -> tuple[list[str], bool]:
    """The lines for docs/benchmarks.md, and whether the limits are kept."""
    with TemporaryDirectory() as folder:
        setup(Path(folder) / "house")
        fill()
        found = run()
    lines = [f"\n## Duties of {RECORDS:,} records\n", "| what | CPU s | limit s |", "|---|---|---|"]
    held = True
    for what, took in found.items():
        limit = PLAN if "plan" in what else DAY if "morning" in what else LIST
        if "missed" in what:
            lines.append(f"| {what} | {took:.3f} | |")
            continue
        held &= took <= limit
        lines.append(f"| {what} | {took:.3f} | {limit:g} |")
    return lines, held


if __name__ == "__main__":
    from tests import bench_docs

    told, kept = table()
    bench_docs.put("duties", told)
    print("\n".join(told))
    raise SystemExit(not kept)
