"""Sealed answers are ciphertext wherever they lie, bound to their place, and found again."""

from __future__ import annotations

import base64
import copy
import json
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from ledgers.intake import accept
from ledgers.models import Change, Draft, KeyCheck, Record
from ledgers.registry import live
from ledgers.sealing import DataKey, KeysMissing, open_answers, seal_answers, sealed_names
from ledgers.submission import Part
from tests import people
from tests.ledgers.tools import (
    answers,
    change,
    child,
    counts,
    id_card,
    identity,
    label,
    row,
    send,
    user,
)

storage = [pytest.mark.django_db, pytest.mark.storage]
UID = "01900000-0000-7000-8000-000000000001"
OTHER = "01900000-0000-7000-8000-000000000002"
GP = {"gp_relation": "61", "gp_name": "罗川", "gp_phone": "10000007777"}
SECRETS = {
    "id_card": id_card(33),
    "father_phone": "10000001111",
    "illness_name": "很少见的病",
    "disability_card": "990121201301110025B1",
    "mother_id": id_card(500),
    "caregiver_phone": "10000002222",
}
LATER = {"illness_name": "另一种病", "father_phone": "10000003333", "id_card": id_card(34)}
WORDS = [*SECRETS.values(), *LATER.values(), GP["gp_phone"], "10000008888", "还没写完的病"]


@pytest.mark.storage
def test_nothing_sealed_lies_in_the_open(committed):
    """Register, change, keep a draft, refuse one: then every byte of the database is searched."""
    officer = user("village_officer")
    given = child(33, grandparents=[GP]) | SECRETS
    kept = send(officer, Part("children", given)).records[0]
    assert send(officer, change(kept, **identity(34) | LATER)).ok
    rows = answers(kept)["grandparents"]
    assert send(officer, change(kept, grandparents=[rows[0] | {"gp_phone": "10000008888"}])).ok
    assert not accept(people.sitting(officer, one=given | {"name": ""})).ok
    draft = Draft(author=officer, ledger_id=live("children").id, edition_id=row(kept).edition_id)
    key = DataKey.new(str(draft.uid))
    draft.sealed = key.seal("draft", given | {"illness_name": "还没写完的病"})
    draft.data_key, draft.key_id = key.wrapped, key.key_id
    draft.save()
    lying = everything_stored()
    assert b"3\xe7\xbb\x8412\xe5\x8f\xb7" in lying, "the search does find what is not sealed"
    assert [
        word for word in WORDS if word.encode() in lying or word.encode().hex().encode() in lying
    ] == []
    escaped = [json.dumps(word)[1:-1].encode() for word in WORDS]
    assert [word for word in escaped if word in lying] == []


def everything_stored() -> bytes:
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        wal = path.with_name(path.name + "-wal")
        return path.read_bytes() + (wal.read_bytes() if wal.exists() else b"")
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT row_to_json(t)::text FROM {connection.ops.quote_name(table)} t")
            parts += [line for (line,) in cursor.fetchall()]
    return "\n".join(parts).encode()


