"""From the button on a record to the signed scan in its file, by the pages alone."""

from __future__ import annotations

import io

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ledgers.letters import scans
from ledgers.models import Bulk, LetterIssue
from tests import people
from tests.ledgers.tools import row

from .conftest import given, member, read

pytestmark = pytest.mark.django_db


def picture(text: str = "nothing") -> SimpleUploadedFile:
    out = io.BytesIO()
    segno.make(text, error="q", micro=False).save(out, kind="png", scale=6, border=4)
    return SimpleUploadedFile("a.png", out.getvalue(), "image/png")


@pytest.fixture
def manager(club):
    return people.client("manager")


@pytest.fixture(params=["read", "typed"])
def reading(request, monkeypatch):
    """With a reader of codes, and without one."""
    seen = []
    monkeypatch.setattr(scans, "codes", lambda data, kind: list(seen))
    return seen if request.param == "read" else None


def everything():
    return LetterIssue.objects.unscoped("test")


def test_issued_by_the_button_of_the_record(manager):
    kept = member(1)
    address = reverse("letter-issue", args=[kept.uid, "welcome"])
    assert address in manager.get(reverse("record", args=[kept.uid])).text
    answer = manager.post(address)
    one = everything().get()
    assert answer.url == reverse("letter", args=[one.uid])
    page = manager.get(reverse("record", args=[kept.uid])).text
    assert address not in page and answer.url in page
    assert one.number in manager.get(answer.url).text


def test_whoever_may_not_sees_no_button(manager):
    kept = member(1)
    address = reverse("letter-issue", args=[kept.uid, "welcome"])
    clerk = people.client("clerk")
    assert address not in clerk.get(reverse("record", args=[kept.uid])).text
    said = clerk.post(address)
    assert (said.status_code, said.text.count("这份文书不由您的岗位出具")) == (422, 1)
    assert not everything().exists()
    one = given(kept)
    assert (
        people.client("village_officer").get(reverse("letter", args=[one.uid])).status_code == 404
    )
    assert clerk.post(reverse("letter-print", args=[one.uid])).status_code == 404


def test_what_is_not_due_any_more_is_told_on_the_record(manager):
    waiting = member(1, active=False)
    said = manager.post(reverse("letter-issue", args=[waiting.uid, "welcome"]))
    assert said.status_code == 422 and "现在的情形不符合出具的条件" in said.text
    assert 'role="alert"' in said.text and not everything().exists()


def test_printing_is_posted_and_counted(manager):
    one = given(member(1))
    address = reverse("letter-print", args=[one.uid])
    assert manager.get(address).status_code == 302 and read(one).printed == 0
    answer = manager.post(address)
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert read(one).printed == 1


def test_a_scan_is_filed_when_a_person_says_so(club, reading):
    clerk = people.client("clerk")
    kept = member(1)
    one = given(kept)
    told = {}
    if reading is None:
        told = {"code": one.code}
    else:
        reading.append(one.code)
    page = clerk.post(reverse("letters-scan"), {"file": picture(one.code), **told})
    assert page.status_code == 200 and one.number in page.text and read(one).state == "to_sign"
    scan = page.text.split('name="scan" value="')[1].split('"')[0]
    answer = clerk.post(reverse("letters-scan"), {"scan": scan, "sure": one.code, **told})
    assert answer.url == reverse("letter", args=[one.uid])
    found = read(one)
    assert found.state == "signed" and found.scan.sha256 == scan
    assert row(kept).answers["contract"]["sha256"] == scan


def test_whoever_does_not_fill_the_record_hands_the_scan_on(manager, reading):
    one = given(member(1))
    told = {"code": one.code} if reading is None else {}
    if reading is not None:
        reading.append(one.code)
    page = manager.post(reverse("letters-scan"), {"file": picture(), "sure": one.code, **told})
    assert page.status_code == 422 and "请交给填这张表的人" in page.text
    assert (
        reverse("letter-scan", args=[one.uid])
        not in manager.get(reverse("letter", args=[one.uid])).text
    )
    assert read(one).state == "to_sign"


def test_a_scan_of_another_letter_is_refused(manager, reading):
    one, other = given(member(1)), given(member(2))
    told = {"code": other.code} if reading is None else {}
    if reading is not None:
        reading.append(other.code)
    address = reverse("letter-scan", args=[one.uid])
    page = manager.post(address, {"file": picture(), "sure": one.code, **told})
    assert page.status_code == 422 and "另一份" in page.text
    assert {read(x).state for x in (one, other)} == {"to_sign"}


def test_what_cannot_be_read_is_asked_for(manager, monkeypatch):
    monkeypatch.setattr(scans, "codes", lambda data, kind: [])
    page = manager.post(reverse("letters-scan"), {"file": picture()})
    assert page.status_code == 422 and 'name="code"' in page.text
    assert manager.post(reverse("letters-scan"), {}).status_code == 422


def test_whose_scan_cannot_be_filed_yet_is_told_what_comes_first(manager):
    one = given(member(1))
    address = reverse("letter", args=[one.uid])
    assert "先打开记录" not in manager.get(address).text
    manager.post(reverse("letter-print", args=[one.uid]))
    page = manager.get(address).text
    assert "先打开记录" in page and reverse("letter-scan", args=[one.uid]) not in page


def test_withdrawn_with_a_reason_only(manager):
    one = given(member(1))
    address = reverse("letter-end", args=[one.uid])
    assert manager.post(address, {"reason": ""}).status_code == 422
    assert manager.post(address, {"reason": "名字写错了"}).status_code == 302
    assert (read(one).state, read(one).reason) == ("withdrawn", "名字写错了")


def test_renewed_makes_room_for_the_next_number(manager):
    kept = member(1)
    one = given(kept)
    told = {"reason": "到期续签", "how": "renew"}
    assert manager.post(reverse("letter-end", args=[one.uid]), told).status_code == 302
    page = manager.get(reverse("letter", args=[one.uid])).text
    assert read(one).state == "renewed" and "已续签" in page
    assert reverse("letter-print", args=[one.uid]) not in page
    assert given(kept).number.endswith("0002")
    again = manager.post(reverse("letter-end", args=[one.uid]), told)
    assert (
        again.status_code == 422
        and manager.post(reverse("letter-print", args=[one.uid])).status_code == 422
    )


def test_what_is_withdrawn_takes_no_scan(manager, reading):
    one = given(member(1))
    told = {"code": one.code} if reading is None else {}
    if reading is not None:
        reading.append(one.code)
    manager.post(reverse("letter-end", args=[one.uid]), {"reason": "名字写错了"})
    page = manager.post(reverse("letters-scan"), {"file": picture(), **told})
    assert page.status_code == 422 and read(one).state == "withdrawn"


def test_a_list_gets_its_letters_in_one_file(manager):
    due = [member(n) for n in (1, 2)]
    member(3, active=False)
    start = reverse("letters-start", args=["members", "welcome"])
    assert start in manager.get(reverse("ledger", args=["members"])).text
    where = manager.post(start).url
    page = manager.get(where).text
    assert "出具2份" in page and "不符合" in page and not everything().exists()
    manager.post(where)
    assert everything().count() == 2
    page = manager.get(where).text
    assert "打印2份" in page
    paper = manager.post(where + "letters.pdf")
    assert paper.content.startswith(b"%PDF")
    batch = Bulk.objects.unscoped("test").get()
    order = [x for x in batch.ids if x in {row(kept).pk for kept in due}]
    numbers = [everything().get(record=pk).number for pk in order]
    assert numbers == sorted(numbers)
