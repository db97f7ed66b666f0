"""Two at once: the database decides, one wins, nobody's typing is half written."""

from __future__ import annotations

import pytest
from django.db import connection

from ledgers.clock import today
from ledgers.intake import accept, accept_many
from ledgers.models import BlindIndex, Change, Record, Series, Submission
from ledgers.submission import Part
from tests import people
from tests.ledgers.conftest import open_club
from tests.ledgers.tools import (
    answers,
    change,
    child,
    codes,
    id_card,
    row,
    send,
    sent,
    together,
    user,
)

pytestmark = pytest.mark.storage


def everything():
    return Record.objects.unscoped("test")


def opening(name, number, **changes):
    def run():
        return send(user(name), Part("children", child(number, **changes)))

    return run


@pytest.mark.parametrize("times", [1, 2, 3])
def test_one_identity_number_twice(committed, times):
    place = committed.places["柳坪村"].path
    results = together(
        opening("village_officer", times),
        opening("other_village_officer", times, hukou_place=place, residence_place=place),
        opening("village_officer", times),
    )
    assert sorted(result.status for result in results) == ["accepted", "refused", "refused"], (
        results
    )
    refused = set().union(*(codes(result) for result in results if not result.ok))
    assert refused <= {"record.duplicate", "record.duplicate-elsewhere"}
    assert (everything().count(), BlindIndex.objects.count()) == (1, 1)


def test_two_saves_of_one_record(committed):
    kept = people.register(user("village_officer")).records[0]

    def save(name):
        return lambda: send(user("village_officer"), change(kept, 1, name=name))

    results = together(*(save(name) for name in ("陈安", "陈川", "陈晨", "陈柏")))
    assert sorted(result.status for result in results) == ["accepted", *["conflict"] * 3], results
    lost = set().union(*(codes(result) for result in results if not result.ok))
    assert lost == {"record.changed-meanwhile"}
    assert row(kept).version == 2
    winner = next(n for n, result in enumerate(results) if result.ok)
    assert answers(kept)["name"] == ("陈安", "陈川", "陈晨", "陈柏")[winner]


def test_two_patches_without_a_version(committed):
    """Nobody's patch is lost: the later one stands on the earlier or is told to come again."""
    kept = people.register(user("village_officer")).records[0]
    patches = ({"boarding": "yes"}, {"class_name": "2班"}, {"hukou_detail": "3组"})
    jobs = [
        lambda patch=patch: send(user("village_officer"), change(kept, **patch))
        for patch in patches
    ]
    results = together(*jobs)
    found = answers(kept)
    for patch, result in zip(patches, results, strict=True):
        assert result.status in {"accepted", "conflict"}, result
        if result.ok:
            assert patch.items() <= found.items()
    assert row(kept).version == 1 + sum(result.ok for result in results)


def test_a_hundred_posts_of_one_key(committed):
    sitting = people.sitting(user("village_officer"))
    results = together(*[lambda: accept(sitting)] * 100)
    assert [result.status for result in results].count("accepted") == 1
    assert sorted({result.status for result in results}) == ["accepted", "replayed"], results
    assert len({result.records for result in results}) == 1
    assert (everything().count(), Submission.objects.count()) == (2, 1)
    assert Change.objects.unscoped("test").count() == 2


def test_one_key_with_two_bodies(committed):
    key = Submission.__name__ * 2
    sittings = [people.sitting(user("village_officer"), key=key, one=child(n)) for n in (1, 2)]
    results = together(*(lambda s=s: accept(s) for s in sittings))
    assert sorted(result.status for result in results) == ["accepted", "conflict"], results
    assert everything().count() == 2


def test_numbers_have_no_gap(committed):
    open_club()
    court = committed.places["河湾村"].path

    def enter(number):
        typed = {"name": "罗安", "sex": "F", "phone": f"1000000{number:04d}", "court": court}
        bad = {"phone": "10000000000"} if number % 3 == 0 else {}
        return lambda: send(user("clerk"), Part("members", typed | bad))

    assert enter(0)().ok
    results = together(*(enter(number) for number in range(1, 13)))
    kept = [result for result in results if result.ok]
    assert len(kept) == 8, results
    given = sorted(answers(result.records[0])["member_no"] for result in kept)
    assert given == [f"M{today().year}{n:04d}" for n in range(2, 10)]
    assert Series.objects.get().last == 9


def test_crossing_batches(committed):
    """The same people in two batches, in opposite order: all are written once, nothing is stuck."""
    one, two = (
        [sent(user("village_officer"), Part("children", child(n))) for n in order]
        for order in (range(200, 230), range(229, 199, -1))
    )
    results = together(lambda: accept_many(one), lambda: accept_many(two))
    for found in results:
        assert isinstance(found, list), found
    flat = [result for found in results for result in found]
    assert sum(result.ok for result in flat) == everything().count() == 30
    assert {code for result in flat for code in codes(result)} <= {
        "record.duplicate",
        "record.try-again",
    }


def test_crossing_updates(committed):
    """Two sittings over the same two records, in opposite order."""
    first, second = people.register(user("village_officer"), id_card=id_card(1)).records
    parts = (change(first, boarding="yes"), change(second, father_work_place="外地"))
    back = (
        change(second, father_work_place="别处"),
        change(first, boarding="yes", class_name="1班"),
    )
    results = together(
        lambda: send(user("village_officer"), *parts), lambda: send(user("village_officer"), *back)
    )
    assert {result.status for result in results} <= {"accepted", "conflict"}, results
    assert any(result.ok for result in results)
    versions = (
        Change.objects.unscoped("test").filter(record=row(first)).values_list("version", flat=True)
    )
    assert sorted(versions) == list(range(1, row(first).version + 1))


def test_the_database_itself_refuses_a_double(committed):
    """Not the look before the leap but the constraint has the last word."""
    from django.db import IntegrityError, transaction

    kept = people.register(user("village_officer")).records[0]
    twin = BlindIndex.objects.get(record=row(kept), rule="id_card")
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
    assert connection.vendor in {"sqlite", "postgresql"}
