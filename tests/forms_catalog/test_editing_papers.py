"""Notices and letters are put together from lists; what is wrong stands beside its box, in words."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from forms_catalog.blocks.days import days_in_code, days_in_words
from forms_catalog.definition import Event, Unconfirmed, load
from forms_catalog.editing import faults
from forms_catalog.editing.ledgers_asking import ledger_asked
from forms_catalog.editing.papers_asking import about
from forms_catalog.editing.words import changes
from forms_catalog.models import FormTemplate, LedgerTemplate, LetterTemplate, NoticeTemplate
from forms_catalog.publishing import problems_of
from tests.forms_catalog.editor import address, boss, draft, save
from tests.forms_catalog.test_editing_notices import check, page

pytestmark = pytest.mark.django_db
LEVELS = "selected('1 2', ${risk_level})"


@pytest.fixture
def browser(world: Any) -> Client:
    return boss()


@pytest.fixture
def row(world: Any) -> Any:
    return NoticeTemplate.objects.get(key="visit_due")


@pytest.fixture
def letter(world: Any) -> Any:
    return LetterTemplate.objects.get(key="entrusted_care_letter")


def ask(browser: Client, row: Any, *asks: dict[str, Any], **page: str) -> Any:
    posted = {"asks": json.dumps(asks)} | page
    return browser.post(address(row, "rule"), posted).json()


def test_a_condition_is_of_the_ledger_that_the_page_shows(browser: Client, row: Any) -> None:
    condition = {"what": "condition", "text": LEVELS}
    told = ask(browser, row, condition, fields="1", rule_ledger="children")
    [answer] = told["answers"]
    assert answer["problems"] == []
    assert answer["rule"]["all"][0]["field"] == "risk_level"
    assert answer["words"].startswith("「风险等级」是「一级")
    level = next(one for one in told["fields"] if one["name"] == "risk_level")
    assert (level["kind"], level["group"]) == ("choice", "台账的列")
    assert [code for code, _ in level["options"]] == ["1", "2", "3", "4", "5"]
    kinds = {one["name"]: one["kind"] for one in told["fields"]}
    assert kinds["last_visit"] == "date" and kinds["open_cases"] == "number"
    assert kinds["categories"] == "choices"
    assert told["choices"]["on_changed"][-1] and told["choices"]["on_action"][0][0] == "opening"
    other = ask(browser, row, condition, rule_ledger="households")["answers"][0]
    assert [one["code"] for one in other["problems"]] == ["expression.unknown-name"]


def test_a_letter_counts_over_another_ledger(browser: Client, letter: Any) -> None:
    told = ask(browser, letter, fields="1", about="children")
    assert {"risk_level", "is_lbc"} <= {one["name"] for one in told["fields"]}
    asked = {"what": "columns", "about": "children", "text": "${is_lbc} = 'yes'"}
    [answer] = ask(browser, letter, asked)["answers"]
    assert answer["words"] == "「留守登记在册」是「是」" and answer["problems"] == []
    offered = ask(browser, letter, fields="1")["choices"]
    assert ["scan", "签字件", ""] in offered["file"]


def test_what_ends_a_duty_is_said_in_the_words_of_the_other_ledger(world: Any) -> None:
    children = load(LedgerTemplate.objects.get(key="children").body)
    asked = ledger_asked(children, {}).beside("home_visits")
    scope = asked.scope(None, "elsewhere")
    assert {"counts", "_own.risk_level", "_state"} <= {*(scope.kinds or {})}
    fields = {one.name: one for one in asked.fields}
    assert fields["counts"].options and fields["_own.risk_level"].label == "这份记录的风险等级"


def test_whoever_may_be_told_is_offered_and_said_in_words(browser: Client, row: Any) -> None:
    people = ask(browser, row, fields="1", rule_ledger="children")["people"]
    assert ["child_supervisor", "儿童督导员", False] in people["roles"]
    assert ["township", "记录所在的乡镇的"] in people["places"]
    assert ["${father_phone}", "父亲电话"] in people["phones"]
    meant = about(replace(draft(row), ledger="children")).meant
    said = {text: meant.said(text) for text in ("school_officer@body", "_filler", "nobody@record")}
    assert said == {
        "school_officer@body": "学校经办（记录里写的单位的，没写就是所在地的）",
        "_filler": "登记这份记录的人",
        "nobody@record": "nobody@record",
    }
    assert meant.said("child_supervisor@township(_to)") == "儿童督导员（要转去的地方的乡镇的）"


def test_a_text_is_read_aloud_with_what_is_wrong(browser: Client, row: Any) -> None:
    text = {"what": "words", "box": "rule_text", "text": "请看((name:mask))。"}
    gone = {"what": "words", "box": "rule_text_sms", "text": "((gone))((id_card))"}
    read, wrong = ask(browser, row, text, gone)["answers"]
    assert (read["words"], read["problems"]) == ("请看「姓名」", [])
    assert [one["code"] for one in wrong["problems"]] == ["notice.unknown-name", "notice.masked"]
    assert "可以写出来的加密内容" in wrong["problems"][1]["remedy"]
    told = ask(browser, row, gone, rule_sealed="id_card")["answers"][0]["problems"]
    assert [one["code"] for one in told] == ["notice.unknown-name", "notice.sensitive"]


def test_everything_wrong_stands_beside_its_box(browser: Client, row: Any) -> None:
    wrong = {
        "rule_to": "${nophone}\n儿童督导员",
        "rule_on": "every",
        "rule_on_what": "2月30日",
        "rule_at_most": "很多次",
        "rule_escalate": "2小时：nobody@record：gone",
    }
    save(browser, row, page(browser, row), **wrong)
    told = {fault.code: fault for fault in check(browser, row).context["faults"]}
    assert told["notice.unknown-day"].href.endswith("?check=1#id_rule_on_what-label")
    assert told["notice.unread-recipient"].where == "发给谁"
    assert told["notice.unknown-notice"].where == "没人确认时"
    for fault in told.values():
        assert not {*fault.remedy} & {*"abcdefghijklmnopqrstuvwxyz@_"}, fault
    errors = browser.get(address(row, "edit"), {"check": "1"}).context["form"].errors
    assert len(errors["rule_to"]) == 2
    assert {"rule_on_what", "rule_at_most", "rule_escalate"} <= {*errors}
    assert "每天1次" in errors["rule_at_most"][0]


def test_a_letters_faults_lead_to_their_boxes(browser: Client, letter: Any) -> None:
    wrong = {"rule_needed_filter": "${gone} = '1'", "rule_term_from": "child", "rule_scan": "child"}
    save(browser, letter, page(browser, letter), **wrong)
    told = [fault.href for fault in check(browser, letter).context["faults"]]
    for box in wrong:
        assert any(href.endswith(f"#id_{box}-label") for href in told), box


def test_a_letter_names_what_a_linked_record_has(letter: Any) -> None:
    paper = draft(letter)
    told = replace(paper, text="((child.name))((child.gone))((child.id_card))((child.risk_level))")
    assert [(one.code, one.warn) for one in problems_of(told)] == [
        ("letter.unknown-name", False),
        ("letter.masked-there", True),
    ]
    assert [one for one in problems_of(paper) if not one.warn] == []


def test_a_telephone_that_no_channel_reaches(row: Any) -> None:
    told = replace(draft(row), to=("${father_phone}",), channels=("inbox", "email"))
    assert "notice.phone-unreached" in {one.code for one in problems_of(told)}
    assert "notice.phone-unreached" not in {
        one.code for one in problems_of(replace(told, channels=("slip",)))
    }


def test_changes_are_said_in_words(row: Any, letter: Any) -> None:
    before = draft(row)
    after = replace(
        before,
        on=Event(changed="risk_level"),
        condition=LEVELS,
        to=("child_supervisor@township",),
        ack="2h",
        escalate=(Unconfirmed(after="4h", to=("_filler",), notice="visit_due"),),
        sealed=("id_card",),
    )
    said = {one.label: one.details[0][2] for one in changes(before, after)}
    assert said["什么时候发"] == "一列变了" and said["具体是哪一个"] == "风险等级"
    assert said["只在什么条件下发"].startswith("「风险等级」是「一级")
    assert said["发给谁"] == "儿童督导员（记录所在的乡镇的）"
    assert said["没人确认时"] == "过了4小时告诉登记这份记录的人，用“该走访了”"
    assert said["可以写出来的加密内容"] == "身份号码"
    paper = draft(letter)
    told = changes(paper, replace(paper, text="甲", who=("county_office",)))
    assert {one.label: one.details[0][2] for one in told} == {
        "正文": "甲",
        "谁可以出具": "县级经办",
    }


def test_changes_of_a_duty_are_said_in_words(world: Any) -> None:
    ledger = load(LedgerTemplate.objects.get(key="children").body)
    duty = next(one for one in ledger.duties if one.name == "home_visit_3")
    step = replace(duty.escalate[0], after="2d", to=("county_office@county",))
    other = replace(duty, every="10d", escalate=(step,), applies_to="${risk_level} = '3'")
    duties = tuple(other if one is duty else one for one in ledger.duties)
    [told] = changes(ledger, replace(ledger, duties=duties))
    said = {label: (before, after) for label, before, after in told.details}
    assert said["做完之后多久再做"] == ("15天", "10天")
    assert said["到期、过期时告诉谁"][1] == "2天，县级经办（记录所在的县的），走访晚了"
    assert said["哪些记录要做"][1] == "「风险等级」是「三级（中）」"


def test_a_question_that_a_text_names_is_not_removed_unsaid(world: Any) -> None:
    form = load(FormTemplate.objects.get(key="entrusted_care_letter").body)
    sections = tuple(
        replace(one, questions=tuple(q for q in one.questions if q.name != "b_addr"))
        for one in form.sections
    )
    told = [one for one in problems_of(replace(form, sections=sections)) if not one.warn]
    assert ("letter.unknown-name", True) in {(p.code, "责任确认书" in p.text) for p in told}
    assert [one for one in problems_of(form) if not one.warn] == []


def test_days_of_the_year_are_written_as_people_write_them(browser: Client, row: Any) -> None:
    assert days_in_words("03-15、12-01") == "3月15日、12月1日"
    assert days_in_code("3月15日、2月29、年底") == "03-15、02-29、年底"
    save(browser, row, page(browser, row), rule_on="every", rule_on_what="3月15日、6月15日")
    assert draft(row).on == Event(every=("03-15", "06-15"))
    assert page(browser, row)["rule_on_what"] == "3月15日、6月15日"
    assert faults.faults_of(NoticeTemplate.objects.get(pk=row.pk)) == []
