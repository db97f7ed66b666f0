"""Allotments in the world's county: plots that are asked for, held and given up, and their books."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from forms_catalog.applying import apply
from forms_catalog.packs import Folder
from ledgers import clock
from ledgers.intake import accept
from ledgers.models import Change, Record
from ledgers.periods import closing, standing
from ledgers.periods.book import every_of
from ledgers.periods.spans import Span, span_named
from ledgers.publishing import publish_all
from ledgers.registry import Live, live
from ledgers.submission import Kept, Part, Submission
from people.models import Place, Post

PACK = Path(__file__).resolve().parent.parent / "packs" / "gardens"
SINCE = dt.date(2020, 1, 1)
STAFF = (
    ("keeper", "keeper", "河湾村"),
    ("other_keeper", "keeper", "柳坪村"),
    ("far_keeper", "keeper", "高田村"),
    ("town_warden", "warden", "枫树坪镇"),
    ("warden", "warden", "澜川县"),
    ("guest", "guest", "澜川县"),
)
KEEPER_OF = {"河湾村": "keeper", "柳坪村": "other_keeper", "高田村": "far_keeper"}


def open_gardens() -> dict[str, Any]:
    """The pack in use, its people by name."""
    apply(Folder(PACK))
    publish_all()
    users = {}
    for name, role, place in STAFF:
        users[name] = get_user_model().objects.create_user(name, password=None)
        Post.objects.create(
            user=users[name], role=role, place=Place.objects.get(name=place), since=SINCE
        )
    return users


def plots() -> Live:
    found = live("plots")
    assert found
    return found


def span(key: str) -> Span:
    found = span_named(every_of(plots()), key)
    assert found
    return found


class Clock:
    """The house's clock, turned by hand; what is written is of that moment."""

    def __init__(self, monkeypatch: Any) -> None:
        self.at = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: self.at)
        monkeypatch.setattr(standing, "SETTLE", 0)

    def turn(self, day: str) -> None:
        """To a day, or one second on when it is that day already."""
        noon = dt.datetime.fromisoformat(f"{day}T09:00:00+00:00")
        self.at = max(noon, self.at + dt.timedelta(seconds=1))


class Gardens:
    """What people do with plots, each thing through the gate."""

    def __init__(self, users: dict[str, Any], clock: Clock) -> None:
        self.users, self.clock = users, clock
        self.number = 0

    def send(self, name: str, *parts: Part) -> tuple[Kept, ...]:
        self.clock.at += dt.timedelta(seconds=1)
        user = get_user_model().objects.get(username=name)
        sent = Submission(Submission.new_key(), "web", user, None, parts, clock.now())
        result = accept(sent)
        assert result.ok, result.problems
        return result.records

    def place(self, village: str) -> str:
        return Place.objects.get(name=village).path

    def ask(self, village: str = "河湾村", **answers: Any) -> Kept:
        """A plot is asked for."""
        self.number += 1
        said = {"plot_no": f"地{self.number:03}", "spot": self.place(village)} | answers
        return self.send(KEEPER_OF[village], Part("plots", said))[0]

    def hold(self, village: str = "河湾村", **answers: Any) -> Kept:
        kept = self.ask(village, **answers)
        return self.act(kept, "hold")

    def act(self, kept: Any, action: str, **answers: Any) -> Kept:
        return self.send("warden", Part("plots", answers, kept.uid, action))[0]

    def happened(self, kept: Any, version: int, day: str, *, late: bool = False) -> None:
        """Says of a change on which day it really happened."""
        rows = Change.objects.unscoped("test").filter(record__uid=kept.uid, version=version)
        assert rows.update(happened_on=dt.date.fromisoformat(day), late=late) == 1

    def close(self, key: str, work: bool = True) -> Any:
        row = closing.close(self.users["warden"], plots(), span(key))
        if work:
            finish(row)
            row.refresh_from_db()
        return row


class Hand:
    """The work of a task without a worker."""

    def __init__(self, cursor: Any = None, most: int | None = None) -> None:
        self.cursor, self.done, self.total, self.most = cursor, 0, 0, most

    def progress(self, done: int, total: int | None = None) -> None:
        self.done = done

    def checkpoint(self, cursor: Any) -> None:
        self.cursor = cursor
        if self.most is not None:
            self.most -= 1
            if self.most < 0:
                raise KeyboardInterrupt


def finish(row: Any) -> None:
    """What the worker does with a closing."""
    standing.write_standings.func(Hand(), row.pk)


def record(kept: Any) -> Record:
    found: Record = Record.objects.unscoped("test").get(uid=kept.uid)
    return found
