"""What goes, what stays, and that the chain of what was is still whole."""

from __future__ import annotations

import io
import json
import uuid
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command

from forms_catalog.slots import SLOTS
from ledgers.drafts import Content, Drafts, Sheet
from ledgers.files import path_of
from ledgers.keeping import chain, erasing, working
from ledgers.keeping.agreeing import agree
from ledgers.models import BlindIndex, Change, Draft, File, Link, Record, Share
from ledgers.registry import live
from ledgers.sealing import DataKey
from ledgers.worker import enqueue, status
from tests.ledgers.keeping.conftest import Club, record, rows
from tests.ledgers.tools import change, codes, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
WORDS = ("罗安", "10000001234", "2001-02-03", "爱好很多", "M20260001")


def verify(*words: str) -> tuple[int, str]:
    out, code = io.StringIO(), 0
    try:
        call_command("changes", "verify", *words, stdout=out, stderr=out)
    except SystemExit as stop:
        code = int(str(stop.code))
    return code, out.getvalue()


def everything() -> str:
    """All that the tables of the ledgers say, sealed or not."""
    said = []
    for model in apps.get_app_config("ledgers").get_models():
        for values in model._base_manager.values_list():
            said.append(json.dumps([str(value) for value in values], ensure_ascii=False))
    return "\n".join(said)


@pytest.fixture
def left(tennis: Club, folder: Any) -> Any:
    """A member with a contract and two trainings, who left; the night has seen it."""
    kept = tennis.join(birth_date="2001-02-03", contract=tennis.file(), remark="爱好很多")
    assert send(tennis.users["clerk"], change(kept, 1, remark="爱好不多")).ok
    tennis.train(kept)
    tennis.leave(kept)
    tennis.later(3)
    tennis.night()
    return kept


def test_nothing_goes_without_a_word(tennis: Club, left: Any) -> None:
    assert "罗安" in everything() and rows().filter(status="listed").count() == 2
    tennis.night()
    assert record(left).answers


def test_all_of_it_goes(tennis: Club, left: Any) -> None:
    before = record(left)
    key = DataKey.load(left.uid, before.key_id, bytes(before.data_key))
    digest = File.objects.unscoped("test").get().sha256
    assert key.open("phone", before.answers["phone"]) == "10000001234"
    assert tennis.agree(left) == 2
    after = record(left)
    assert (after.answers, bytes(after.data_key), after.key_id) == ({}, b"", "")
    assert {getattr(after, slot) for slot in SLOTS} == {None}
    assert after.number == before.number
    said = everything()
    assert not [word for word in (*WORDS, "爱好不多") if word in said]
    assert "$sealed" not in said
    assert not path_of(digest).exists() and not File.objects.unscoped("test").exists()
    assert not BlindIndex.objects.filter(record=after).exists()
    assert not Link.objects.unscoped("test").filter(target=after).exists()
    assert tennis.join().uid != left.uid, "the identity is free again"


def test_the_certificate_is_kept(tennis: Club, left: Any) -> None:
    tennis.agree(left)
    line = rows().get(record__uid=left.uid)
    assert (line.status, line.agreed_by.username, line.changes, line.files) == (
        "erased", "manager", 3, 1
    )  # fmt: skip
    assert line.agreed_at and line.erased_at and line.pending == []
    last = Change.objects.unscoped("test").filter(record__uid=left.uid).latest("version")
    assert (last.action, last.reason, last.actor.username) == (
        "erase", bytes(line.digest).hex(), "manager"
    )  # fmt: skip


def test_the_chain_is_whole(tennis: Club, left: Any) -> None:
    other = tennis.join("何柏", phone="10000005678")
    assert verify()[0] == 0
    tennis.agree(left)
    assert verify()[0] == 0 and verify("--ledger", "members")[0] == 0
    assert verify("--record", other.number)[0] == 0
    code, said = verify("--record", left.number)
    assert code == 0 and "1份" in said


SPOILT: dict[str, Any] = {
    "who did it": lambda past: past.filter(version=1).update(actor=None),
    "when": lambda past: past.filter(version=1).update(happened_on="2020-01-01"),
    "words put back": lambda past: past.filter(version=1).update(diff={"name": [None, "何柏"]}),
    "a reason put back": lambda past: past.filter(version=2).update(reason="x"),
    "what binds it": lambda past: past.filter(version=1).update(erased=b"x" * 32),
    "no more erased": lambda past: past.filter(version=1).update(erased=None),
    "one is missing": lambda past: past.filter(version=2).delete(),
    "the last is missing": lambda past: past.filter(version=4).delete(),
    "the last says other": lambda past: past.filter(version=4).update(reason="0" * 64),
    "another hash": lambda past: past.filter(version=2).update(hash=b"x" * 32),
}


