"""A table in a table kept: judged, numbered, sealed, changed, moved, carried over, filled on pages."""

from __future__ import annotations

import copy
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from forms_catalog.definition import Question
from ledgers.models import File, Record
from ledgers.moving import preview
from ledgers.sealing import KeysMissing, sealed_names
from ledgers.submission import UPGRADE, Part
from tests.forms_catalog import nested
from tests.forms_catalog.nested import ONE, THREE, TWO

from .editions import as_seen, changes, columns, gone, new_form, publish, renamed, with_
from .filling import Hand
from .forms import WORKER, folder, take_into_use
from .tools import answers, change, problems, row, send, user

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
NEW = "/ledgers/dwellings/new/"


@pytest.fixture
def worker(world: Any, tmp_path: Path) -> Any:
    take_into_use(folder(tmp_path, nested.template()))
    return user(WORKER)


@pytest.fixture
def kept(worker: Any) -> Any:
    result = send(worker, Part("dwellings", nested.answers()))
    assert result.ok, result.problems
    return result.records[0]


def first(found: Any) -> dict[str, Any]:
    """The first person of the first home."""
    person: dict[str, Any] = found["homes"][0]["people"][0]
    return person


def homes(kept: Any) -> Any:
    return copy.deepcopy(answers(kept)["homes"])


# ---- the gate


def test_what_is_kept(kept: Any) -> None:
    found = answers(kept)
    assert [home["counted"] for home in found["homes"]] == ["2", "0"] and found["all"] == "2"
    assert first(found)["phone"] == "10000001234"


def test_problems_are_told_where_they_stand_on_the_page(worker: Any) -> None:
    """Blank rows are dropped, and counted all the same; so are those before the cells of a rule."""
    people = [{"_id": ""}, {"who": "甲", "age": 130}, {"_id": ""}, {"age": 8}]
    typed = [{"_id": ""}, {"town": "甲镇"}, {"_id": "", "people": people}]
    result = send(worker, Part("dwellings", {"head": "甲", "homes": typed}))
    assert problems(result) == {("answer.constraint", "homes.3.people.2.age")}
    people[1]["age"] = 30
    result = send(worker, Part("dwellings", {"head": "甲", "homes": typed}))
    missing = {"homes.3.town", "homes.3.people.4.who"}
    assert problems(result) == {("answer.required", path) for path in missing}


def test_what_is_not_asked_in_an_inner_row_is_not_kept(worker: Any, kept: Any) -> None:
    found = homes(kept)
    found[0]["people"][0]["age"] = 12
    assert send(worker, change(kept, homes=found)).ok
    assert "job" not in first(answers(kept))


def test_masks_and_blanks_change_nothing(worker: Any, kept: Any) -> None:
    found = homes(kept)
    found[0]["door"] = ""
    found[0]["people"][0] |= {"phone": "*******1234", "age": 41}
    assert send(worker, change(kept, homes=found)).ok
    del found[0]["people"][0]["phone"], found[0]["door"]
    found[0]["people"][0]["age"] = 42
    assert send(worker, change(kept, homes=found)).ok
    assert first(answers(kept))["phone"] == "10000001234"
    assert first(answers(kept))["age"] == 42 and answers(kept)["homes"][0]["door"] == "3组12号"
    del found[0]["people"]
    assert send(worker, change(kept, homes=found)).ok
    assert first(answers(kept))["phone"] == "10000001234"


def test_an_inner_row_is_taken_out_by_its_identity(worker: Any, kept: Any) -> None:
    found = homes(kept)
    del found[0]["people"][0]
    assert send(worker, change(kept, homes=found)).ok
    [left] = answers(kept)["homes"][0]["people"]
    assert (left["_id"], left["who"]) == (TWO, "罗安")
    assert answers(kept)["all"] == "1"


# ---- sealing


