"""The page of rules, what the rule builder is told, and half-written expressions that hurt nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from forms_catalog.blocks import block_id, questions_block, to_stream
from forms_catalog.definition import (
    Decision,
    FormDefinition,
    Question,
    Row,
    Rule,
    Scoring,
    Section,
    freeze,
)
from forms_catalog.editing import drafts, faults
from forms_catalog.editing.words import changes
from tests import people

from .editor import address, boss, draft, form_row, opened, question, ruled, save
from .streams import post

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
CHOICES = [{"name": "BOTH", "label": "父母都外出"}, {"name": "ONE", "label": "一方外出"}]
GOING = Question(
    name="going", label="父母外出情形", type="choice", options=(("choices", freeze(CHOICES)),)
)
BORN = Question(name="born", label="出生日期", type="date")
KIN = Question(
    name="kin",
    label="家庭成员",
    type="rows",
    questions=(Question(name="income", label="年收入", type="integer"),),
)
SECTION = Section(name="a", label="甲", questions=(GOING, BORN, KIN, question("work")))
LEVEL = Decision(
    name="level", label="等级", rows=(Row(when="${going} = 'BOTH'", then="A"), Row(then="B"))
)
LOGIC = FormDefinition(
    id="x",
    title="x",
    rules=(Rule(constraint="${going} != 'ONE'", constraint_message="只登记都外出的"),),
    decisions=(LEVEL,),
)


@pytest.fixture
def browser(world: Any) -> Client:
    return boss()


@pytest.fixture
def row(world: Any) -> Any:
    return form_row("going_out", SECTION)


def ask(browser: Client, row: Any, *asks: dict[str, Any], **more: Any) -> Any:
    sent = {"asks": json.dumps(asks), "section": "a"} | more
    return browser.post(address(row, "rule"), sent)


def one(browser: Client, row: Any, asked: dict[str, Any], **more: Any) -> Any:
    return ask(browser, row, asked, **more).json()["answers"][0]


# ---- what the builder is told


def test_a_text_that_fits_is_read_aloud_and_opened_as_lines(browser: Client, row: Any) -> None:
    found = one(browser, row, {"id": 7, "text": "${going}＝'BOTH'", "what": "condition"})
    assert (found["id"], found["text"]) == (7, "${going} = 'BOTH'")
    assert found["words"] == "「父母外出情形」是「父母都外出」"
    assert found["rule"] == {"all": [{"field": "going", "op": "eq", "value": "BOTH"}]}
    assert [p["code"] for p in found["problems"]] == ["expression.folded"]


def test_a_rule_becomes_text(browser: Client, row: Any) -> None:
    rule = {
        "any": [{"field": "born", "op": "filled"}, {"field": "kin", "op": "count.ge", "value": 2}]
    }
    found = one(browser, row, {"rule": rule, "what": "condition"})
    assert found["text"] == "${born} != '' or count(${kin}) >= 2"
    assert found["rule"] == rule and found["problems"] == []


def test_a_rule_that_is_not_finished(browser: Client, row: Any) -> None:
    found = one(browser, row, {"rule": {"all": [{"field": "born", "op": ""}]}, "what": "condition"})
    assert found["text"] is None
    assert [p["code"] for p in found["problems"]] == ["rule.incomplete"]
    empty = one(browser, row, {"rule": {"all": []}, "what": "condition"})
    assert (empty["text"], empty["problems"]) == ("", [])


@pytest.mark.parametrize(
    ("text", "code", "start", "end"),
    [
        ("${gong} = 'x'", "expression.unknown-name", 0, 7),
        ("(${going} = 'x'", "expression.unclosed", 0, 15),
        ("floor(1)", "expression.not-portable", 0, 8),
    ],
)
def test_a_fault_has_its_place_and_what_to_do(
    browser: Client, row: Any, text: str, code: str, start: int, end: int
) -> None:
    found = one(browser, row, {"text": text, "what": "condition"})
    problem = found["problems"][0]
    assert (problem["code"], problem["start"], problem["end"]) == (code, start, end)
    assert problem["text"] and problem["remedy"]


def test_what_is_too_deep_for_lines_stays_text(browser: Client, row: Any) -> None:
    text = "${born} = '' or (${going} = 'BOTH' and (${born} != '' or ${work} = 'x'))"
    found = one(browser, row, {"text": text, "what": "condition"})
    assert found["rule"] is None and found["words"]


def test_the_dot_belongs_to_limits_on_an_answer(browser: Client, row: Any) -> None:
    page = unsaved(BORN)
    limit = {"text": ". <= today()", "own": block_id("born")}
    assert not one(browser, row, limit | {"what": "constraint"}, **page)["problems"]
    found = one(browser, row, limit | {"what": "condition"}, **page)
    assert [p["code"] for p in found["problems"]] == ["expression.self-not-here"]


def test_a_value_that_is_no_expression_is_left_alone(browser: Client, row: Any) -> None:
    found = one(browser, row, {"text": "河湾村 (东", "what": "maybe"})
    assert found["problems"] and found["words"] == ""
    assert one(browser, row, {"text": "A", "what": "maybe"})["problems"] == []


def unsaved(*questions: Question) -> dict[str, str]:
    """The questions of a page as its script sends them."""
    sent = post(questions_block(), to_stream(questions), "questions")
    keep = ("count", "deleted", "order", "type", "id", "value-name", "value-label", "value-choices")
    return {name: sent[name] for name in sent if name.endswith(keep)}


def test_questions_not_yet_saved_are_known(browser: Client, row: Any) -> None:
    """Also one whose code is still to be made of its words."""
    fresh = replace(question("fresh"), name="", label="在不在学", type="yes_no")
    page = unsaved(GOING, fresh)
    found = ask(browser, row, fields="1", **page).json()
    assert [f["name"] for f in found["fields"]] == ["going", "zai_bu_zai_xue"]
    assert found["names"][block_id("going")] == "going"
    assert "zai_bu_zai_xue" in found["names"].values()
    told = one(browser, row, {"text": "${zai_bu_zai_xue} = 'yes'", "what": "condition"}, **page)
    assert told["words"] == "「在不在学」是「是」" and not told["problems"]


def test_what_is_offered(browser: Client, row: Any) -> None:
    save(browser, row, ruled(opened(browser, row, section=drafts.LOGIC), LOGIC))
    found = ask(browser, row, fields="1").json()
    fields = {field["name"]: field for field in found["fields"]}
    assert fields["going"]["options"] == [["BOTH", "父母都外出"], ["ONE", "一方外出"]]
    kinds = {name: field["kind"] for name, field in fields.items()}
    assert kinds == {
        "going": "choice", "born": "date", "kin": "rows", "income": "number", "kin.income": "cells",
        "work": "text", "level": "choice",
    }  # fmt: skip
    assert fields["income"]["table"] == "kin" and fields["level"]["computed"]
    assert found["decisions"] == [["level", "等级"]]
    assert {field["kind"] for field in found["fields"]} <= set(found["operators"])


@pytest.mark.parametrize("sent", ["{", "5", '["x"]', '{"a": 1}'])
def test_nonsense_is_refused(browser: Client, row: Any, sent: str) -> None:
    assert browser.post(address(row, "rule"), {"asks": sent}).status_code == 400


def test_half_a_page_is_no_fault(browser: Client, row: Any) -> None:
    page = {"questions-count": "2", "questions-0-type": "text"}
    assert one(browser, row, {"text": "${going} = 'x'", "what": "condition"}, **page)["words"]


def test_only_editors_are_answered(world: Any, row: Any) -> None:
    officer = people.client("village_officer")
    assert ask(officer, row).status_code in (302, 403)
    assert Client().post(address(row, "rule")).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.users["county_admin"], "django.contrib.auth.backends.ModelBackend")
    assert ask(strict, row).status_code == 403
    assert boss().get(address(row, "rule")).status_code == 405


# ---- the page of rules


def test_rules_are_saved_like_a_section(browser: Client, row: Any) -> None:
    data = opened(browser, row, section=drafts.LOGIC)
    assert "questions-count" not in data
    done = save(browser, row, ruled(data, LOGIC))
    assert done.status_code == 302 and "section=_logic" in done.url
    saved = draft(row)
    assert (saved.rules, saved.decisions) == (LOGIC.rules, LOGIC.decisions)
    assert saved.sections == (SECTION,)
    save(browser, row, opened(browser, row, section="a"), section_hint="提示")
    assert draft(row).decisions == LOGIC.decisions and draft(row).sections[0].hint == "提示"


def test_two_people_at_the_rules(browser: Client, row: Any) -> None:
    mine, theirs = (opened(browser, row, section=drafts.LOGIC) for _ in range(2))
    save(boss("other", "赵敏"), row, ruled(theirs, LOGIC))
    other = replace(LOGIC, decisions=(replace(LEVEL, label="别的"),))
    page = save(browser, row, ruled(mine, other))
    assert page.status_code == 200 and page.context["clash"]
    assert draft(row).decisions == LOGIC.decisions
    section = opened(browser, row, section="a")
    save(boss("other"), row, ruled(opened(browser, row, section=drafts.LOGIC), other))
    assert save(browser, row, section, section_hint="不碍事").status_code == 302
    assert draft(row).decisions == other.decisions


def test_the_condition_of_a_section(browser: Client, row: Any) -> None:
    save(browser, row, opened(browser, row, section="a"), section_relevant="${x}＝'1'")
    assert draft(row).sections[0].relevant == "${x} = '1'"


FAULTY = FormDefinition(
    id="x",
    title="x",
    rules=(LOGIC.rules[0], Rule(constraint="${gone} = 1", constraint_message="说")),
    decisions=(replace(LEVEL, rows=(Row(when="(", then="A"), Row(then="B"))),),
    scoring=Scoring(total="nowhere"),
)


def test_problems_lead_to_their_blocks(browser: Client, row: Any) -> None:
    save(browser, row, ruled(opened(browser, row, section=drafts.LOGIC), FAULTY))
    found = {fault.code: fault for fault in faults.faults_of(type(row).objects.get(pk=row.pk)
             .get_latest_revision_as_object())}  # fmt: skip
    hrefs = {
        "expression.unknown-name": block_id("rule", 2),
        "expression.unclosed": block_id("level"),
        "scoring.unknown-question": block_id("scoring"),
    }
    assert {*hrefs} <= {*found}, [*found]
    for code, id in hrefs.items():
        assert "section=_logic" in found[code].href and id in found[code].href
    page = browser.get(address(row, "edit"), {"section": drafts.LOGIC, "check": "1"})
    assert page.status_code == 200
    errors = page.context["form"].errors
    assert {"rules", "decisions", "scoring"} <= set(errors)


def test_changes_are_said_in_words() -> None:
    old = FormDefinition(id="x", title="x", sections=(SECTION,))
    new = replace(old, rules=LOGIC.rules, decisions=LOGIC.decisions, scoring=Scoring(total="born"))
    told = changes(old, new)
    assert [one.what for one in told] == ["added"] * 3
    assert told[0].details == (("须成立", "", "「父母外出情形」不是「一方外出」"),)
    assert told[1].details[0][2] == "「父母外出情形」是「父母都外出」：A；其余情况：B"
    rows = (replace(LEVEL.rows[0], then="C"), LEVEL.rows[1])
    newer = replace(new, rules=(), decisions=(replace(LEVEL, rows=rows),), scoring=None)
    assert {one.what for one in changes(new, newer)} == {"gone", "changed"}
    asked = replace(GOING, relevant="${born} != ''")
    with_condition = replace(old, sections=(replace(SECTION, questions=(asked, BORN)),))
    details = [d for one in changes(old, with_condition) for d in one.details]
    assert any(after == "「出生日期」填了" for _, _, after in details)


def test_a_copied_section_asks_about_its_own_questions() -> None:
    score = (("score", freeze({"rows": [{"when": "${going} = 'ONE'", "then": "5"}]})),)
    points = Question(name="points", label="分", type="score", options=score)
    total = replace(question("all"), relevant="sum(${kin.income}) > 1", trigger="born")
    form = FormDefinition(
        id="x", title="x", sections=(replace(SECTION, questions=(GOING, KIN, BORN, points, total)),)
    )
    copy = drafts.copied(form, "a")[0].sections[1]
    named = {q.label: q for q in copy.questions}
    assert "${going_2}" in str(named["分"].options)
    assert named["题目all"].relevant == "sum(${kin_2.income_2}) > 1"
    assert named["题目all"].trigger == "born_2"


# ---- half-written expressions hurt nothing

HURT = (
    "(", "${", "${gone} = 1", "1 div 0 = ${born}", "'", "${going} > ", "(((((" * 30, "${a} and " * 300,
    "${work} = ${work}", "selected(1)", "pulldata('x','y','z',1)", ". = 1", "regex('a', '(a+)+$')",
)  # fmt: skip


def hurt() -> FormDefinition:
    """Every kind of expression, half-written in every way; values that wait for one another."""
    asked = [
        Question(
            name=f"q{n}", label=f"题{n}", type="text", relevant=text, constraint=text,
            constraint_message="改", required=text, read_only=text, default=text,
        )
        for n, text in enumerate(HURT)
    ]  # fmt: skip
    sums = [
        Question(name=f"s{n}", label=f"算{n}", type="calculated", calculation=text)
        for n, text in enumerate((*HURT, "${s_b}", "${s_a}"))
    ]
    ring = [
        Question(name="s_a", label="甲", type="calculated", calculation="${s_b} + 1"),
        Question(name="s_b", label="乙", type="calculated", calculation="${s_a} + 1"),
        Question(name="s_c", label="丙", type="calculated", options=(("decision", "none"),)),
        Question(name="s_d", label="丁", type="score"),
        replace(KIN, options=(("repeat_count", "("),)),
        replace(GOING, options=(*GOING.options, ("choice_filter", "name = "))),
    ]
    sections = (
        Section(name="a", label="甲", relevant="(", questions=tuple(asked)),
        Section(name="b", label="乙", relevant="${gone} = 1", questions=(*sums, *ring)),
        SECTION,
    )
    rules = tuple(Rule(constraint=text, constraint_message="") for text in HURT)
    rows = tuple(Row(when=text, then=text) for text in HURT)
    made = Decision(name="level", label="", rows=rows, hit="odd")
    parts = replace(SECTION, name="c", questions=(BORN,))
    return FormDefinition(
        id="hurt", title="", sections=(*sections[:2], parts), rules=rules,
        decisions=(made, Decision(name="", label="", rows=())), scoring=Scoring(total="gone"),
    )  # fmt: skip


@pytest.fixture
def hurt_row(world: Any) -> Any:
    row = form_row("hurt")
    drafts.put(row, hurt())
    row.save()
    return row


@pytest.mark.parametrize("mode", ["web", "mobile", "paper", "pdf"])
def test_previews_survive(browser: Client, hurt_row: Any, mode: str) -> None:
    page = browser.get(address(hurt_row, "preview_on_edit"), {"mode": mode})
    assert page.status_code == 200 and len(page.content) > 1000


def test_trying_and_checking_survive(browser: Client, hurt_row: Any) -> None:
    assert browser.get(address(hurt_row, "try")).status_code == 200
    assert browser.post(address(hurt_row, "try"), {"q0": "写了"}).status_code in (200, 422)
    page = browser.get(address(hurt_row, "check"))
    assert page.status_code == 200 and len(page.context["faults"]) > 10


@pytest.mark.parametrize("section", ["a", "b", "c", drafts.LOGIC])
def test_the_editor_survives(browser: Client, hurt_row: Any, section: str) -> None:
    assert browser.get(address(hurt_row, "edit"), {"section": section}).status_code == 200
    page = browser.get(address(hurt_row, "edit"), {"section": section, "check": "1"})
    assert page.status_code == 200
    found = ask(
        browser, hurt_row, *({"text": text, "what": "condition"} for text in HURT), fields="1"
    )
    assert found.status_code == 200 and len(found.json()["answers"]) == len(HURT)
