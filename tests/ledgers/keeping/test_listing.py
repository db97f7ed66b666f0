"""Whose time is over, by each kind of rule; what is still needed is not on the list."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import call_command

from forms_catalog.definition import Retention
from ledgers.clock import today
from ledgers.keeping import finding, listing, terms
from ledgers.models import Link, Record
from ledgers.registry import live
from ledgers.submission import Part
from tests import people
from tests.ledgers.keeping.conftest import Club, listed, record, rows
from tests.ledgers.tools import send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
ENDED = dt.date(2020, 2, 29)


def ruled(**rule: Any) -> Any:
    book = live("members")
    assert book
    rules = replace(book.rules, retention=Retention(**rule), age_of="birth_date")
    return replace(book, rules=rules)


def member(**answers: Any) -> terms.Kept:
    book = live("members")
    assert book
    moment = dt.datetime(2015, 6, 1, 12, tzinfo=dt.UTC)
    return terms.Kept(1, book.form_edition, 2, "LEFT", moment, moment, answers)


@pytest.mark.parametrize(
    ("rule", "answers", "due"),
    [
        ({"years": 3}, {}, dt.date(2023, 3, 1)),
        ({"years": 4}, {}, dt.date(2024, 2, 29)),
        ({"forever": True}, {}, None),
        ({"with_": "x"}, {}, None),
        ({"years": 10000}, {}, None),
        ({"years": 1, "after": "${_turns_18}"}, {"birth_date": "2010-05-01"}, dt.date(2029, 5, 1)),
        ({"years": 1, "after": "${_turns_18}"}, {"birth_date": "1990-05-01"}, ENDED),
        ({"years": 1, "after": "${_turns_18}"}, {}, None),
        ({"years": 1, "after": "${_turns_18}"}, {"birth_date": {"$missing": "unknown"}}, None),
        ({"years": 2, "after": "${joined_on}"}, {"joined_on": "2021-01-31"}, dt.date(2023, 1, 31)),
        ({"years": 2, "after": "${_ended_on}"}, {}, dt.date(2022, 3, 1)),
        ({"years": 9, "after": "${_opened_on} + 1"}, {}, dt.date(2024, 6, 2)),
        ({"years": 1, "after": "if(${sex} = 'F', date('2025-01-01'), '')"}, {"sex": "F"},
         dt.date(2026, 1, 1)),
        ({"years": 1, "after": "if(${sex} = 'F', date('2025-01-01'), '')"}, {"sex": "M"}, None),
        ({"years": 1, "after": "${phone}"}, {"phone": "2020-01-01"}, None),
        ({"years": 1, "after": "(("}, {}, None),
    ],
)  # fmt: skip
def test_the_last_day(club: Any, rule: Any, answers: Any, due: dt.date | None) -> None:
    assert terms.due_on(ruled(**rule), member(**answers), ENDED) == due


def test_when_it_ended(tennis: Club) -> None:
    """A record that came back to life is counted from its last end."""
    kept = tennis.join()
    tennis.leave(kept)
    tennis.later(2, 364)
    tennis.night()
    assert listed() == set()
    tennis.later(3)
    tennis.night()
    assert listed() == {kept.uid}
    line = rows().get()
    assert (line.due_on, line.version, line.rule) == (
        terms.day_of_age(today(), 3), record(kept).version, "结束后保留3年"
    )  # fmt: skip


def test_who_is_still_there_stays(tennis: Club) -> None:
    tennis.join()
    tennis.later(50)
    tennis.night()
    assert listed() == set()


def test_what_was_taken_back_goes_too(tennis: Club) -> None:
    kept = tennis.join()
    clerk = tennis.users["clerk"]
    assert send(clerk, Part("members", {}, kept.uid, "undo", undoes=1)).ok
    tennis.later(3)
    tennis.night()
    assert listed() == {kept.uid}


def test_what_hangs_on_it_goes_along(tennis: Club) -> None:
    kept = tennis.join()
    sessions = {tennis.train(kept, f"2026-05-0{n}").uid for n in (1, 2)}
    tennis.leave(kept)
    tennis.later(3)
    tennis.night()
    assert listed() == {kept.uid, *sessions}
    assert set(rows().values_list("head", flat=True)) == {record(kept).pk}


def test_what_somebody_else_needs_stays(tennis: Club) -> None:
    """A lesson is kept for ever, and points at the member."""
    kept, other = tennis.join(), tennis.join("何柏", phone="10000005678")
    school = {"school": "school1", "subject": "发球"}
    lesson = send(tennis.users["manager"], Part("lessons", school)).records[0]
    Link.objects.unscoped("test").create(
        source=record(lesson), question="school", target=record(kept)
    )
    tennis.leave(kept)
    tennis.leave(other)
    tennis.later(3)
    tennis.night()
    assert listed() == {other.uid}


def test_an_open_record_that_hangs_on_it_keeps_it(officer: Any) -> None:
    """A registration is kept with its dossier; as long as it is not over, neither is."""
    dossier, registration = people.register(officer).records
    links = Link.objects.unscoped("test")
    assert links.filter(source=record(registration), target=record(dossier)).exists()
    head = record(dossier).pk
    assert finding.together(head, {head}) is None
    Record.objects.unscoped("test").filter(uid=registration.uid).update(state="ENDED")
    assert finding.together(head, {head}) == [record(registration).pk, head]


def test_two_that_point_at_each_other(tennis: Club) -> None:
    one, two = tennis.join(), tennis.join("何柏", phone="10000005678")
    for source, target in ((one, two), (two, one)):
        Link.objects.unscoped("test").create(
            source=record(source), question="x", target=record(target)
        )
    tennis.leave(one)
    tennis.later(3)
    tennis.night()
    assert listed() == set(), "the other is still there"
    tennis.leave(two)
    tennis.night()
    assert listed() == {one.uid, two.uid}
    assert rows().values("head").distinct().count() == 1


def test_the_list_is_true_every_night(tennis: Club) -> None:
    kept = tennis.join()
    tennis.leave(kept)
    tennis.later(3)
    tennis.night()
    tennis.night()
    assert rows().count() == 1
    tennis.later(2)
    tennis.night()
    assert listed() == set(), "not over by today's rule"


def test_a_line_of_an_older_version_is_written_anew(tennis: Club) -> None:
    kept = tennis.join()
    tennis.leave(kept)
    tennis.later(3)
    tennis.night()
    rows().update(version=99)
    tennis.night()
    assert rows().get().version == record(kept).version


def test_many_records(tennis: Club, monkeypatch: Any) -> None:
    monkeypatch.setattr(finding, "AT_ONCE", 2)
    monkeypatch.setattr(listing, "AT_ONCE", 2)
    kept = [tennis.join(f"罗{n}", phone=f"100000{ord(n):05d}") for n in "安川柏晨恩"]
    for one in kept:
        tennis.leave(one)
    tennis.later(3)
    assert tennis.night().done == 5
    assert listed() == {one.uid for one in kept}


def test_the_command_counts(tennis: Club) -> None:
    def said(act: str) -> str:
        out = io.StringIO()
        call_command("retention", act, stdout=out)
        return out.getvalue()

    assert "没有保存期满的记录" in said("list")
    kept = tennis.join()
    tennis.train(kept)
    tennis.leave(kept)
    tennis.later(3)
    assert "没有" in said("list")
    found = said("look")
    assert "会员\t等人同意\t1份" in found and "训练\t等人同意\t1份" in found
    assert "罗安" not in found
