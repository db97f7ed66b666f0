"""The form's own logic at the gate: what is kept, computed, asked and refused, whatever the door."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms_catalog.definition import Question, Rule, dump, load
from forms_catalog.models import Template
from ledgers.models import Change
from ledgers.registry import live
from tests import people
from tests.ledgers.editions import member, new_form, new_rules, publish, with_
from tests.ledgers.tools import answers, change, codes, problems, row, send

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]

ADDED = (
    Question(name="left_handed", label="左手吗", type="yes_no"),
    Question(
        name="grip", label="握法", type="text", relevant="${left_handed} = 'yes'", required=True
    ),
    Question(
        name="tall",
        label="算高吗",
        type="calculated",
        calculation="if(${height} >= 150, '高', '矮')",
    ),
    Question(
        name="shoes",
        label="鞋码",
        type="integer",
        constraint=". >= 20 and . <= 50",
        constraint_message="填20至50",
    ),
    Question(name="coach", label="教练", type="text", required="${height} > 170"),
    Question(name="since", label="何时起", type="date", default="today()"),
    Question(name="fixed", label="定了", type="text", read_only="${left_handed} = 'no'"),
)


def with_rules(key: str, *rules: Rule) -> None:
    found = Template.objects.get(kind="form", key=key)
    found.body = dump(replace(load(found.body), rules=rules))
    found.save()


@pytest.fixture
def clerk(club):
    return club.users["clerk"]


@pytest.fixture
def book(clerk, club):
    new_form("member", ADDED)
    publish()
    return club


def test_what_is_not_asked_is_not_kept(clerk, book):
    kept = member(clerk, book, left_handed="no", grip="反手")
    assert "grip" not in answers(kept)
    assert answers(kept)["left_handed"] == "no"


def test_what_is_asked_must_be_answered(clerk, book):
    kept = member(clerk, book, left_handed="no")
    result = send(clerk, change(kept, 1, left_handed="yes"))
    assert problems(result) == {("answer.required", "grip")}
    assert send(clerk, change(kept, 1, left_handed="yes", grip="反手")).ok
    assert answers(kept)["grip"] == "反手"


def test_hiding_again_takes_away_and_says_so(clerk, book):
    kept = member(clerk, book, left_handed="yes", grip="反手")
    assert send(clerk, change(kept, 1, left_handed="no")).ok
    assert "grip" not in answers(kept)
    last = Change.objects.unscoped("test").filter(record=row(kept)).order_by("-version").first()
    assert last.diff["grip"] == ["反手", None]


def test_what_is_worked_out_is_kept_and_never_typed(clerk, book):
    kept = member(clerk, book, height=160, tall="我说的")
    assert answers(kept)["tall"] == "高"
    assert send(clerk, change(kept, 1, height=140, tall="高")).ok
    assert answers(kept)["tall"] == "矮"


def test_a_constraint_looks_at_answers_only(clerk, book):
    kept = member(clerk, book)
    assert "shoes" not in answers(kept)
    assert problems(send(clerk, change(kept, 1, shoes=80))) == {("answer.constraint", "shoes")}
    assert send(clerk, change(kept, 1, shoes=40)).ok


def test_required_under_a_condition(clerk, book):
    kept = member(clerk, book, height=160)
    assert problems(send(clerk, change(kept, 1, height=180))) == {("answer.required", "coach")}


def test_a_preset_is_the_day_of_the_submission(clerk, book):
    assert answers(member(clerk, book))["since"] == "2026-11-21"
    assert (
        answers(member(clerk, book, phone="10000001235", name="罗川", since=""))["name"] == "罗川"
    )


def test_a_locked_answer_stays(clerk, book):
    kept = member(clerk, book, left_handed="no")
    assert send(clerk, change(kept, 1, fixed="偷偷改")).ok
    assert "fixed" not in answers(kept)


def test_an_update_answers_for_what_it_changes(clerk, club):
    """A record that stood before a rule was written may be corrected elsewhere."""
    new_form("member", (Question(name="shoes", label="鞋码", type="integer"),))
    publish()
    kept = member(clerk, club, shoes=80)
    with_rules("member", Rule(constraint="${shoes} < 50", constraint_message="太大"))
    publish()
    fresh = member
    result = send(clerk, change(kept, 1, remark="右手"))
    assert result.ok, result.problems
    with pytest.raises(AssertionError, match=r"rule\.broken"):
        fresh(clerk, club, name="罗山", phone="10000001236", shoes=80)


def test_a_rule_may_speak_of_the_dossier_alone(officer):
    rule = Rule(constraint="not(${name} = '罗安')", constraint_message="不登记这个名字")
    with_rules("left_behind_registration", rule)
    publish()
    result = people.sitting(officer)
    from ledgers.intake import accept

    found = accept(result)
    assert "rule.broken" in codes(found) and found.status == "refused"


def test_a_warning_asks_for_its_reason(clerk, club):
    new_form("member", (Question(name="why", label="原因", type="text"),))
    with_rules(
        "member",
        Rule(
            constraint="${height} < 150",
            constraint_message="太高，写明原因",
            warn=True,
            reason="why",
        ),
    )
    publish()
    with pytest.raises(AssertionError, match=r"rule\.doubt"):
        member(clerk, club, height=160)
    assert answers(member(clerk, club, height=160, why="真的"))["why"] == "真的"
    assert member(clerk, club, height=140, name="罗川", phone="10000001237")


def test_a_filter_takes_away_what_is_not_offered(clerk, club):
    options = ({"name": "A", "label": "甲"}, {"name": "B", "label": "乙"})
    from forms_catalog.definition.canonical import freeze

    asked = Question(
        name="level",
        label="级别",
        type="choice",
        options=(("choice_filter", "name = 'A' or ${height} > 150"), ("choices", freeze(options))),
    )
    new_form("member", (asked,))
    publish()
    kept = member(clerk, club, height=160, level="B")
    assert problems(send(clerk, change(kept, 1, height=140, level="B"))) == {
        ("answer.not-offered", "level")
    }
    assert send(clerk, change(kept, 1, height=140)).ok
    assert "level" not in answers(kept)


def test_an_upgrade_leaves_answers_as_they_are(clerk, club):
    kept = member(clerk, club, height=180)
    new_form("member", height=with_(relevant="${sex} = 'M'"))
    publish()
    from tests.ledgers.editions import upgrade

    assert send(clerk, upgrade(kept)).ok
    assert answers(kept)["height"] == 180


@pytest.mark.parametrize("kept_from", ["hidden", "masked"])
def test_what_a_person_is_not_shown_is_not_on_the_page(clerk, club, kept_from):
    """Also where an expression reads it: the page leaves that expression alone."""
    told = Question(
        name="told",
        label="说明",
        type="calculated",
        calculation="if(${remark} = '', '没有', '写了')",
    )
    new_form("member", (told,))
    access = live("members").rules.access
    new_rules("members", access=tuple(replace(a, **{kept_from: ("remark",)}) for a in access))
    publish()
    kept = member(clerk, club, remark="左手发球")
    page = people.client("clerk").get(f"/records/{kept.uid}/edit/").content.decode()
    assert '"unknown":["remark"' in page and '"told"' in page
    assert "左手" not in page and "写了" in page
    assert ('name="remark"' in page) is (kept_from == "masked")
    assert send(clerk, change(kept, 1, height=150)).ok
    assert answers(kept)["remark"] == "左手发球"
