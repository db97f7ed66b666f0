"""Letters of the shipped pack: who may give which, what counts as signed, what nobody here may order."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from forms_catalog.definition import Letter
from forms_catalog.packs import Folder
from ledgers.letters import ending, scans
from ledgers.letters.house import letter
from ledgers.letters.issuing import issue
from ledgers.letters.paper import ground_of, printed
from ledgers.letters.rates import of_letter, total
from ledgers.letters.words import Speaking
from ledgers.models import LetterIssue
from ledgers.registry import live
from ledgers.submission import Kept, Part, Result
from people.tree import plant
from tests import people
from tests.ledgers import registers
from tests.ledgers.duties.world import Time
from tests.ledgers.registers import act, director, kept
from tests.ledgers.tools import id_card, lives, problems, row, send, user
from tests.people import SINCE

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
ROOT = Path("templates/packs/child_protection")
PACK = Folder(ROOT)
VILLAGE, TOWNSHIP, COUNTY = "village_officer", "township_supervisor", "county_admin"
URGES = ("guardian_remind", "guardian_urge", "guardian_return", "guardian_dissuade")
PARENT = {
    "a_name": "罗川",
    "a_relation": "51",
    "a_id": id_card(1400, 1),
    "a_work_place": "东莞",
    "a_phone": "10000001234",
}


@pytest.fixture
def one(world: Any, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """A child whose parents are both away, registered and verified."""
    Time(monkeypatch).to("2026-11-21")
    found = registers.dossier(1)
    registers.left_behind(found)
    return found


def entrust(of: Kept, **changes: Any) -> Result:
    said = {
        "child": of.uid,
        "party_a": [PARENT],
        "b_name": "罗柏",
        "b_birth": "1960-01-01",
        "b_id": id_card(1401, 1),
        "b_relation": "61",
        "b_addr": "河湾村3组12号",
        "b_phone": "10000005678",
        "b_capacity": "yes",
        "b_bar": ["0"],
        "child_opinion": "WILLING",
        "start_date": "2026-11-01",
        "end_date": "2027-10-31",
        "reason": "WORK",
        "contact_freq": "WEEKLY",
        "visit_times": "2",
        "notice_days": "15",
    } | changes
    return send(director("河湾村"), Part("entrusted_care_letters", said))


def urge(of: Kept, kind: str = "REMIND", who: str = VILLAGE, **changes: Any) -> Result:
    said = {
        "child": of.uid,
        "doc_type": kind,
        "to_name": "罗川",
        "to_relation": "51",
        "fact": "孩子一个月没有接到父母的电话",
        "law": ["W16"],
        "demand": "每周和孩子通一次话",
        "deadline": "2026-12-31",
    } | changes
    return send(user(who), Part("guardian_urges", said))


def issued(of: Kept) -> list[tuple[str, str]]:
    rows = LetterIssue.objects.unscoped("test").filter(record=row(of)).order_by("id")
    return [(one.letter, one.state) for one in rows]


def said(of: Kept, key: str) -> str:
    found = letter(key)
    assert found
    blocks = Speaking(found, ground_of(row(of), None)).blocks()
    return "\n".join("".join(t for t, _ in line) for block in blocks for line in block.lines)


def scan(of: LetterIssue) -> Any:
    out = io.BytesIO()
    segno.make(of.code, error="q", micro=False).save(out, kind="png", scale=6, border=4)
    return SimpleUploadedFile("a.png", out.getvalue(), "image/png")


def given_to(of: Kept) -> None:
    found = letter("entrusted_care_letter")
    assert found
    issue(user(VILLAGE), found, row(of).pk)


def filed(who: str = VILLAGE) -> None:
    of = LetterIssue.objects.unscoped("test").get()
    scans.file(user(who), of, scans.keep(user(who), "a.png", scan(of)))


def rate(who: str = COUNTY) -> tuple[int, int]:
    found = letter("entrusted_care_letter")
    assert found
    whole = total(of_letter(user(who), found))
    return whole.needing, whole.having


# ---- entrusted care ----


@pytest.mark.parametrize("bar", ["1", "2", "3", "4"])
def test_whoever_is_barred_is_entrusted_with_nobody(one: Kept, bar: str) -> None:
    assert problems(entrust(one, b_bar=[bar])) == {("answer.constraint", "b_bar")}


def test_signed_is_what_has_its_scan_and_is_not_over(one: Kept) -> None:
    assert rate() == (1, 0)
    kept_ = kept(entrust(one))
    given_to(kept_)
    assert rate() == (1, 0)
    day = {"sign_date": "2026-11-20"}
    assert act(VILLAGE, kept_, "sign", a_sign_mode="ONSITE", **day).ok
    assert rate() == (1, 0)
    filed()
    assert (rate(), row(kept_).state) == ((1, 1), "SIGNED")
    given = LetterIssue.objects.unscoped("test").get()
    assert (given.state, str(given.valid_to)) == ("signed", "2027-10-31")


def test_a_village_from_the_list_to_the_rate(one: Kept, tmp_path: Path) -> None:
    """Issued and printed in one go; photographs of the paper itself are filed, a person says so."""
    browser, care = people.client(VILLAGE), "entrusted_care_letter"
    given = {kept(entrust(child)) for child in (one, *map(another, (2, 3)))}
    where = browser.post(reverse("letters-start", args=[f"{care}s", care])).url
    assert "出具3份" in browser.get(where).text and browser.post(where).status_code == 302
    assert (standing(), rate()) == ([(f"0000{n}", "to_sign") for n in (1, 2, 3)], (3, 0))
    photographs = photographed(browser.post(f"{where}letters.pdf").content, tmp_path)
    assert (standing(), rate()) == ([(f"0000{n}", "printed") for n in (1, 2, 3)], (3, 0))
    third = LetterIssue.objects.unscoped("test").get(number__endswith="00003").record
    for found in given:
        if found.uid != str(third.uid):
            assert act(VILLAGE, found, "sign", a_sign_mode="ONSITE", sign_date="2026-11-20").ok
    for photograph in photographs[:2]:
        upload = SimpleUploadedFile("a.png", photograph.read_bytes(), "image/png")
        page = browser.post(reverse("letters-scan"), {"file": upload})
        told = dict(re.findall(r'name="(scan|sure)" value="([^"]+)"', page.text))
        assert (page.status_code, len(told)) == (200, 2)
        browser.post(reverse("letters-scan"), told)
    assert [state for _, state in standing()] == ["signed", "signed", "printed"]
    page = browser.get(reverse("letter-rates", args=[care])).text
    assert rate() == (3, 2) and "66.6%" in page


def standing() -> list[tuple[str, str]]:
    """The end of its number and the state of each letter."""
    rows = LetterIssue.objects.unscoped("test").order_by("number")
    return [(one.number[-5:], one.state) for one in rows]


def another(number: int) -> Kept:
    found = registers.dossier(number)
    registers.left_behind(found)
    return found


def photographed(paper: bytes, folder: Path) -> list[Path]:
    """The first sheet of each letter, as pictures."""
    (folder / "a.pdf").write_bytes(paper)
    command = ["pdftoppm", "-r", "110", "-gray", "-png", folder / "a.pdf", folder / "p"]
    subprocess.run(command, check=True)
    return sorted(folder.glob("p*.png"))[::2]


def test_pages_name_the_child_and_only_places_where_somebody_needs_one(one: Kept) -> None:
    given_to(kept(entrust(one)))
    page = people.client(VILLAGE).get(reverse("letters")).text
    assert "罗安，待打印" in page and "回到今天" in page
    place = director("河湾村").posts.get().place
    plant(place, "group", "第1组", "", SINCE)
    page = people.client(VILLAGE).get(reverse("letter-rates", args=["entrusted_care_letter"])).text
    assert "本级" in page and "第1组" not in page and "0%" in page


def test_over_is_not_signed(one: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_ = kept(entrust(one))
    given_to(kept_)
    day = {"sign_date": "2026-11-20"}
    assert act(VILLAGE, kept_, "sign", a_sign_mode="ONSITE", **day).ok
    filed()
    clock = Time(monkeypatch)
    found = []
    for day_ in ("2027-10-31", "2027-11-01"):
        clock.to(day_)
        found.append((rate()[1], ending.expire(), issued(kept_)[0][1]))
    assert found == [(1, 0, "signed"), (0, 1, "expired")]


def test_a_call_is_not_a_signature(one: Kept) -> None:
    kept_ = kept(entrust(one))
    called = {
        "a_sign_mode": "PHONE",
        "a_confirm_at": "2026-11-20T09:30",
        "a_witness": "何晨柏",
        "sign_date": "2026-11-20",
    }
    assert not act(VILLAGE, kept_, "sign", **called).ok
    assert act(VILLAGE, kept_, "sign_pending", **called).ok
    assert (row(kept_).state, rate()) == ("PENDING", (1, 0))
    assert not act(VILLAGE, kept_, "file_scan").ok


def test_numbers_are_written_out_and_the_guardian_stays(one: Kept) -> None:
    words = said(kept(entrust(one)), "entrusted_care_letter")
    assert PARENT["a_id"] in words and "10000005678" in words
    assert "父母仍是监护人" in words and "至少每周联系一次" in words


def test_school_and_village_are_told_in_writing(one: Kept) -> None:
    whole = kept(entrust(one))
    told = {
        "child": one.uid,
        "letter": whole.uid,
        "recipient": ["SCHOOL", "VILLAGE"],
        "guardian_name": "罗川",
        "guardian_phone": "10000001234",
        "b_phone": "10000005678",
        "issue_date": "2026-11-20",
    }
    half = send(director("河湾村"), Part("entrust_notices", told | {"recipient": ["SCHOOL"]}))
    assert problems(half) == {("answer.constraint", "recipient")}
    notice = kept(send(director("河湾村"), Part("entrust_notices", told)))
    assert issued(notice) == [("entrust_notice", "to_sign")]
    words = said(notice, "entrust_notice")
    assert "委托罗柏（是孩子的祖父，电话10000005678）" in words and "我在东莞务工" in words
    assert "自2026年11月1日至2027年10月31日" in words


# ---- reminding and urging ----


@pytest.mark.parametrize("kind", ["REMIND", "URGE", "RETURN", "DISSUADE"])
@pytest.mark.parametrize("who", [VILLAGE, TOWNSHIP])
def test_villages_and_townships_remind_and_urge(one: Kept, kind: str, who: str) -> None:
    more = {"last_remind": "2026-11-10"} if kind == "URGE" else {}
    found = kept(urge(one, kind, who, **more))
    assert issued(found) == [(f"guardian_{kind.lower()}", "to_sign")]
    words = said(found, f"guardian_{kind.lower()}")
    assert "孩子一个月没有接到父母的电话" in words and "2026年12月31日" in words


@pytest.mark.parametrize("kind", ["ADMONISH", "EDU_ORDER", "DVWARN", "EDU_REF"])
def test_what_the_police_give_is_not_given_here(one: Kept, kind: str) -> None:
    result = urge(one, kind)
    assert not result.ok and {name for _, name in problems(result)} == {"doc_type"}


def test_no_letter_of_ours_admonishes_or_orders() -> None:
    """Whoever lives and works in a village or township reminds and urges; orders are the police's."""
    keys = [path.stem for path in (ROOT / "letters").glob("*.yaml")]
    assert {*keys} >= {*URGES}
    for one_ in (PACK.get("letter", key) for key in keys):
        assert isinstance(one_, Letter)
        words = f"{one_.title} {one_.text}"
        assert not [word for word in ("训诫", "责令", "告诫") if word in words], one_.id
        assert {*one_.who} <= {"village_director", "child_supervisor", "county_office"}, one_.id


