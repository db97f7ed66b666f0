"""New keys: used at once, old ones readable until nothing needs them, then gone for good."""

from __future__ import annotations

import io
import json
import stat
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from PIL import Image

from forms_catalog.problems import Refused
from ledgers import drafts, files
from ledgers.chores import renewed_keys
from ledgers.exchange import agreeing
from ledgers.exchange.bringing import bring, key_of
from ledgers.intake import accept
from ledgers.models import BlindIndex, Draft, Export, File, Import, KeyCheck, Record
from ledgers.queries import Ask
from ledgers.registry import live
from ledgers.sealing import (
    DataKey,
    KeysMissing,
    blind_digest,
    forget_keys,
    house_keys,
    keyfile,
    reindexing,
    rewrapping,
    turning,
)
from ledgers.sealing.holders import holders, wrapped_by
from ledgers.submission import Submission
from tests import people
from tests.ledgers.exchange.sheets import ANNA, table
from tests.ledgers.tools import answers, change, child, codes, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def command(*words: str) -> str:
    out = io.StringIO()
    call_command("keys", *words, stdout=out)
    return out.getvalue()


def doubled(sent: Submission) -> bool:
    """Refused for the sake of a record that is there already."""
    return "record.duplicate" in codes(accept(sent))


def refusal(name: str) -> str:
    with pytest.raises(Refused) as refused:
        turning.retire(name)
    return next(iter(refused.value)).code


def test_every_table_with_a_data_key_is_known() -> None:
    names = {holder.__name__ for holder in holders()}
    assert {"Record", "Draft", "File", "Import", "Export"} <= names


def test_the_new_key_is_current_at_once(officer: Any, keyfile: Any) -> None:
    old = people.register(officer).records[0]
    assert turning.rotate() == ["s2", "i2"]
    new = accept(people.sitting(officer, one=child(3))).records[0]
    rows = {str(row.uid): row.key_id for row in Record.objects.unscoped("test")}
    assert (rows[old.uid], rows[new.uid]) == ("s1", "s2")
    assert answers(old.uid)["id_card"] == people.ID_CARDS[0]
    assert answers(new.uid)["name"] == "罗安"
    assert {(k.use, k.key_id) for k in KeyCheck.objects.all()} >= {("seal", "s2"), ("index", "i2")}


def test_the_file_stays_whole_and_private(world: Any, keyfile: Any) -> None:
    keyfile.chmod(0o640)
    turning.rotate()
    ring = json.loads(keyfile.read_text())
    assert list(ring["seal"]) == ["s1", "s2"] and list(ring["index"]) == ["i1", "i2"]
    assert stat.S_IMODE(keyfile.stat().st_mode) == 0o640, "as it was"
    left = {path.name for path in keyfile.parent.iterdir()}
    assert left == {keyfile.name, f"{keyfile.name}.lock"}


def test_a_name_is_never_given_twice(world: Any, keyfile: Any, at_once: Any) -> None:
    turning.rotate()
    turning.retire("s1")
    turning.retire("i1")
    assert turning.rotate() == ["s3", "i3"]


def everything(world: Any) -> dict[str, Any]:
    """One row of every table that carries a data key."""
    officer = world.users["village_officer"]
    kept = people.register(officer).records
    sheet = drafts.Sheet(drafts.uuid.uuid4(), live("children").id, live("children").form_edition,
                         drafts.Content(values={"name": ["罗柏"]}))  # fmt: skip
    drafts.Drafts(officer).save(sheet, lambda found: None)
    image = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(image, "png")
    upload = SimpleUploadedFile("a.png", image.getvalue())
    files.KeptFiles().keep(officer, "a.png", upload, image=True, sealed=True)
    clerk = world.users["clerk"]
    bring(clerk, live("members"), "会员.csv", table(ANNA))
    agreeing.ask(world.users["manager"], live("members"), Ask(text="罗"), "核对名册")
    return {"record": kept[0].uid, "sheet": sheet.uid, "officer": officer}


def test_everything_passes_under_it(club: Any, keyfile: Any, renew: Any) -> None:
    made = everything(club)
    before = wrapped_by()
    ciphertext = Record.objects.unscoped("test").get(uid=made["record"]).answers
    turning.rotate()
    waiting = turning.waiting()
    assert waiting >= before["s1"] > 4
    found = renew()
    assert (found.done, found.total, found.problem) == (waiting, waiting, "")
    assert wrapped_by() == {"s2": before["s1"]} and turning.waiting() == 0
    assert all(row.key_id == "s2" for holder in (Record, Draft, File, Import, Export)
               for row in holder._base_manager.exclude(key_id=""))  # fmt: skip
    assert Record.objects.unscoped("test").get(uid=made["record"]).answers == ciphertext
    assert_readable(made)