def test_inner_cells_are_sealed(kept: Any) -> None:
    stored = row(kept).answers
    assert "$sealed" in first(stored)["phone"] and "10000001234" not in str(stored)
    assert "10000001234" not in str([change.diff for change in changes(kept)])


def test_a_table_whose_only_secret_lies_two_deep() -> None:
    deep = Question(name="phone", label="电话", type="phone", sealed=True)
    inner = Question(name="people", label="人", type="rows", questions=(deep,))
    outer = Question(name="homes", label="家", type="rows", questions=(inner,))
    assert sealed_names([outer, replace(deep, name="x", sealed=False)]) == {"homes"}


def test_an_inner_cell_is_bound_to_its_row_and_to_the_row_around(worker: Any, kept: Any) -> None:
    found = homes(kept)
    found[0]["people"][1]["phone"] = "10000009999"
    found[1]["people"] = [{"_id": ONE, "who": "罗丹", "phone": "10000008888"}]
    assert send(worker, change(kept, homes=found)).ok

    def people(stored: Any, home: int) -> Any:
        return stored["homes"][home]["people"]

    for spoil in (
        lambda a: people(a, 0)[0].update(phone=people(a, 0)[1]["phone"]),
        lambda a: people(a, 0)[0].update(phone=people(a, 1)[0]["phone"]),
        lambda a: people(a, 0)[0].update(_id=THREE),
        lambda a: a["homes"][0].update(_id=THREE),
        lambda a: a["homes"][0].update(door=people(a, 0)[0]["phone"]),
    ):
        record = row(kept)
        stored = copy.deepcopy(record.answers)
        spoil(record.answers)
        record.save()
        with pytest.raises(KeysMissing):
            answers(kept)
        record.answers = stored
        record.save()


# ---- another edition


def edition(**edits: Any) -> None:
    """The next one, in which columns of the inner table are others."""
    new_form("dwelling", homes=columns(people=columns(**edits)))
    publish()


def test_inner_columns_move(worker: Any, kept: Any) -> None:
    edition(who=renamed("name"), phone=renamed("mobile"), age=gone, job=with_(relevant=""))
    [loss] = preview(as_seen(worker, kept)).lost
    assert loss == ("住过的地方：年龄", "40；8")
    assert send(worker, Part("dwellings", {}, kept.uid, UPGRADE)).ok
    assert first(answers(kept)) == {
        "_id": ONE,
        "name": "罗川",
        "mobile": "10000001234",
        "job": "木工",
    }
    assert "10000001234" not in str(row(kept).answers)


def test_an_inner_column_is_sealed_from_now_on(worker: Any, kept: Any) -> None:
    edition(who=with_(sealed=True))
    assert send(worker, Part("dwellings", {}, kept.uid, UPGRADE)).ok
    assert "$sealed" in str(first(row(kept).answers)["who"])
    assert first(answers(kept))["who"] == "罗川"


# ---- on the pages

TYPED = {
    "head": "罗川",
    "homes-0-town": "枫树坪镇",
    "homes-0-door": "3组12号",
    "homes-0-people-1-who": "罗川",
    "homes-0-people-1-age": "40",
    "homes-0-people-1-phone": "10000001234",
}


def test_one_more_inner_row_without_javascript(worker: Any) -> None:
    hand = Hand(WORKER).open(NEW).press(**TYPED, more="homes-0-people")
    values = hand.controls.values
    assert {name: values[name] for name in TYPED} == {n: [text] for n, text in TYPED.items()}
    assert "homes-0-people-2-who" in values and "homes-0-people-3-who" not in values
    hand.press(**{"homes-0-people-2-who": "罗安", "homes-0-people-2-age": "8"})
    assert "/receipts/" in hand.at
    found = answers(Record.objects.unscoped("test").get(ledger__key="dwellings"))
    assert [one["who"] for one in found["homes"][0]["people"]] == ["罗川", "罗安"]


