"""Another house's keys are no keys: what they would seal, nobody could open again."""

from __future__ import annotations

import base64
import json

import pytest

from ledgers.intake import accept
from ledgers.models import KeyCheck
from ledgers.sealing import (
    DataKey,
    KeysMissing,
    blind_digest,
    blind_digests,
    create_keyring,
    forget_keys,
    house_keys,
    keyring,
)
from tests import people
from tests.ledgers.tools import answers, child, counts

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
UID = "01900000-0000-7000-8000-000000000001"


def marks():
    return {(row.use, row.key_id) for row in KeyCheck.objects.all()}


def edit(keyfile, **uses):
    """Other keys in the file: a name with a letter to make the key of, or None to take it away."""
    ring = json.loads(keyfile.read_text())
    for use, changes in uses.items():
        for name, letter in changes.items():
            ring[use].pop(name, None)
            if letter:
                ring[use][name] = base64.b64encode(letter.encode() * 32).decode()
    keyfile.write_text(json.dumps(ring))


def ways():
    return [
        lambda: DataKey.new(UID),
        lambda: blind_digest("x", ("1",)),
        lambda: blind_digests("x", ("1",)),
        house_keys,
    ]


def test_the_keys_are_noted_down_when_they_are_first_met(world, keyfile):
    assert marks() == {("seal", "s1"), ("index", "i1")}, "setup did"
    KeyCheck.objects.all().delete()
    forget_keys()
    DataKey.new(UID)
    assert marks() == {("seal", "s1"), ("index", "i1")}


def test_no_key_can_be_told_from_its_value(world):
    ring = keyring()
    values = [bytes(row.value) for row in KeyCheck.objects.all()]
    assert len({*values}) == 2 and all(len(value) == 32 for value in values)
    assert not {*values} & {*ring.seal.values(), *ring.index.values()}


@pytest.mark.parametrize("use", ["seal", "index"])
def test_another_key_of_the_same_name(officer, keyfile, use):
    edit(keyfile, **{use: {"s1" if use == "seal" else "i1": "x"}})
    before = counts()
    for way in ways():
        with pytest.raises(KeysMissing):
            way()
    with pytest.raises(KeysMissing):
        accept(people.sitting(officer))
    assert counts() == before


def test_another_house_by_other_names(officer, keyfile):
    edit(keyfile, seal={"s1": None, "t1": "x"})
    with pytest.raises(KeysMissing):
        accept(people.sitting(officer))
    assert marks() == {("seal", "s1"), ("index", "i1")}


def test_a_new_key_beside_a_wrong_one_is_not_noted_down(world, keyfile):
    edit(keyfile, seal={"s1": "x", "s2": "y"})
    with pytest.raises(KeysMissing):
        house_keys()
    assert ("seal", "s2") not in marks()


def test_the_key_is_renewed(officer, keyfile):
    old = people.register(officer).records[0]
    edit(keyfile, seal={"s2": "y"}, index={"i2": "z"})
    new = accept(people.sitting(officer, one=child(3))).records[0]
    assert marks() == {("seal", "s1"), ("seal", "s2"), ("index", "i1"), ("index", "i2")}
    assert answers(old)["name"] == answers(new)["name"] == "罗安"
    edit(keyfile, seal={"s1": None}, index={"i1": None})
    assert house_keys().seal_id == "s2" and len(marks()) == 4
    edit(keyfile, seal={"s2": "n"})
    with pytest.raises(KeysMissing):
        house_keys()


def test_the_right_file_is_put_back(officer, keyfile):
    whole = keyfile.read_bytes()
    edit(keyfile, seal={"s1": "x"})
    with pytest.raises(KeysMissing):
        house_keys()
    keyfile.write_bytes(whole)
    assert people.register(officer).ok


def test_it_is_compared_once(officer, django_assert_num_queries):
    house_keys()
    with django_assert_num_queries(0):
        for way in ways():
            way()


def test_the_ring_itself_asks_no_database(settings, tmp_path, django_assert_num_queries):
    settings.KEYRING = tmp_path / "keyring.json"
    create_keyring()
    with django_assert_num_queries(0):
        assert keyring().seal_id == "s1"


def test_setup_says_so(world, keyfile, capsys):
    from django.core.management import call_command

    edit(keyfile, seal={"s1": "x"})
    call_command("setup")
    assert "不是这里原来的密钥" in capsys.readouterr().err
