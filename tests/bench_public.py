"""CPU of the public site for visitors: `python -m tests.bench_public`.

Milliseconds of the server's process, kept pages and new ones in turns beside the page that says hello, and
the search among the pages of the pack and eighteen statutes; in a house of its own, on the database of
DATABASE_URL or SQLite.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
KEPT, NEW, SEARCH = 3.0, 40.0, 30.0
"""Milliseconds that may be spent on a page that was made before, on one that was not, on a search."""
LONG = 132
"""Articles of the law whose page is measured."""
PAGES = {
    "front page": "/",
    "answer": "/answers/who-cares/",
    "law of 132 articles": "/laws/minors/",
    "article": "/laws/minors/articles/22/",
    "list of news": "/news/",
    "people of a place": "/places/shiqiao/",
}


def setup(folder: Path) -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    folder.mkdir()
    os.environ["TONGHU_VAR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench_settings"
    import django

    django.setup()
    from demo import preparing, showing
    from tests import people

    preparing.prepare_house()
    people.build()
    preparing.plant_front_page()
    showing.show()
    _statutes()


def _statutes() -> None:
    """As many and as long as the laws that a county explains."""
    from public.models import LawPage, Shipped
    from tests.public.corpus import corpus

    laws = Shipped.objects.get(key="laws").page
    for at, text in enumerate(corpus()[0].values()):
        law = LawPage.objects.get(slug="minors") if text.count("\n第") == LONG + 1 else None
        if law is None:
            law = laws.add_child(instance=LawPage(title=f"第{at}号条例", slug=f"statute-{at}"))
        law.text = text
        law.save_revision().publish()


def asking(path: str, user: object = None, fresh: bool = False) -> Callable[[], object]:
    from django.core.cache import caches
    from django.test import Client

    browser = Client(headers={"accept-encoding": "gzip"})
    if user:
        browser.force_login(user, "django.contrib.auth.backends.ModelBackend")

    def call() -> object:
        if fresh:
            caches["pages"].clear()
        response = browser.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return response.content

    return call


def searches() -> list[tuple[float, float]]:
    """Milliseconds of each question that people ask: CPU with the database's own, and on the clock."""
    from public.search.finding import as_written, find
    from tests.bench_ledgers.cpu import Cpu

    cpu = Cpu()

    asked = (ROOT / "tests" / "public" / "asked.txt").read_text().splitlines()
    found = []
    for line in [line for line in asked if not line.startswith("#")]:
        query = as_written(line.partition("|")[0])
        began, clock = cpu.begin(), time.perf_counter()
        find(query)
        took = cpu.end() - began, time.perf_counter() - clock
        found.append((took[0] * 1000, took[1] * 1000))
    return found


def table() -> tuple[list[str], bool]:
    """The lines for docs/benchmarks.md, and whether the limits are kept."""
    from tests.bench import in_turns

    with TemporaryDirectory() as folder:
        setup(Path(folder) / "house")
        from django.db import connection
        from django.db.models import Count

        from people.models import User
        from public.models import Passage

        user = User.objects.annotate(posts_held=Count("posts")).filter(posts_held__gt=0).first()
        kept_calls = [asking("/bench/hello/", user), *(asking(path) for path in PAGES.values())]
        hello, *kept = in_turns(kept_calls)
        new = in_turns([asking(path, fresh=True) for path in PAGES.values()])
        searches()
        found = searches()
        passages, vendor = Passage.objects.count(), connection.vendor
    lines = [
        f"\n## The public site ({vendor})\n",
        f"CPU milliseconds for a visitor; hello, signed in, took {hello:.1f} in the same run. The search"
        f" looks among {passages:,} passages, {len(found)} questions.\n",
        "| page | kept, ms | limit | made anew, ms | limit |",
        "|---|---|---|---|---|",
    ]
    for name, one, other in zip(PAGES, kept, new, strict=True):
        lines.append(f"| {name} | {one:.1f} | {KEPT:g} | {other:.1f} | {NEW:g} |")
    lines += ["\n| search | ms | limit | on the clock, ms |", "|---|---|---|---|"]
    usual, usual_clock = (statistics.median(one) for one in zip(*found, strict=True))
    most, most_clock = (max(one) for one in zip(*found, strict=True))
    lines.append(f"| in the middle | {usual:.1f} | {SEARCH:g} | {usual_clock:.1f} |")
    lines.append(f"| longest | {most:.1f} | {SEARCH:g} | {most_clock:.1f} |")
    return lines, max(kept) <= KEPT and max(new) <= NEW and most <= SEARCH


if __name__ == "__main__":
    from tests import bench_docs

    told, held = table()
    part = "public" if "sqlite" in told[0] else "public-postgresql"
    bench_docs.put(part, told)
    print("\n".join(told))
    raise SystemExit(not held)
