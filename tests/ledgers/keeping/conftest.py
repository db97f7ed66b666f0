"""A club whose members leave, and a day on which their time is over."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image

from forms_catalog.models import Template
from ledgers.chores.ended_records import ended_records
from ledgers.clock import today
from ledgers.files import KeptFiles
from ledgers.keeping import agreeing, finding
from ledgers.models import Ending, Record
from ledgers.registry import forget
from ledgers.submission import Kept, Part
from ledgers.worker import Status, enqueue, status
from people.models import Place
from tests.ledgers.tools import send


def picture(color: str = "green") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (8, 8), color).save(data, "png")
    return SimpleUploadedFile("a.png", data.getvalue())


@dataclass
class Club:
    """Who works there, and short words for what they do."""

    users: dict[str, Any]
    place: str
    days: list[int] = field(default_factory=lambda: [0])

    def join(self, name: str = "罗安", **more: Any) -> Kept:
        answers = {"name": name, "sex": "F", "phone": "10000001234", "court": self.place} | more
        result = send(self.users["clerk"], Part("members", answers))
        assert result.ok, result.problems
        return result.records[0]

    def file(self, color: str = "green") -> dict[str, Any]:
        kept = KeptFiles().keep(
            self.users["clerk"], "合同.png", picture(color), image=False, sealed=True
        )
        return dict(kept)

    def leave(self, kept: Kept) -> None:
        assert send(self.users["manager"], Part(kept.ledger, {}, kept.uid, "leave")).ok

    def train(self, kept: Kept, day: str = "2026-05-01") -> Kept:
        answers = {"member": kept.uid, "played_on": day, "came": "yes"}
        result = send(self.users["clerk"], Part("sessions", answers))
        assert result.ok, result.problems
        return result.records[0]

    def later(self, years: int, days: int = 0) -> None:
        """So long after today."""
        day = today()
        self.days[0] = (day.replace(year=day.year + years) - day).days + days

    def night(self) -> Status:
        task = enqueue(ended_records, asked_by=None)
        call_command("worker", "--once")
        found = status(task)
        assert found and found.over
        return found

    def agree(self, *kept: Kept) -> int:
        chosen = rows().filter(record__uid__in=[one.uid for one in kept])
        done = agreeing.agree(self.users["manager"], list(chosen))
        call_command("worker", "--once")
        return done


def rows() -> Any:
    return Ending.objects.unscoped("test")


def record(kept: Kept) -> Record:
    found: Record = Record.objects.unscoped("test").get(uid=kept.uid)
    return found


def listed() -> set[str]:
    found = rows().filter(status="listed").values_list("record__uid", flat=True)
    return {str(uid) for uid in found}


def answers_for_it() -> None:
    """The manager of the club agrees to what is taken along, and to what goes."""
    role = Template.objects.get(kind="role", key="manager")
    role.body = role.body | {"can": ["approve_export"]}
    role.save()
    forget()


@pytest.fixture
def tennis(club: Any, monkeypatch: Any) -> Club:
    answers_for_it()
    made = Club(club.users, Place.objects.get(name="河湾村").path)
    monkeypatch.setattr(finding, "today", lambda: today() + dt.timedelta(days=made.days[0]))
    return made


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """A folder of uploads of this test's own."""
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"
