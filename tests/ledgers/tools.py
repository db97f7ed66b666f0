"""Short words for the tests of the gates: sending, reading back, counting."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connections, transaction
from stdnum.iso7064 import mod_11_2

from forms_catalog import editions
from ledgers import registry
from ledgers.clock import now
from ledgers.intake import accept
from ledgers.models import Record
from ledgers.registry import Live, live
from ledgers.sealing import DataKey, open_answers
from ledgers.submission import Part, Result, Submission
from tests import people

WHY = dict.fromkeys(("birth_date", "sex"), "户口簿上登记错了")
"""Why an answer may differ from what an identity number tells."""
CLOCK = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)


def label(value: Any) -> str:
    """The id of a parameter: the same in every process, whatever the order of a set."""
    return str(sorted(value) if isinstance(value, set) else value)[:60]


def sent(user: Any, *parts: Part, key: str = "", **more: Any) -> Submission:
    """A submission as a web door hands it over."""
    given = {"door": "web", "post": None, "clock": CLOCK} | more
    return Submission(key or Submission.new_key(), actor=user, parts=parts, **given)


def send(user: Any, *parts: Part, key: str = "", **more: Any) -> Result:
    return accept(sent(user, *parts, key=key, **more))


def change(kept: Any, version: int | None = None, **answers: Any) -> Part:
    """An update of a kept record."""
    return Part(kept.ledger, answers, kept.uid, "update", version)


def problems(result: Result) -> set[tuple[str, str]]:
    """(code, question) of everything a result objects to."""
    return {(problem.code, problem.place.question) for problem in result.problems}


def codes(result: Result) -> set[str]:
    return {problem.code for problem in result.problems}


def row(uid: Any) -> Record:
    return Record.objects.unscoped("test").get(uid=getattr(uid, "uid", uid))


def answers(uid: Any) -> dict[str, Any]:
    """What a record keeps, opened."""
    record = row(uid)
    questions = {q.name: q for q in editions.bundle(record.edition_id).part()}
    key = None
    if record.data_key:
        key = DataKey.load(str(record.uid), record.key_id, bytes(record.data_key))
    return open_answers(key, questions, record.answers)


def counts() -> dict[str, int]:
    """Rows of every table of the ledgers."""
    models = apps.get_app_config("ledgers").get_models()
    return {model.__name__: model._base_manager.count() for model in models}


def id_card(number: int, sex: int = 2) -> str:
    """The identity number of a made-up person; equal numbers give equal people."""
    born = dt.date(2012, 1, 1) + dt.timedelta(days=number % 1500)
    head = f"990121{born:%Y%m%d}{number // 1500:02d}{sex % 2}"
    return head + mod_11_2.calc_check_digit(head)


def identity(number: int) -> dict[str, Any]:
    """A number with the birth date and sex that it tells."""
    whole = people.dossier(id_card=id_card(number))
    return {name: whole[name] for name in ("id_card", "birth_date", "sex")}


def child(number: int, user: Any = None, **changes: Any) -> dict[str, Any]:
    """The dossier of another person each time, with what the number says."""
    return people.dossier(**identity(number) | changes)


def many(village: str, number: int) -> None:
    """Records made past the gate, for the sake of their number alone."""
    ledger = live("children")
    slots = {ledger.slots[name]: None for name in ("birth_date", "sex")}
    rows = [
        Record(
            uid=uuid.uuid4(),
            ledger_id=ledger.id,
            edition_id=ledger.form_edition,
            place_path=village,
            state="SUBMITTED",
            answers={"name": f"甲{n:03d}"},
            created_at=now(),
            updated_at=now(),
            **slots | {ledger.slots["birth_date"]: dt.date(2012, 1, 1) + dt.timedelta(days=n % 9)},
        )
        for n in range(number)
    ]
    Record.objects.bulk_create(rows)


def user(name: str) -> Any:
    return get_user_model().objects.get(username=name)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves nothing."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def together(*jobs: Callable[[], Any]) -> list[Any]:
    """Runs jobs at once, each in a thread with a connection of its own; exceptions are results."""
    barrier = threading.Barrier(len(jobs))
    results: list[Any] = [None] * len(jobs)

    def run(number: int, job: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=30)
            results[number] = job()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def lives(monkeypatch: Any, key: str, book: Live | None) -> None:
    """The ledger is held as this one, or is gone, to the end of the test."""
    found = registry._house()
    books = {name: one for name, one in found.books.items() if name != key}
    books |= {key: book} if book else {}
    held = replace(found, books=books, read_at=float("inf"))
    monkeypatch.setattr(registry, "_now", held)
