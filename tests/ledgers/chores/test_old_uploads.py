"""What was uploaded and never sent goes after a week; what a record or draft names stays."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image

from ledgers.chores.old_uploads import old_uploads
from ledgers.clock import now
from ledgers.drafts import Content, Drafts, Sheet
from ledgers.exchange.bringing import bring
from ledgers.files import KeptFiles, path_of
from ledgers.intake import Plan, accept, writing
from ledgers.keeping import uploads
from ledgers.models import Draft, File, Import, Record
from ledgers.registry import live
from ledgers.worker import enqueue, status
from tests import people
from tests.ledgers.exchange.sheets import ANNA, table
from tests.ledgers.tools import codes

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
DAY = dt.timedelta(days=1)


def picture() -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(data, "png")
    return SimpleUploadedFile("a.png", data.getvalue())


def sent(user: Any, days: int) -> dict[str, Any]:
    """An upload of so many days ago."""
    answer = dict(KeptFiles().keep(user, "近照.png", picture(), image=True, sealed=True))
    rows().filter(sha256=answer["sha256"]).update(created_at=now() - days * DAY)
    return answer


def rows() -> Any:
    return File.objects.unscoped("test")


def there(answer: dict[str, Any]) -> bool:
    row, data = rows().filter(sha256=answer["sha256"]), path_of(answer["sha256"])
    assert row.exists() == data.exists()
    return bool(row.exists())


def tidy() -> None:
    task = enqueue(old_uploads, asked_by=None)
    call_command("worker", "--once")
    found = status(task)
    assert found and found.over and not found.problem


def night() -> None:
    """This one and all before are a day older."""
    for row in rows().exclude(let_go_at=None):
        rows().filter(pk=row.pk).update(let_go_at=row.let_go_at - DAY)
    tidy()


def draft(user: Any, values: dict[str, list[str]], carried: Any = None) -> None:
    book = live("children")
    sheet = Sheet(uuid.uuid4(), book.id, book.form_edition, Content(values, carried or {}))
    Drafts(user).save(sheet, lambda found: None)


@pytest.mark.parametrize(("days", "stays"), [(6, True), (8, False)])
def test_it_goes_after_a_week(officer: Any, days: int, stays: bool) -> None:
    answer = sent(officer, days)
    tidy()
    assert there(answer), "nobody's by now, but still there"
    night()
    assert there(answer) is stays


def test_nobody_is_offered_what_was_let_go(officer: Any) -> None:
    answer = sent(officer, 8)
    assert KeptFiles().again(officer, answer["sha256"])
    tidy()
    assert KeptFiles().again(officer, answer["sha256"]) is None
    result = accept(people.sitting(officer, one=people.dossier(photo=answer)))
    assert codes(result) == {"file.unknown"}


def test_what_a_record_holds_stays(officer: Any) -> None:
    answer = sent(officer, 100)
    people.register(officer, photo=answer)
    night()
    night()
    assert there(answer)


@pytest.mark.parametrize(
    "where",
    [
        lambda sha: ({"photo.kept": [sha]}, {}),
        lambda sha: ({}, {"photo": {"sha256": sha}}),
        lambda sha: ({}, {"rows": [{"picture": {"sha256": sha}}]}),
    ],
)
@pytest.mark.parametrize("who", ["village_officer", "other_village_officer"])
def test_what_a_draft_names_stays(world: Any, where: Any, who: str) -> None:
    answer = sent(world.users["village_officer"], 100)
    draft(world.users[who], *where(answer["sha256"]))
    night()
    night()
    assert there(answer)
    Draft.objects.unscoped("test").all().delete()
    night()
    night()
    assert not there(answer)


def test_a_draft_that_does_not_open_keeps_its_authors_uploads(world: Any) -> None:
    officer, other = (world.users[n] for n in ("village_officer", "other_village_officer"))
    own, strange = sent(officer, 100), sent(other, 100)
    draft(officer, {})
    Draft.objects.unscoped("test").update(data_key=b"0" * 60)
    night()
    night()
    assert there(own) and not there(strange)


def test_the_gate_that_asked_before_still_gets_it(officer: Any, monkeypatch: Any) -> None:
    """Judged while it was theirs; let go, and a whole sweep, before the record is written."""
    answer = sent(officer, 8)
    whole = writing.uploads.hold

    def late(plans: list[Plan]) -> None:
        uploads.let_go()
        uploads.remove(uploads.leaving())
        whole(plans)

    monkeypatch.setattr(writing.uploads, "hold", late)
    people.register(officer, photo=answer)
    row = rows().get(sha256=answer["sha256"])
    assert row.record_id and row.let_go_at
    night()
    assert there(answer), "it is the record's"


def test_a_record_takes_it_while_it_is_being_removed(officer: Any) -> None:
    """Read as leaving, held a moment later: the row is asked again before it goes."""
    answer = sent(officer, 8)
    tidy()
    rows().update(let_go_at=now() - DAY)
    found = list(uploads.leaving())
    kept = people.register(officer).records[0]
    rows().update(record=Record.objects.unscoped("test").get(uid=kept.uid))
    uploads.remove(found)
    assert there(answer)


def test_bytes_that_another_row_needs_stay(club: Any) -> None:
    batch = bring(club.users["clerk"], live("members"), "会员.csv", table(ANNA))
    uploads.remove_bytes(batch.file)
    assert path_of(batch.file).exists()
    Import.objects.unscoped("test").all().delete()
    uploads.remove_bytes(batch.file)
    assert not path_of(batch.file).exists()


def test_killed_between_bytes_and_row(officer: Any) -> None:
    answer = sent(officer, 8)
    tidy()
    path_of(answer["sha256"]).unlink()
    night()
    assert not there(answer)


def test_many_go_in_small_steps(officer: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(uploads, "AT_ONCE", 2)
    found = [sent(officer, 8) for _ in range(5)]
    tidy()
    night()
    assert not any(map(there, found))
