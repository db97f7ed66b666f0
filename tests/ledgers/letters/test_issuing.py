"""A letter is issued to whom it is due, once, by whom the template names, with the next number."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from forms_catalog.problems import Refused
from ledgers.letters import ending
from ledgers.models import LetterIssue, Series
from ledgers.protect import NoScope
from ledgers.submission import Part
from tests.ledgers.conftest import open_club
from tests.ledgers.tools import row, send, together, user
from tests.ledgers.worker.nursery import ROOT, environment

from .conftest import given, member, read

pytestmark = pytest.mark.storage


@pytest.mark.django_db
def test_numbers_follow_each_other_and_are_never_given_again(club):
    first, second = given(member(1)), given(member(2))
    ending.end(first, "写错了", None)
    third = given(row(first.record))
    assert [x.number[-4:] for x in (first, second, third)] == ["0001", "0002", "0003"]
    assert len({x.code for x in (first, second, third)}) == 3


@pytest.mark.django_db
def test_asked_for_twice_it_is_one(club):
    kept = member(1)
    assert given(kept).pk == given(kept).pk
    assert LetterIssue.objects.unscoped("test").count() == 1


@pytest.mark.django_db
def test_not_by_others_nor_before_it_is_due(club):
    active, waiting = member(1), member(2, active=False)
    for record, who in ((active, "clerk"), (waiting, "manager")):
        with pytest.raises(Refused) as refused:
            given(record, who)
        assert [p.code for p in refused.value] == ["letter.not-now"]
    with pytest.raises(Refused) as refused:
        given(active, "village_officer")
    assert [p.code for p in refused.value] == ["letter.no-record"]
    assert not LetterIssue.objects.unscoped("test").exists()


@pytest.mark.django_db
def test_a_refused_one_takes_no_number(club):
    waiting = member(2, active=False)
    with pytest.raises(Refused):
        given(waiting)
    assert given(member(1)).number.endswith("0001")


@pytest.mark.django_db
def test_the_series_of_two_letters_are_two(write):
    write("second")
    kept = member(1)
    assert given(kept).number == given(kept, key="second").number


@pytest.mark.django_db
def test_nobody_reads_without_a_scope(club):
    given(member(1))
    with pytest.raises(NoScope):
        list(LetterIssue.objects.all())
    assert LetterIssue.objects.visible_to(user("manager")).count() == 1
    assert LetterIssue.objects.visible_to(user("village_officer")).count() == 0


@pytest.mark.django_db
def test_what_is_void_takes_its_letter_along(club):
    kept = member(1)
    found = given(kept)
    assert send(user("manager"), Part("members", {}, kept.uid, "void", reason="登记错了")).ok
    assert read(found).state == "withdrawn"


OFFICES, EACH = 8, 4
SCRIPT = """
import os, sys, time
import django
django.setup()
from django.contrib.auth import get_user_model
from django.db import connections
from forms_catalog.problems import Refused
from ledgers.letters import house, issuing
begin, *offices = sys.argv[1:]
connections.close_all()
for office in offices:
    if os.fork() == 0:
        user = get_user_model().objects.get(username="manager")
        letter = house.letter("welcome")
        time.sleep(max(0, float(begin) - time.time()))
        for record in office.split(","):
            try:
                issuing.issue(user, letter, int(record))
            except Refused:
                pass
        os._exit(0)
failed = [os.wait()[1] for _ in offices]
sys.exit(any(failed))
"""


def test_eight_offices_at_once_leave_no_gap(committed, tmp_path):
    """Processes, each with a list of its own in which one is refused."""
    open_club()
    lists, waiting = [], row(member(49, active=False)).pk
    for n in range(OFFICES):
        pks = [row(member(n * EACH + k)).pk for k in range(EACH)]
        lists.append([*pks[:2], waiting, *pks[2:]])
    told = [",".join(map(str, pks)) for pks in lists]
    command = [sys.executable, "-c", SCRIPT, str(time.time() + 5), *told]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rows = LetterIssue.objects.unscoped("test").order_by("number")
    numbers = [int(found.number[-4:]) for found in rows]
    assert numbers == list(range(1, OFFICES * EACH + 1))
    assert Series.objects.get(key__startswith="letter:welcome:").last == OFFICES * EACH


def test_eight_at_once_for_one_record_is_one_letter(committed):
    open_club()
    kept = member(1)
    results = together(*(lambda: given(kept) for _ in range(8)))
    assert len({found.number for found in results}) == 1
    assert LetterIssue.objects.unscoped("test").count() == 1
