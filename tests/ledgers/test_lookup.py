"""Columns of other records: of those in the asker's sight, declared, in clear, with their version."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forms_catalog.ports import LookedUp, ports
from ledgers.lookup import ScopedRecords
from ledgers.registry import live
from tests import people
from tests.ledgers.tools import change, child, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
PORT = ScopedRecords()


@pytest.fixture
def kept(officer):
    return people.register(officer).records[0]


def test_the_port_is_plugged_in():
    assert isinstance(ports.records, ScopedRecords)


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("village_officer", True),
        ("other_village_officer", False),
        ("township_supervisor", True),
        ("county_admin", True),
        ("citizen", False),
    ],
)
def test_who_reads_it(world, kept, name, seen):
    asker = world.users.get(name, AnonymousUser())
    found = PORT.column(asker, "children", kept.uid, "sex")
    assert found == (LookedUp("2", 1) if seen else None)
    many = PORT.columns(asker, "children", [kept.uid], ["sex", "birth_date"])
    assert set(many) == ({kept.uid} if seen else set())


def test_values_are_those_of_the_language(officer, kept):
    found = PORT.columns(officer, "children", [kept.uid], ["birth_date", "mother_name", "name"])
    told = {name: looked.value for name, looked in found[kept.uid].items()}
    assert told == {"birth_date": dt.date(2013, 1, 11), "mother_name": "", "name": "罗安"}


def test_the_version_is_that_of_the_record(officer, kept):
    assert send(officer, change(kept, 1, grade="P5")).ok
    found = PORT.column(officer, "children", kept.uid, "grade")
    assert found == LookedUp("P5", 2) and row(kept).version == 2


@pytest.mark.parametrize(
    ("ledger", "column"),
    [
        ("children", "id_card"),
        ("children", "father_phone"),
        ("children", "residence_detail"),
        ("children", "unheard_of"),
        ("children", "_state"),
        ("left_behind", "sex"),
        ("unheard_of", "sex"),
    ],
)
def test_what_is_no_open_column_is_not_read(officer, kept, ledger, column):
    """Sealed, not declared, unknown, of another ledger."""
    assert PORT.column(officer, ledger, kept.uid, column) is None


@pytest.mark.parametrize("uid", ["", "x", "' or 1=1 --", "0" * 32])
def test_no_such_record(officer, uid):
    assert PORT.column(officer, "children", uid, "sex") is None


def test_what_a_role_may_not_see_in_clear_is_not_read(officer, kept, monkeypatch):
    book = live("children")
    roles = [replace(role, hidden=("sex",), masked=("grade",)) for role in book.rules.access]
    monkeypatch.setitem(book.__dict__, "rules", replace(book.rules, access=tuple(roles)))
    assert set(
        PORT.columns(officer, "children", [kept.uid], ["sex", "grade", "name"])[kept.uid]
    ) == {"name"}


def test_what_was_sealed_when_it_was_written_stays_so(officer, kept, monkeypatch):
    book = live("children")
    opened = replace(book.questions["id_card"], sealed=False)
    monkeypatch.setitem(book.__dict__, "questions", book.questions | {"id_card": opened})
    rules = replace(book.rules, columns=(*book.rules.columns, "id_card"))
    monkeypatch.setitem(book.__dict__, "rules", rules)
    assert PORT.column(officer, "children", kept.uid, "id_card") is None


def test_many_cost_as_much_as_one(officer):
    from ledgers.submission import Part

    uids = [send(officer, Part("children", child(n))).records[0].uid for n in range(6)]
    PORT.columns(officer, "children", uids[:1], ["sex"])
    with CaptureQueriesContext(connection) as one:
        PORT.columns(officer, "children", uids[:1], ["sex"])
    with CaptureQueriesContext(connection) as all_of_them:
        found = PORT.columns(officer, "children", uids, ["sex", "name"])
    assert len(found) == 6 and len(all_of_them) == len(one)


def test_a_record_is_offered_by_the_name_that_its_page_shows(officer):
    """A registration is called after the person it points at; its number says nothing to anybody."""
    dossier, registration = people.register(officer).records
    (offered,) = PORT.records(officer, "left_behind")
    assert offered.title == "罗安" and offered.uid == registration.uid
    assert PORT.record(officer, registration.uid).title == "罗安"
    assert PORT.record(officer, dossier.uid).title == "罗安"
