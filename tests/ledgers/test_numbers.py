"""Numbers given by the engine: one gapless series for each text without its sequence."""

from __future__ import annotations

import datetime as dt

import pytest

from ledgers.clock import today
from ledgers.intake import accept_many
from ledgers.intake.writing import next_number
from ledgers.models import Series
from ledgers.submission import Part
from tests.ledgers.tools import answers, child, send, sent

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
NOW = dt.datetime(2026, 12, 31, 15, 59, tzinfo=dt.UTC)


@pytest.fixture
def typed(club):
    def typed(number, **changes):
        court = club.places["河湾村"].path
        given = {"name": "罗安", "sex": "F", "phone": f"1000000{number:04d}", "court": court}
        return Part("members", given | changes)

    return typed


def numbers(results):
    return [answers(result.records[0])["member_no"] for result in results if result.ok]


def test_gapless_under_refused_submissions(club, typed):
    clerk = club.users["clerk"]
    results = []
    for n in range(1, 7):
        assert not send(clerk, typed(n, name="王")).ok
        assert not send(clerk, typed(n, court="9999")).ok
        if n > 1:
            assert not send(clerk, typed(1)).ok, "a double"
        results.append(send(clerk, typed(n)))
    year = today().year
    assert numbers(results) == [f"M{year}{n:04d}" for n in range(1, 7)]


def test_gapless_in_a_batch_that_fails_together(club, typed, monkeypatch):
    """The numbers given before the batch was rolled back are given again."""
    clerk = club.users["clerk"]
    send(clerk, typed(3))
    monkeypatch.setattr("ledgers.intake.identity.known_identities", lambda plans: {})
    results = accept_many(sent(clerk, typed(n)) for n in (1, 2, 3, 4, 5))
    assert [result.ok for result in results] == [True, True, False, True, True]
    assert numbers(results) == [f"M{today().year}{n:04d}" for n in range(2, 6)]


def test_other_ledgers_take_none(club, typed, officer):
    send(officer, Part("children", child(1)))
    assert Series.objects.count() == 0
    send(club.users["clerk"], typed(1))
    assert Series.objects.get().last == 1


def test_a_replay_takes_none(club, typed):
    given = sent(club.users["clerk"], typed(1))
    accept_many([given, given])
    assert Series.objects.get().last == 1


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("M((_year))((_seq:4))", ["M20260001", "M20260002"]),
        ("((_township_code))-((_seq:3))", ["990121104-001", "990121104-002"]),
        (
            "((_village_code))/((_today))/((_seq))",
            ["990121104200/20261231/1", "990121104200/20261231/2"],
        ),
        ("编((_code))第((_seq:2))号", ["编990121104200第01号", "编990121104200第02号"]),
    ],
)
def test_what_a_number_is_made_of(world, template, expected):
    village = world.places["河湾村"].path
    assert [next_number(template, village, NOW) for _ in range(2)] == expected


def test_a_number_holds_answers(world):
    """Each answer has a series of its own; what is not answered stands for nothing."""
    path, template = world.places["河湾村"].path, "((program))-((month??((month))-))((_seq:2))"
    asked = [{"program": "A"}, {"program": "A"}, {"program": "B", "month": "2026-03"}]
    found = [next_number(template, path, NOW, answers) for answers in asked]
    assert found == ["A-01", "A-02", "B-2026-03-01"]


def test_a_new_year_begins_at_midnight_here(world):
    path = world.places["河湾村"].path
    later = NOW + dt.timedelta(minutes=1)
    found = [next_number("((_year))-((_seq:2))", path, at) for at in (NOW, later, later)]
    assert found == ["2026-01", "2027-01", "2027-02"]


def test_a_series_a_place(world):
    template = "((_village_code))-((_seq:2))"
    one, two = (world.places[name].path for name in ("河湾村", "柳坪村"))
    assert [next_number(template, path, NOW)[-2:] for path in (one, two, one)] == ["01", "01", "02"]


def test_more_than_the_width(world):
    Series.objects.create(key="*", last=999)
    assert next_number("((_seq:3))", "", NOW) == "1000"