def assert_readable(made: dict[str, Any]) -> None:
    assert answers(made["record"])["id_card"] == people.ID_CARDS[0]
    sheet = drafts.Drafts(made["officer"]).open(made["sheet"])
    assert sheet and sheet.content.values == {"name": ["罗柏"]}
    assert files.read(File.objects.unscoped("test").get())[:4] == b"\x89PNG"
    assert key_of(Import.objects.unscoped("test").get())
    assert agreeing.ask_of(Export.objects.unscoped("test").get()).text == "罗"


def test_old_keys_go_when_nothing_needs_them(
    club: Any, keyfile: Any, renew: Any, monkeypatch: Any
) -> None:
    made = everything(club)
    turning.rotate()
    assert refusal("s2") == refusal("i2") == "keys.current"
    assert refusal("s1") == refusal("i1") == "keys.needed"
    assert refusal("x9") == "keys.unknown"
    renew()
    for name in ("s1", "i1"):
        turning.retire(name)
    ring = house_keys()
    assert (list(ring.seal), list(ring.index)) == (["s2"], ["i2"])
    renew()
    assert set(BlindIndex.objects.values_list("key_id", flat=True)) == {"i2"}
    assert_readable(made)
    assert doubled(people.sitting(made["officer"]))


def test_a_key_that_was_needed_a_moment_ago_stays(
    officer: Any, keyfile: Any, renew: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(turning, "QUIET", turning.dt.timedelta(minutes=10))
    people.register(officer)
    turning.rotate()
    renew()
    assert refusal("s1") == "keys.not-quiet"
    long_ago = turning.now() - turning.dt.timedelta(minutes=11)
    KeyCheck.objects.filter(key_id="s1").update(unused_since=long_ago)
    turning.retire("s1")
    assert list(house_keys().seal) == ["s2"]


def test_whoever_writes_the_old_key_back_starts_the_wait_anew(
    officer: Any, keyfile: Any, renew: Any, monkeypatch: Any
) -> None:
    """Read before its key was wrapped anew, written after: the row is under the old key again."""
    monkeypatch.setattr(turning, "QUIET", turning.dt.timedelta(minutes=10))
    kept = people.register(officer).records[0]
    row = Record.objects.unscoped("test").get(uid=kept.uid)
    turning.rotate()
    renew()
    KeyCheck.objects.filter(key_id="s1").update(unused_since=turning.now() - turning.QUIET)
    Record.objects.unscoped("test").filter(pk=row.pk).update(
        key_id=row.key_id, data_key=row.data_key
    )
    assert refusal("s1") == "keys.needed"
    assert KeyCheck.objects.get(key_id="s1").unused_since is None
    renew()
    assert refusal("s1") == "keys.not-quiet"
    assert answers(kept.uid)["id_card"] == people.ID_CARDS[0]


def test_whoever_wrote_meanwhile_has_the_last_word(officer: Any, keyfile: Any) -> None:
    kept = people.register(officer).records[0]
    turning.rotate()
    ready = rewrapping.turned(rewrapping.outdated(Record, 0))
    other = DataKey.new(kept.uid)
    rows = Record.objects.unscoped("test")
    rows.filter(uid=kept.uid).update(data_key=other.wrapped, key_id="s1")
    assert rewrapping.write(Record, ready) == len(ready) - 1
    assert bytes(rows.get(uid=kept.uid).data_key) == other.wrapped


@pytest.mark.parametrize("done", [False, True])
def test_doubles_are_found_all_the_time(officer: Any, keyfile: Any, renew: Any, done: bool) -> None:
    people.register(officer)
    turning.rotate()
    if done:
        renew()
    assert doubled(people.sitting(officer))
    fresh = accept(people.sitting(officer, one=child(3)))
    assert fresh.ok and doubled(people.sitting(officer, one=child(3)))
    kept = fresh.records[0].uid
    held = BlindIndex.objects.filter(record__uid=kept).values_list("key_id", flat=True)
    assert sorted(held) == ["i1", "i2"]


def test_an_identity_that_changes_meanwhile(officer: Any, keyfile: Any, renew: Any) -> None:
    kept = people.register(officer).records[0]
    turning.rotate()
    told = child(5)
    new = {name: told[name] for name in ("id_card", "birth_date", "sex")}
    assert send(officer, change(kept, **new)).ok
    renew()
    assert accept(people.sitting(officer)).ok, "the old number is free again"
    assert doubled(people.sitting(officer, one=told))


def test_a_row_without_an_answer_goes(officer: Any, keyfile: Any, renew: Any) -> None:
    kept = people.register(officer).records[0]
    record = Record.objects.unscoped("test").get(uid=kept.uid)
    BlindIndex.objects.create(
        ledger_id=record.ledger_id, rule="class_name", key_id="i1", digest=b"0" * 32, record=record
    )
    turning.rotate()
    assert not renew().problem and not BlindIndex.objects.filter(rule="class_name").exists()


def test_a_rule_with_a_kind_before_it(officer: Any, keyfile: Any, renew: Any) -> None:
    """What keeps a second open record out is of the same make as an identity."""
    kept = people.register(officer).records[0]
    record = Record.objects.unscoped("test").get(uid=kept.uid)
    rule, value = "one_open:id_card", (people.ID_CARDS[0],)
    old = {"ledger_id": record.ledger_id, "rule": rule, "record": record}
    BlindIndex.objects.create(**old, key_id="i1", digest=blind_digest(rule, value)[1])
    turning.rotate()
    assert not renew().problem
    made = BlindIndex.objects.get(rule=rule, key_id="i2")
    assert bytes(made.digest) == blind_digest(rule, value)[1]


def test_a_rule_that_nobody_knows_is_left(officer: Any, keyfile: Any, renew: Any) -> None:
    kept = people.register(officer).records[0]
    record = Record.objects.unscoped("test").get(uid=kept.uid)
    BlindIndex.objects.create(
        ledger_id=record.ledger_id, rule="else:x", key_id="i1", digest=b"0" * 32, record=record
    )
    turning.rotate()
    assert renew().problem == "keys.not-all" and refusal("i1") == "keys.needed"


def test_what_does_not_open_is_left_and_told(officer: Any, keyfile: Any, renew: Any) -> None:
    kept = people.register(officer).records[0]
    strange = {"data_key": b"0" * 60, "key_id": "s1"}
    people.register(officer, **{k: child(7)[k] for k in ("id_card", "birth_date", "sex")})
    Record.objects.unscoped("test").filter(uid=kept.uid).update(**strange)
    BlindIndex.objects.filter(record__uid=kept.uid).delete()
    turning.rotate()
    found = renew()
    assert found.problem == "keys.not-all" and wrapped_by()["s1"] == 1
    assert refusal("s1") == "keys.needed"


def test_a_file_of_before_is_refused(officer: Any, keyfile: Any) -> None:
    before = keyfile.read_bytes()
    turning.rotate()
    people.register(officer)
    keyfile.write_bytes(before)
    with pytest.raises(KeysMissing):
        house_keys()


def test_many_go_in_small_steps(officer: Any, keyfile: Any, renew: Any, monkeypatch: Any) -> None:
    for number in range(5):
        assert accept(people.sitting(officer, one=child(number))).ok
    monkeypatch.setattr(rewrapping, "BATCH", 2)
    monkeypatch.setattr(reindexing, "BATCH", 2)
    turning.rotate()
    waiting = turning.waiting()
    assert renew().done == waiting and not turning.waiting()


def test_the_command(officer: Any, keyfile: Any, renew: Any) -> None:
    people.register(officer)
    assert "s1" in command("list")
    said = command("rotate")
    assert "s2" in said and "i2" in said
    assert "接着换" in command("rotate") and list(house_keys().seal) == ["s1", "s2"]
    with pytest.raises(CommandError):
        command("retire", "s1")
    renew()
    assert "可以 keys retire" in command("list")
    command("retire", "s1")
    assert "s1" not in command("list")
    text = keyfile.read_text()
    ring = json.loads(text)
    out = command("list")
    assert not any(key in out for held in ring.values() for key in held.values())


def test_without_the_file_it_says_so(world: Any, settings: Any, tmp_path: Any) -> None:
    settings.KEYRING = tmp_path / "none.json"
    forget_keys()
    for act in (["list"], ["rotate"], ["retire", "s1"]):
        with pytest.raises(CommandError):
            command(*act)
    assert list(tmp_path.iterdir()) in ([], [tmp_path / "none.json.lock"])


def test_it_comes_round_every_night(world: Any) -> None:
    from ledgers.worker.timetable import chores

    assert renewed_keys.renewed_keys.name in chores
    assert keyfile.USES.keys() == {"seal", "index"}