@pytest.mark.django_db
@pytest.mark.storage
class TestOfARecord:
    """What the tables of a record hold."""

    def test_the_diff_is_sealed(self, officer):
        kept = people.register(officer, illness_name="示例病").records[0]
        assert send(officer, change(kept, illness_name="别的病", boarding="yes")).ok
        one, two = Change.objects.unscoped("test").filter(record=row(kept)).order_by("version")
        assert one.diff["id_card"][0] is None and "$sealed" in one.diff["id_card"][1]
        assert two.diff.keys() == {"illness_name", "boarding"}
        assert two.diff["illness_name"][0] == one.diff["illness_name"][1], "the ciphertext stays"
        assert "$sealed" in two.diff["illness_name"][1] and two.diff["boarding"] == ["no", "yes"]

    def test_what_did_not_change_keeps_its_ciphertext(self, officer):
        kept = people.register(officer).records[0]
        before = row(kept).answers
        send(officer, change(kept, name="陈安"))
        after = row(kept).answers
        assert {n for n in after if after[n] != before.get(n)} == {"name"}

    def test_equal_values_do_not_look_equal(self, officer):
        kept = people.register(officer, father_phone="10000005678").records[0]
        found = row(kept).answers
        assert found["father_phone"] != found["caregiver_phone"]

    def test_no_column_holds_a_sealed_answer(self, officer):
        sealed = sealed_names(live("children").questions.values())
        assert not sealed & live("children").slots.keys()

    def test_moved_to_another_record(self, officer):
        one, two = (people.register(officer, id_card=id_card(n)).records[0] for n in (1, 2))
        thief, owner = row(one), row(two)
        thief.answers["id_card"] = owner.answers["id_card"]
        thief.save()
        with pytest.raises(KeysMissing):
            answers(one)
        thief.data_key, thief.key_id = owner.data_key, owner.key_id
        thief.save()
        with pytest.raises(KeysMissing):
            answers(one)

    def test_moved_to_another_question_or_row(self, officer):
        kept = people.register(officer, grandparents=[GP, GP | {"gp_phone": "110"}]).records[0]
        for spoil in (
            lambda a: a.update(father_phone=a["caregiver_phone"]),
            lambda a: a["grandparents"][0].update(gp_phone=a["grandparents"][1]["gp_phone"]),
            lambda a: a["grandparents"][0].update(_id=a["grandparents"][1]["_id"]),
            lambda a: a["grandparents"][0].update(gp_phone=a["father_phone"]),
        ):
            record = row(kept)
            stored = copy.deepcopy(record.answers)
            spoil(record.answers)
            record.save()
            with pytest.raises(KeysMissing):
                answers(kept)
            record.answers = stored
            record.save()
        assert answers(kept)["father_phone"] == "10000001234"

    def test_a_ciphertext_cannot_be_posted(self, officer):
        """What is read from another record is no answer."""
        one = people.register(officer, id_card=id_card(1)).records[0]
        two = people.register(officer, id_card=id_card(2)).records[0]
        stolen = row(one).answers["father_phone"]
        before = answers(two)
        result = send(officer, change(two, father_phone=stolen, illness_name=stolen))
        assert result.status == "refused" and answers(two) == before

    def test_without_sealed_answers_there_is_no_key(self, club):
        lesson = Part("lessons", {"school": "school1", "subject": "x"})
        kept = send(club.users["manager"], lesson).records[0]
        assert (bytes(row(kept).data_key), row(kept).key_id) == (b"", "")

    def test_a_reason_becomes_a_sealed_answer(self, club):
        clerk, court = club.users["clerk"], club.places["河湾村"].path
        typed = {"name": "罗安", "sex": "F", "phone": {"$missing": "refused"}, "court": court}
        kept = send(clerk, Part("members", typed)).records[0]
        assert send(clerk, change(kept, phone="110")).ok
        assert bytes(row(kept).data_key) and answers(kept)["phone"] == "110"


@pytest.mark.django_db
class TestKeys:
    """One file outside the database; without it nothing sealed is read and nothing is written."""

    def test_a_second_key_for_new_records(self, officer, keyfile):
        old = people.register(officer, id_card=id_card(1)).records[0]
        add(keyfile, "s2")
        new = people.register(officer, id_card=id_card(2)).records[0]
        assert (row(old).key_id, row(new).key_id) == ("s1", "s2")
        assert answers(old)["id_card"] == id_card(1) and answers(new)["id_card"] == id_card(2)
        assert send(officer, change(old, father_phone="110")).ok
        assert (row(old).key_id, answers(old)["father_phone"]) == ("s1", "110")

    def test_a_data_key_is_wrapped_anew(self, officer, keyfile):
        kept = people.register(officer).records[0]
        before, stored = answers(kept), row(kept).answers
        ring = add(keyfile, "s2")
        record = row(kept)
        fresh = DataKey.rewrap(str(record.uid), record.key_id, bytes(record.data_key))
        record.data_key, record.key_id = fresh.wrapped, fresh.key_id
        record.save()
        del ring["seal"]["s1"]
        keyfile.write_text(json.dumps(ring))
        assert (row(kept).answers, row(kept).key_id) == (stored, "s2")
        assert answers(kept) == before

    def test_the_key_is_taken_away(self, officer, keyfile):
        kept = people.register(officer).records[0]
        ring = add(keyfile, "s2")
        del ring["seal"]["s1"]
        keyfile.write_text(json.dumps(ring))
        with pytest.raises(KeysMissing):
            answers(kept)
        with pytest.raises(KeysMissing):
            send(officer, change(kept, name="陈安"))
        assert row(kept).version == 1

    @pytest.mark.parametrize(
        "spoiled",
        [
            None,
            b"",
            b"{",
            b"[]",
            b"\xff\xfe",
            b'{"seal": {}, "index": {}}',
            b'{"seal": {"s1": 5}, "index": {"i1": null}}',
            b'{"seal": {"s1": "AAAA"}, "index": {"i1": "AAAA"}}',
            b'{"seal": ["s1"], "index": ["i1"]}',
            b'{"seal": {"s1": "' + base64.b64encode(bytes(32)) + b'"}}',
        ],
    )
    def test_a_spoiled_file(self, officer, keyfile, spoiled):
        kept = people.register(officer).records[0]
        before = counts()
        if spoiled is None:
            keyfile.unlink()
        else:
            keyfile.write_bytes(spoiled)
        for ask in (
            lambda: accept(people.sitting(officer, one=child(8))),
            lambda: send(officer, change(kept, name="陈安")),
            lambda: answers(kept),
        ):
            with pytest.raises(KeysMissing):
                ask()
        assert counts() == before

    def test_the_wrong_file(self, officer, keyfile, settings):
        kept = people.register(officer).records[0]
        add(keyfile, "s1")
        with pytest.raises(KeysMissing):
            answers(kept)
        assert Record.objects.visible_to(officer).count() == 2, "what is not sealed is still there"


