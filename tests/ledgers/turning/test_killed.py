"""Real processes, really killed, and people who go on working: no key and no row is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from ledgers.chores.renewed_keys import renewed_keys
from ledgers.clock import now
from ledgers.intake import accept
from ledgers.models import BlindIndex, Record
from ledgers.registry import live
from ledgers.sealing import DataKey, blind_digest, forget_keys, house_keys, turning
from ledgers.sealing.holders import wrapped_by
from ledgers.worker import BULK, enqueue, status
from tests import people
from tests.ledgers.tools import answers, change, child, codes, id_card, send, together
from tests.ledgers.worker.nursery import ROOT, Nursery, environment, until

pytestmark = pytest.mark.storage
SCRIPT = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from ledgers.sealing import house_keys, keyfile
from ledgers.management.commands import keys

def kill(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

points = {
    "before": lambda: setattr(keyfile.os, "replace", kill),
    "after": lambda: setattr(keyfile.os, "fsync", second),
    "unasked": lambda: setattr(keys, "enqueue", kill),
}
synced = []

def second(descriptor):
    synced.append(descriptor)
    if len(synced) == 2:
        kill()

print("ready", flush=True)
for line in sys.stdin:
    word = line.strip()
    if word == "which":
        print(house_keys().seal_id, flush=True)
        continue
    if (child := os.fork()) == 0:
        points[word]()
        call_command("keys", "rotate")
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Beside:
    """A process that has the site loaded: says which key it uses, or turns keys and dies of it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.said() == "ready"

    def said(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def ask(self, word: str) -> str:
        assert self.process.stdin
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()
        return self.said()


@pytest.fixture(scope="module")
def beside(django_db_setup: None) -> Iterator[Beside]:
    made = Beside()
    yield made
    made.process.kill()
    made.process.communicate()


def crowd(number: int) -> None:
    """Records with one sealed answer and its identity, made past the gate for their number alone."""
    ledger, village, moment = live("children"), people.world().places["河湾村"].path, now()
    made = []
    for n in range(number):
        record = Record(
            ledger_id=ledger.id,
            edition_id=ledger.form_edition,
            place_path=village,
            state="SUBMITTED",
            created_at=moment,
            updated_at=moment,
        )
        key = DataKey.new(str(record.uid))
        record.data_key, record.key_id = key.wrapped, key.key_id
        record.answers = {"id_card": key.seal("id_card", id_card(n))}
        made.append(record)
    Record.objects.unscoped("test").bulk_create(made)
    uids = {str(record.uid): n for n, record in enumerate(made)}
    rows = []
    for uid, pk in Record.objects.unscoped("test").values_list("uid", "pk"):
        if str(uid) in uids:
            key_id, digest = blind_digest("id_card", (id_card(uids[str(uid)]),))
            rows.append(BlindIndex(ledger_id=ledger.id, rule="id_card", key_id=key_id,
                                   digest=digest, record_id=pk))  # fmt: skip
    BlindIndex.objects.bulk_create(rows)


def assert_whole(number: int) -> None:
    """Every record opens, and is found by the new key of the index, once."""
    forget_keys()
    assert turning.waiting() == 0 and set(wrapped_by()) == {house_keys().seal_id}
    found = dict(BlindIndex.objects.filter(key_id=house_keys().index_id)
                 .values_list("record_id", "digest"))  # fmt: skip
    rows = list(Record.objects.unscoped("test"))
    assert len(rows) == len(found) == number
    for row in rows:
        value = answers(row.uid)["id_card"]
        assert bytes(found[row.pk]) == blind_digest("id_card", (value,))[1]


@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.long)])
def test_workers_that_are_killed(office: Any, births: Nursery, ours: Path, kills: int) -> None:
    number = 600 * kills
    crowd(number)
    assert turning.rotate()
    task = enqueue(renewed_keys, asked_by=None, unique="keys", priority=BULK)
    for kill in range(kills):
        worker = births.worker()
        goal = (kill + 1) * 2 * number // (kills + 1)
        assert until(lambda goal=goal: status(task).done >= goal or status(task).over, 60)
        births.signal(worker, signal.SIGKILL)
    births.worker()
    assert until(lambda: status(task).over, 120), status(task)
    found = status(task)
    assert found and (found.problem, found.done) == ("", 2 * number)
    assert found.attempts > 1, "it was really cut short"
    assert_whole(number)


@pytest.mark.parametrize(
    ("point", "current"), [("before", "s1"), ("after", "s2"), ("unasked", "s2")]
)
def test_the_command_is_killed(
    office: Any, ours: Path, beside: Beside, at_once: None, point: str, current: str
) -> None:
    crowd(3)
    assert beside.ask(point) == str(-signal.SIGKILL)
    forget_keys()
    assert house_keys().seal_id == current
    assert all(answers(row.uid) for row in Record.objects.unscoped("test"))
    call_command("keys", "rotate", verbosity=0)
    call_command("worker", "--once")
    assert house_keys().seal_id == "s2"
    assert_whole(3)
    left = [path.name for path in ours.parent.glob(".keyring*")]
    for name in left:
        os.unlink(ours.parent / name)
    assert len(left) == (point == "before")


def test_other_processes_see_it_at_once(office: Any, ours: Path, beside: Beside) -> None:
    assert beside.ask("which") == "s1"
    turning.rotate()
    assert beside.ask("which") == "s2"


def enter(user: Any, start: int) -> None:
    """Enters a dozen, and gives each another number afterwards."""
    for n in range(12):
        result = accept(people.sitting(user, one=child(start + n)))
        assert result.ok, result.problems
        fresh = child(start + n + 100)
        told = {name: fresh[name] for name in ("id_card", "birth_date", "sex")}
        done = send(user, change(result.records[0], **told))
        assert done.ok, done.problems


def turn() -> None:
    call_command("keys", "rotate", verbosity=0)
    call_command("worker", "--once")


def turn_twice() -> None:
    turn()
    turn()


def test_people_go_on_working(office: Any, ours: Path, at_once: None) -> None:
    """Two enter and change records while the keys are turned twice: nothing is lost or doubled."""
    officer = office.users["village_officer"]
    assert accept(people.sitting(officer, one=child(1))).ok
    done = together(lambda: enter(officer, 1000), lambda: enter(officer, 2000), turn_twice)
    assert done == [None, None, None]
    turn()
    connections.close_all()
    forget_keys()
    assert turning.waiting() == 0
    rows = Record.objects.unscoped("test").filter(ledger=live("children").id)
    assert rows.count() == 25
    for row in rows:
        held = BlindIndex.objects.filter(record=row, rule="id_card", key_id=house_keys().index_id)
        digest = blind_digest("id_card", (answers(row.uid)["id_card"],))[1]
        assert [bytes(found.digest) for found in held] == [digest]
    for start in (1100, 2100):
        assert "record.duplicate" in codes(accept(people.sitting(officer, one=child(start))))
        assert accept(people.sitting(officer, one=child(start - 100))).ok
