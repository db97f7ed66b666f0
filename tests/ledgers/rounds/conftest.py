"""A club that checks its lockers every season: three courts, two banks, a season before and one now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from ledgers.models import Record
from ledgers.registry import live
from ledgers.rounds import Setting, round_of, setting_of
from ledgers.submission import Part
from people.models import Place, Post
from tests import people
from tests.ledgers.tools import send

SINCE = dt.date(2020, 1, 1)
PACK = Path(__file__).resolve().parents[2] / "packs" / "locker_rounds"
POSTS = (
    ("keeper", "keeper", "河湾村"),
    ("other_keeper", "keeper", "柳坪村"),
    ("far_keeper", "keeper", "高田村"),
    ("steward", "steward", "澜川县"),
    ("town_steward", "steward", "枫树坪镇"),
    ("auditor", "auditor", "澜川县"),
)


@dataclass
class Lockers:
    """The world with the pack in it, and short words for what its people do."""

    world: Any

    def user(self, name: str) -> Any:
        return get_user_model().objects.get(username=name)

    def path(self, name: str) -> str:
        return self.world.places[name].path

    def send(self, who: str, ledger: str, **answers: Any) -> str:
        result = send(self.user(who), Part(ledger, answers))
        assert result.ok, result.problems
        return result.records[0].uid

    def act(self, name: str, ledger: str, uid: str, action: str) -> None:
        result = send(self.user(name), Part(ledger, {}, uid, action, reason="登记错了"))
        assert result.ok, result.problems

    def season(self, title: str, since: str, until: str, area: str = "澜川县") -> str:
        days = {"day": until, "since": since, "until": until}
        return self.send("steward", "seasons", title=title, area=self.path(area), **days)

    def locker(self, keeper: str, court: str, number: str, bank: str = "") -> str:
        return self.send(keeper, "lockers", court=self.path(court), number=number, bank=bank)

    def check(self, keeper: str, season: str, locker: str, found: str, **more: Any) -> str:
        answers = {"season": season, "locker": locker, "found": found, **more}
        return self.send(keeper, "locker_checks", **answers)

    def setting(self, ledger: str = "locker_checks") -> Setting:
        found = setting_of(live(ledger))
        assert found
        return found

    def round(self, uid: str, ledger: str = "locker_checks") -> Any:
        return round_of(self.setting(ledger), uid)


@pytest.fixture
def club(world: Any) -> Lockers:
    """Nobody has registered anything yet."""
    from forms_catalog.applying import apply
    from forms_catalog.packs import Folder
    from ledgers.publishing import publish_all

    apply(Folder(PACK))
    publish_all()
    for name, role, place in POSTS:
        user = get_user_model().objects.create_user(name, password=None)
        user.name = name
        user.save()
        Post.objects.create(user=user, role=role, place=Place.objects.get(name=place), since=SINCE)
    return Lockers(people.world())


@pytest.fixture
def winter(club: Lockers) -> dict[str, str]:
    """One bank with three lockers, one bank without any, one locker in no bank; a second court."""
    bank = club.send("keeper", "banks", court=club.path("河湾村"), name="甲排")
    empty = club.send("keeper", "banks", court=club.path("河湾村"), name="乙排")
    made = {number: club.locker("keeper", "河湾村", number, bank) for number in ("01", "02", "03")}
    made["04"] = club.locker("keeper", "河湾村", "04")
    made["11"] = club.locker("other_keeper", "柳坪村", "11")
    season = club.season("冬季", "2026-10-01", "2026-12-25")
    return {"season": season, "bank": bank, "empty": empty, **made}


def age(uid: str, day: dt.date) -> None:
    """As if the record had been opened on another day."""
    moment = dt.datetime.combine(day, dt.time(12), dt.UTC)
    Record.objects.unscoped("test").filter(uid=uid).update(created_at=moment)