def test_urged_in_vain_the_township_hears(one: Kept) -> None:
    found = kept(urge(one))
    served = {"served_at": "2026-11-20T09:30", "served_way": "FACE", "receipt_refused": "no"}
    assert act(VILLAGE, found, "deliver", **served).ok
    assert not act(VILLAGE, found, "conclude", result="PART").ok
    assert act(VILLAGE, found, "fail", result="PART", escalate="AGAIN").ok
    assert row(found).state == "FAILED"


# ---- what is linked ----


def veil(monkeypatch: pytest.MonkeyPatch, **rules: tuple[str, ...]) -> None:
    """The village sees the children's register by these rules."""
    book = live("children")
    assert book
    own = [replace(a, **rules) if a.name == "village_director" else a for a in book.rules.access]
    lives(monkeypatch, "children", replace(book, rules=replace(book.rules, access=tuple(own))))


def test_a_linked_record_says_on_paper_what_its_own_page_says(
    one: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_ = kept(entrust(one))
    given_to(kept_)
    of = LetterIssue.objects.unscoped("test").select_related("record", "issued_by").get()
    assert "罗安，女" in paper_of(of, VILLAGE)
    veil(monkeypatch, masked=("name",), hidden=("sex",))
    assert "被照护的孩子：＊＊＊＊，，" in paper_of(of, VILLAGE)
    assert "罗安，女" in paper_of(of, TOWNSHIP)


def paper_of(of: LetterIssue, who: str) -> str:
    data, _ = printed([of], user(who))
    pages = PdfReader(io.BytesIO(data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)
