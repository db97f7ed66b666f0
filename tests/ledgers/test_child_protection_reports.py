"""Immediate reports of the pack: three words do, nobody approves, who reported stays unknown."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdf
import pytest
from python_calamine import CalamineWorkbook

from ledgers.models import Record
from ledgers.registry import live
from ledgers.submission import Kept, Part
from tests import people
from tests.ledgers import cases, registers
from tests.ledgers.cases import COUNTY, FOUND, SAID, SECRETS, TOWNSHIP, VILLAGE
from tests.ledgers.editions import new_rules, publish
from tests.ledgers.registers import act, kept
from tests.ledgers.tools import answers, codes, row, send, user
from tests.people import client

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
NEW = "/ledgers/mandatory_reports/new/"
LIFE = [
    ("complete", "REPORTED", "COMPLETED", "VTC"),
    ("dispatch", "COMPLETED", "ACCEPTED", "T"),
    ("feedback", "COMPLETED ACCEPTED", "ACCEPTED", "T"),
    ("close", "ACCEPTED", "DONE", "TC"),
    ("ask_void", "REPORTED COMPLETED ACCEPTED", "", "T"),
    ("void", "REPORTED COMPLETED ACCEPTED", "VOID", "C"),
]
WHO = {"V": VILLAGE, "T": TOWNSHIP, "C": COUNTY, "O": "other_village_officer"}
STATES = ["REPORTED", "COMPLETED", "ACCEPTED", "DONE", "VOID"]


@pytest.fixture
def one(world: Any) -> Kept:
    return registers.dossier(1)


# ---- rule 5: at once, by anybody, without approval ----


@pytest.mark.parametrize("who", [VILLAGE, TOWNSHIP, COUNTY])
def test_three_words_are_enough(world: Any, who: str) -> None:
    said = {"who_hint": "不知道名字，七八岁", "fact_first": "一个人在家好几天", "found_at": FOUND}
    first = kept(send(user(who), Part("mandatory_reports", said)))
    assert row(first).state == "REPORTED", "nobody has to approve"
    assert answers(first)["report_no"].startswith("990121-QB-2026-")
    assert row(first).place_path == registers.path(
        {VILLAGE: "河湾村", TOWNSHIP: "枫树坪镇", COUNTY: "澜川县"}[who]
    )


def test_the_life_as_a_table(one: Kept) -> None:
    from tests.ledgers.tools import undone

    report = cases.reported(one)
    assert cases.completed(report).ok
    assert act(TOWNSHIP, report, "feedback", "", confidential_ack="yes", feedback_at=FOUND).ok
    given = {
        "complete": cases.MORE,
        "dispatch": {"confidential_ack": "yes"},
        "feedback": {"confidential_ack": "yes"},
    }
    wrong = {}
    for name, froms, to, who in LIFE:
        for state in STATES:
            Record.objects.unscoped("test").filter(uid=report.uid).update(state=state)
            for letter, person in WHO.items():
                wanted = (to or state) if state in froms.split() and letter in who else "no"
                with undone():
                    said = given.get(name, {}) if letter in who else {}
                    result = act(person, report, name, "核实过了", **said)
                    told = row(report).state if result.ok else "no"
                if told != wanted:
                    wrong[name, state, letter] = (wanted, told, result.problems)
    assert wrong == {}


def test_police_first_then_a_case(one: Kept) -> None:
    report = cases.reported(one)
    assert cases.completed(report, severity="PENDING", police_at=None).problems
    found = live("mandatory_reports")
    assert found
    Record.objects.unscoped("test").filter(uid=report.uid).update(state="COMPLETED")
    refused = act(TOWNSHIP, report, "dispatch", "", confidential_ack="yes")
    assert codes(refused) == {"action.guard"} and "公安" in refused.problems[0].text
    nameless = cases.reported()
    assert cases.completed(nameless).ok
    refused = act(TOWNSHIP, nameless, "dispatch", "", confidential_ack="yes")
    assert codes(refused) == {"action.guard"} and "建档" in refused.problems[0].text


def test_a_false_alarm_is_voided_and_stays(one: Kept) -> None:
    report = cases.reported(one)
    assert "action.not-yours" in codes(act(TOWNSHIP, report, "void", "是误会"))
    assert act(TOWNSHIP, report, "ask_void", "孩子在亲戚家").ok
    assert codes(act(COUNTY, report, "void", "")) == {"action.reason-missing"}
    assert act(COUNTY, report, "void", "核实是误会").ok
    page = client(COUNTY).get("/ledgers/mandatory_reports/?view=voided").content.decode()
    assert answers(report)["report_no"] in page
    rules = live("mandatory_reports")
    assert rules and "delete" not in {action.verb for action in rules.rules.actions}


# ---- who reported, and the evidence ----


def shown(who: str, uid: str) -> str:
    """Everything a person may open of one report, as one text."""
    browser = client(who)
    addresses = (
        f"/records/{uid}/",
        f"/records/{uid}/?field=reporter_name",
        f"/records/{uid}/?on=2026-12-31",
        f"/records/{uid}/dossier/",
        "/ledgers/mandatory_reports/",
        f"/records/{uid}/edit/?action=complete",
        f"/records/{uid}/act/complete/",
    )
    pages = [browser.get(address) for address in addresses]
    paper = browser.get(f"/records/{uid}/print.pdf")
    assert pages[0].status_code == 200 and paper.status_code == 200
    sheets = pypdf.PdfReader(BytesIO(paper.content)).pages
    found = "".join(page.content.decode() for page in pages)
    return found + "".join(sheet.extract_text() for sheet in sheets)


def test_who_reported_is_not_to_be_found(one: Kept) -> None:
    report = cases.reported(one, **SECRETS)
    assert cases.completed(report).ok
    words = [*SECRETS.values(), SECRETS["reporter_phone"][-4:], "报告人姓名", "怎样联系到您"]
    for who in (VILLAGE, TOWNSHIP):
        text = shown(who, report.uid)
        assert SAID["fact_first"] in text, "what was seen is theirs to read"
        assert [w for w in (*words, "同住的舅舅", "三次听到哭喊") if w in text] == [], who
    county = shown(COUNTY, report.uid)
    assert "报告人姓名" in county and "三次听到哭喊" in county
    assert [word for word in SECRETS.values() if word in county] == [], (
        "masked until it is asked for"
    )


def test_nor_in_what_is_taken_along(one: Kept) -> None:
    cases.reported(one, **SECRETS)
    href = "/ledgers/mandatory_reports/export.xlsx"
    for who in (VILLAGE, TOWNSHIP):
        assert client(who).post(href).status_code in (403, 404)
    book = live("mandatory_reports")
    assert book
    access = tuple(replace(one_, export="yes") for one_ in book.rules.access)
    new_rules("mandatory_reports", access=access)
    publish()
    answer = client(TOWNSHIP).post(href)
    assert answer.status_code == 200
    data = b"".join(answer) if answer.streaming else answer.content
    sheets = CalamineWorkbook.from_filelike(BytesIO(data))
    cells = [
        str(cell)
        for name in sheets.sheet_names
        for line in sheets.get_sheet_by_name(name).to_python()
        for cell in line
    ]
    assert any("登记编号" in cell for cell in cells)
    for word in (*SECRETS.values(), "报告人姓名", "证据材料", "案情经过"):
        assert not any(word in cell for cell in cells), word


def test_what_is_hidden_is_written_once(one: Kept) -> None:
    """Whoever writes down the evidence does not read it again, and cannot write over it unseen."""
    report = cases.reported(one)
    page = client(VILLAGE).get(f"/records/{report.uid}/act/complete/").content.decode()
    assert 'data-q="fact"' in page and 'data-q="suspect"' in page and 'data-q="evidence"' in page
    assert 'data-q="reporter_name"' not in page
    assert cases.completed(report, VILLAGE).ok
    Record.objects.unscoped("test").filter(uid=report.uid).update(state="REPORTED")
    page = client(VILLAGE).get(f"/records/{report.uid}/act/complete/").content.decode()
    assert 'data-q="fact"' not in page and 'data-q="suspect"' not in page
    assert 'data-q="evidence"' in page, "nobody has given any yet"
    mine = client(COUNTY).get(f"/records/{report.uid}/act/complete/").content.decode()
    assert 'data-q="fact"' in mine


# ---- the button on every page ----


@pytest.mark.parametrize("who", people.PEOPLE)
def test_the_button_on_every_page(one: Kept, who: str) -> None:
    """Whoever may open one is offered it everywhere, with the child where there is one."""
    browser = client(who)
    staff = who != "citizen"
    own = who != "other_village_officer"
    for address in ("/work/", "/inbox/", "/ledgers/children/", "/me/", f"/records/{one.uid}/"):
        page = browser.get(address)
        if page.status_code != 200:
            assert not staff or not own, address
            continue
        html = page.content.decode()
        offered = f'tool--now" href="{NEW}' in html
        assert offered is staff, address
        if staff and address.startswith("/records/"):
            assert f'href="{NEW}?child={one.uid}"' in html
    if staff:
        form = browser.get(f"{NEW}?child={one.uid}").content.decode()
        assert form.index("tel:110") < form.index("multipart/form-data"), (
            "first of all the telephone"
        )
        assert ("罗安" in form) is own


def test_only_whoever_may_open_one(world: Any) -> None:
    book = live("mandatory_reports")
    assert book
    actions = tuple(
        replace(action, who=("county_office",)) if action.name == "opening" else action
        for action in book.rules.actions
    )
    new_rules("mandatory_reports", actions=actions)
    publish()
    assert NEW not in client(VILLAGE).get("/work/").content.decode()
    assert NEW in client(COUNTY).get("/work/").content.decode()
    new_rules("mandatory_reports", prominent=None)
    publish()
    assert "tool--now" not in client(COUNTY).get("/work/").content.decode()


def test_by_the_page(one: Kept) -> None:
    """As a person does it: the button, three words, sent."""
    browser = client(VILLAGE)
    form = browser.get(f"{NEW}?child={one.uid}").content.decode()
    first, _, folded = form.partition('<details class="fold later">')
    asked = set(
        re.findall(r'name="(in_danger|who_hint|fact_first|reachable|child|found_at)', first)
    )
    assert asked == {"in_danger", "who_hint", "fact_first", "reachable", "child"}
    assert "reporter_phone" in folded and ">报告</button>" in form
    said = {"key": "b" * 32, "child": one.uid, **SAID}
    when = dt.datetime.now() - dt.timedelta(days=1)
    boxes = {"y": when.year, "m": when.month, "d": when.day, "t": "08:05"}
    said |= {f"found_at-{box}": str(value) for box, value in boxes.items()}
    sent = browser.post(f"{NEW}?child={one.uid}", said)
    assert sent.status_code == 302, sent.content.decode()[:2000]
    found = Record.objects.unscoped("test").get(ledger__key="mandatory_reports")
    assert found.answers["child"] == one.uid and found.state == "REPORTED"