def test_a_draft_page_by_page(worker: Any) -> None:
    hand = Hand(WORKER).open(f"{NEW}pages/").press(head="罗川")
    hand.press(**{n: text for n, text in TYPED.items() if n != "head"}, more="homes-0-people")
    assert "homes-0-people-2-who" in hand.controls.names
    hand.press(go="later").open(f"{hand.step('s-2')}")
    step = re.search("/drafts/([0-9a-f-]{36})/", Hand(WORKER).open("/work/").html)
    assert step
    hand.open(f"/drafts/{step[1]}/s-2/")
    assert hand.controls.values["homes-0-people-1-who"] == ["罗川"]
    assert hand.press(**{"homes-0-people-2-age": "8"}).status == 200
    hand.open(f"/drafts/{step[1]}/check/")
    assert "同住的人（罗川 40，*******1234" in hand.html
    assert "#q-homes-1-people-3-who" in hand.html


def test_a_mistake_is_shown_at_its_cell(worker: Any) -> None:
    hand = Hand(WORKER).open(NEW).press(**TYPED | {"homes-0-people-1-age": "四十"})
    assert hand.status == 422
    assert 'href="#q-homes-1-people-2-age"' in hand.html
    assert 'id="q-homes-1-people-2-age-e"' in hand.html
    assert hand.controls.values["homes-0-people-1-age"] == ["四十"]


def test_a_record_is_read_and_changed(worker: Any, kept: Any) -> None:
    at = f"/records/{kept.uid}/"
    hand = Hand(WORKER).open(at)
    assert "同住的人（罗川 40，*******1234，木工；罗安 8）" in hand.html
    assert "10000001234" not in hand.html and "3组12号" not in hand.html
    hand.open(f"{at}edit/")
    hidden = re.findall('data-q="(homes[^"]*)" hidden', hand.html)
    assert hidden == ["homes.1.people.2.job"]
    hand.press(**{"homes-0-people-0-age": "41"})
    assert "saved=1" in hand.at and first(answers(kept))["phone"] == "10000001234"
    assert "<del>枫树坪镇" in hand.html and "10000001234" not in hand.html
    hand.open(f"{at}edit/").press()
    assert row(kept).version == 2


def picture() -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(data, "png")
    return SimpleUploadedFile("a.png", data.getvalue(), "image/png")


def test_an_upload_in_an_inner_row(worker: Any) -> None:
    hand = Hand(WORKER).open(f"{NEW}pages/").press(head="罗川")
    towns = {"homes-0-town": "枫树坪镇", "homes-0-people-0-who": "罗川"}
    hand.press(files={"homes-0-people-0-proof.file": picture()}, **towns)
    hand.press()
    assert "/receipts/" in hand.at
    record = Record.objects.unscoped("test").get(ledger__key="dwellings")
    digest = first(answers(record))["proof"]["sha256"]
    assert File.objects.unscoped("test").get(sha256=digest).record_id == record.pk


def test_shared_tables_come_along(worker: Any, kept: Any) -> None:
    """What is typed over stays typed, sealed cells come without being shown, uploads do not come."""
    hand = Hand(WORKER).open(f"{NEW}?like={kept.uid}")
    assert "10000001234" not in hand.html and "*******1234" in hand.html
    hand.press(**{"head": "罗谷", "homes-0-people-1-age": "9"})
    assert "/receipts/" in hand.at
    made = Record.objects.unscoped("test").filter(ledger__key="dwellings").latest("id")
    found = answers(made)
    assert first(found)["phone"] == "10000001234" and found["homes"][0]["door"] == "3组12号"
    assert found["homes"][0]["people"][1]["age"] == 9 and found["head"] == "罗谷"


def test_paper(worker: Any, kept: Any) -> None:
    hand = Hand(WORKER)
    for page in ("/ledgers/dwellings/blank.pdf", f"/records/{kept.uid}/print.pdf"):
        assert hand.client.get(page).content.startswith(b"%PDF")