def add(keyfile, name):
    ring = json.loads(keyfile.read_text())
    ring["seal"][name] = base64.b64encode(name.encode() * 16).decode()
    keyfile.write_text(json.dumps(ring))
    return ring


def test_a_new_file_once(settings, tmp_path):
    from ledgers.sealing import create_keyring, keyring

    settings.KEYRING = tmp_path / "new" / "keys.json"
    assert (create_keyring(), create_keyring()) == (True, False)
    assert settings.KEYRING.stat().st_mode & 0o777 == 0o600
    assert len(keyring().seal[keyring().seal_id]) == 32


@pytest.fixture
def key(db, settings, tmp_path):
    """A key of a house that knows none yet."""
    from ledgers.sealing import create_keyring

    KeyCheck.objects.all().delete()
    settings.KEYRING = tmp_path / "keys.json"
    create_keyring()
    return DataKey.new(UID)


SPOILED = [
    {"$sealed": ""},
    {"$sealed": "a256gcm.1."},
    {"$sealed": "a256gcm.1.AAAA"},
    {"$sealed": "a256gcm.1.!"},
    {"$sealed": "a256gcm"},
]


@pytest.mark.parametrize("sealed", SPOILED, ids=label)
def test_a_garbled_value(key, sealed):
    with pytest.raises(KeysMissing):
        key.open("name", sealed)


def test_a_garbled_key(key):
    for wrapped in (b"", b"short", key.wrapped[:-1], bytes(60)):
        with pytest.raises(KeysMissing):
            DataKey.load(UID, key.key_id, wrapped)
    with pytest.raises(KeysMissing):
        DataKey.load(OTHER, key.key_id, key.wrapped)
    with pytest.raises(KeysMissing):
        DataKey.load(UID, "unknown", key.wrapped)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
)


@given(value=JSON, name=st.text(max_size=20), data=st.binary(max_size=200))
@settings_of_hypothesis(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_sealed_opens_only_in_its_place(db, tmp_path_factory, value, name, data):
    from django.test import override_settings

    from ledgers.sealing import create_keyring

    path = tmp_path_factory.getbasetemp() / "sealing" / "keys.json"
    with override_settings(KEYRING=path):
        create_keyring()
        KeyCheck.objects.all().delete()
        key = DataKey.new(UID)
        sealed = key.seal(name, value)
        assert DataKey.load(UID, key.key_id, key.wrapped).open(name, sealed) == value
        assert key.open_bytes(key.seal_bytes(data)) == data
        with pytest.raises(KeysMissing):
            key.open(name + "x", sealed)
        raw = bytearray(base64.b64decode(sealed["$sealed"].split(".")[2]))
        raw[-1] ^= 1
        with pytest.raises(KeysMissing):
            key.open(name, {"$sealed": "a256gcm.1." + base64.b64encode(raw).decode()})


def test_answers_go_in_and_out(key):
    from forms_catalog.definition import Question

    rows = Question(
        name="rows",
        type="rows",
        questions=(Question(name="a", type="text", sealed=True), Question(name="b", type="text")),
    )
    asked = {"rows": rows, "x": Question(name="x", type="text", sealed=True)}
    given = {"x": "甲", "rows": [{"_id": "0a1b2c3d4e5f", "a": "乙", "b": "丙"}], "gone": 1}
    stored = seal_answers(key, asked, given)
    assert stored["rows"][0]["b"] == "丙" and "$sealed" in stored["rows"][0]["a"]
    assert open_answers(key, asked, stored) == given


def test_a_sealed_table_is_sealed_whole(key):
    """Its columns need not say it again, and may."""
    from forms_catalog.definition import Question

    columns = (Question(name="a", type="text", sealed=True), Question(name="b", type="text"))
    asked = {"rows": Question(name="rows", type="rows", sealed=True, questions=columns)}
    given = {"rows": [{"_id": "0a1b2c3d4e5f", "a": "乙", "b": "丙"}]}
    stored = seal_answers(key, asked, given)
    assert stored["rows"].keys() == {"$sealed"} and open_answers(key, asked, stored) == given
    by_cell = {
        "rows": [{"_id": "0a1b2c3d4e5f", "a": key.seal("rows.0a1b2c3d4e5f.a", "乙"), "b": "丙"}]
    }
    assert open_answers(key, asked, by_cell) == given, "as it was kept before"