@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize("erased", [False, True])
def test_whoever_changes_the_past_is_seen(tennis: Club, left: Any, how: str, erased: bool) -> None:
    if erased:
        tennis.agree(left)
    elif how in ("what binds it", "no more erased", "the last says other"):
        how = "who did it"
    past = Change.objects.unscoped("test").filter(record__uid=left.uid)
    if how == "the last is missing" and not erased:
        past.filter(version=3).delete()
    SPOILT[how](past)
    code, said = verify()
    assert code == 1 and left.number[:4] in said.replace("-", ""), said
    assert verify("--ledger", "sessions")[0] == 0


def test_the_breaks_are_named(tennis: Club, left: Any) -> None:
    past = Change.objects.unscoped("test").filter(record__uid=left.uid)
    past.filter(version=2).update(reason="x")
    found = [one for _, many in chain.walked(Record.objects.unscoped("test")) for one in many]
    assert [(one.version, one.what) for one in found] == [(2, "words")]


def test_a_broken_chain_is_not_buried(tennis: Club, left: Any) -> None:
    past = Change.objects.unscoped("test").filter(record__uid=left.uid)
    past.filter(version=2).update(reason="x")
    tennis.agree(left)
    assert record(left).answers and rows().get(record__uid=left.uid).status == "broken"


def test_whoever_changed_it_meanwhile_wins(tennis: Club, left: Any) -> None:
    rows().update(version=99)
    tennis.agree(left)
    assert record(left).answers and not rows().filter(status="erased").exists()
    tennis.night()
    assert rows().filter(status="listed").count() == 2


def test_what_came_to_hang_on_it_meanwhile(tennis: Club, left: Any) -> None:
    """Agreed to with one training; another one came: back to the list."""
    other = tennis.join("何柏", phone="10000005678")
    Link.objects.unscoped("test").create(
        source=record(other), question="friend", target=record(left)
    )
    tennis.agree(left)
    assert record(left).answers and not rows().exists()


def test_who_comes_with_an_old_page(tennis: Club, left: Any) -> None:
    tennis.agree(left)
    found = send(tennis.users["clerk"], change(left, 3, remark="新"))
    assert codes(found) == {"record.unknown"}


def test_drafts_that_speak_of_it_go(tennis: Club, left: Any) -> None:
    book = live("sessions")
    for through in ({"member": [left.uid, 1]}, {}):
        sheet = Sheet(uuid.uuid4(), book.id, book.form_edition, Content(through=through))
        Drafts(tennis.users["clerk"]).save(sheet, lambda found: None)
    tennis.agree(left)
    assert Draft.objects.unscoped("test").count() == 1


def test_shares_go(tennis: Club, left: Any) -> None:
    Share.objects.create(record=record(left), since="2026-01-01", reason="罗安的家人来问")
    tennis.agree(left)
    assert not Share.objects.exists()


def test_killed_before_the_bytes_went(tennis: Club, left: Any, monkeypatch: Any) -> None:
    digest = File.objects.unscoped("test").get().sha256
    with monkeypatch.context() as patch:
        patch.setattr(working, "remove_bytes", fall)
        tennis.agree(left)
    assert path_of(digest).exists() and rows().get(record__uid=left.uid).pending == [digest]
    again = enqueue(working.erase_agreed, asked_by=None)
    call_command("worker", "--once")
    found = status(again)
    assert found and not found.problem
    assert not path_of(digest).exists() and rows().get(record__uid=left.uid).pending == []


def fall(found: str) -> None:
    raise SystemExit


def test_agreed_twice_is_agreed_once(tennis: Club, left: Any) -> None:
    chosen = list(rows().filter(record__uid=left.uid))
    assert agree(tennis.users["manager"], chosen) == 2
    assert agree(tennis.users["manager"], chosen) == 0


def test_every_table_that_points_at_records_is_thought_of() -> None:
    assert erasing.unknown() == set()


def test_a_table_that_nobody_thought_of_stops_it(tennis: Club, left: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(erasing, "GO", tuple(n for n in erasing.GO if n != "File.record"))
    tennis.agree(left)
    assert record(left).answers and "罗安" in everything()
