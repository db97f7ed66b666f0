"""Check first, then publish: problems as links, effects in words, nothing goes past the check."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from forms_catalog import editions
from forms_catalog.approval import plant_workflow
from forms_catalog.blocks import block_id
from forms_catalog.definition import ChoiceList, Option, Question, Section
from forms_catalog.models import Edition, FormTemplate, ListTemplate
from tests import people

from .editor import (
    address,
    asked,
    boss,
    draft,
    form_row,
    list_row,
    offered,
    opened,
    question,
    save,
)

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
COLOURS = ChoiceList(
    id="colours",
    title="颜色",
    options=(Option(name="r", label="红"), Option(name="g", label="绿")),
)


@pytest.fixture
def browser(world: Any) -> Client:
    return boss()


def check(browser: Client, row: Any) -> Any:
    return browser.get(address(row, "check"))


def publish(browser: Client, row: Any, **posted: str) -> Any:
    seen = check(browser, row).context["seen"]
    return browser.post(address(row, "check"), {"seen": seen, "publish": "1"} | posted)


def codes(page: Any) -> list[str]:
    return [fault.code for fault in page.context["faults"]]


def test_the_button_saves_and_leads_to_the_check(browser: Client) -> None:
    row = form_row()
    data = opened(browser, row, section="a")
    answer = save(browser, row, data, section_hint="新的", **{"action-check": "1"})
    assert answer.url == address(row, "check") and draft(row).sections[0].hint == "新的"
    page = check(browser, row)
    assert codes(page) == [] and page.context["first"]


def test_first_publishing(browser: Client) -> None:
    row = form_row()
    assert publish(browser, row).url == address(row, "edit")
    assert FormTemplate.objects.get(pk=row.pk).live
    assert editions.latest("form", "visits").number == 1


def test_every_problem_is_a_link_to_its_place(browser: Client) -> None:
    faulty = (question("one"), Question(name="two", label="", type="choice"))
    row = form_row("faulty", Section(name="a", label="甲"), Section(name="b", label="乙"))
    save(browser, row, asked(opened(browser, row, section="b"), *faulty), title="")
    page = check(browser, row)
    faults = page.context["faults"]
    assert {"format.missing-key"} <= set(codes(page)) and len(faults) >= 2
    assert "“label”" not in page.content.decode() and "“title”" not in page.content.decode()
    inside = [fault.href for fault in faults if "section=b" in fault.href]
    assert any(f"#block-{block_id('two')}-section" in href for href in inside)
    for fault in faults:
        assert not fault.href or browser.get(fault.href).status_code == 200
    assert not publish(browser, row).url.endswith("edit/")
    assert not FormTemplate.objects.get(pk=row.pk).live


def test_errors_stand_on_the_page_of_their_section(browser: Client) -> None:
    faulty = Question(name="two", label="", type="choice")
    row = form_row("faulty", Section(name="b", label="乙", questions=(faulty,)))
    page = browser.get(address(row, "edit"), {"section": "b", "check": "1"})
    form = page.context["form"]
    assert form.errors["questions"] and page.context["faults"]
    plain = browser.get(address(row, "edit"), {"section": "b"})
    assert not plain.context["form"].errors


def test_the_heads_carry_their_problems(browser: Client) -> None:
    row = form_row()
    save(browser, row, opened(browser, row, section="a"), title="")
    form = browser.get(address(row, "edit"), {"check": "1"}).context["form"]
    assert form.errors["title"]


def test_what_changes_is_said_before(browser: Client) -> None:
    row = form_row(live=True)
    data = asked(opened(browser, row, section="a"), question("one", hint="写清楚"), question("new"))
    save(browser, row, data)
    page = check(browser, row)
    words = {(change.what, change.label) for change in page.context["changes"]}
    assert words == {("added", "题目new"), ("gone", "题目two"), ("changed", "题目one")}
    assert page.context["effects"].number == 2
    publish(browser, row)
    assert editions.latest("form", "visits").number == 2


def test_records_stay_on_their_edition(browser: Client, world: Any) -> None:
    people.register(world.users["village_officer"])
    row = FormTemplate.objects.get(key="left_behind_registration")
    name = next(s.name for s in draft(row).sections if not s.include)
    save(browser, row, opened(browser, row, section=name), section_hint="新的提示")
    page = check(browser, row)
    assert codes(page) == []
    assert [use["records"] for use in page.context["uses"]] == [[("第1版", 1)]]
    assert "1份仍是第1版" in page.content.decode()


def test_a_form_that_takes_this_one_in_gets_a_new_edition(browser: Client) -> None:
    row = FormTemplate.objects.get(key="child")
    name = next(s.name for s in draft(row).sections if not s.include)
    save(browser, row, opened(browser, row, section=name), section_hint="新的提示")
    assert set(check(browser, row).context["others"]) == {
        "农村留守儿童基本信息登记表",
        "困境儿童登记表",
    }
    publish(browser, row)
    assert editions.latest("form", "left_behind_registration").number == 2


def test_what_was_not_seen_is_not_published(browser: Client) -> None:
    row = form_row()
    seen = check(browser, row).context["seen"]
    save(browser, row, opened(browser, row, section="a"), section_hint="后来的")
    answer = browser.post(address(row, "check"), {"seen": seen, "publish": "1"})
    assert answer.url == address(row, "check") and not Edition.objects.filter(key="visits").exists()


def test_a_list_changed_meanwhile_stops_the_form(browser: Client) -> None:
    """Checked, then somebody else withdraws the list that it needs."""
    colours = list_row(COLOURS, live=True)
    pick = Question(name="pick", label="选色", type="choice", options=(("choices", "colours"),))
    row = form_row("paint", Section(name="a", label="甲", questions=(pick,)))
    seen = check(browser, row).context["seen"]
    assert codes(check(browser, row)) == []
    colours.unpublish()
    answer = browser.post(address(row, "check"), {"seen": seen, "publish": "1"})
    assert answer.url == address(row, "check") and codes(check(browser, row))
    assert not FormTemplate.objects.get(pk=row.pk).live


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_no_other_door_goes_past_the_check(browser: Client, action: str) -> None:
    plant_workflow()
    row = form_row("faulty", Section(name="a", label="", questions=()))
    data = opened(browser, row, section="a")
    answer = save(browser, row, data, title="", **{action: "1"})
    assert answer.url == address(row, "check")
    found = FormTemplate.objects.get(pk=row.pk)
    assert not found.live and not found.workflow_in_progress


def test_a_schedule_goes_through_the_check_too(browser: Client) -> None:
    row = form_row()
    soon = timezone.localtime() + dt.timedelta(days=3)
    data = opened(browser, row, section="a")
    save(browser, row, data, go_live_at=f"{soon:%Y-%m-%d %H:%M}")
    assert check(browser, row).context["scheduled"]
    assert publish(browser, row).status_code == 302
    found = FormTemplate.objects.get(pk=row.pk)
    assert not found.live and found.scheduled_revision


def test_whoever_may_not_publish_hands_in(world: Any) -> None:
    plant_workflow()
    editor, row = people.client("county_admin"), form_row()
    page = check(editor, row)
    assert not page.context["can_publish"] and page.context["has_workflow"]
    answer = editor.post(address(row, "check"), {"seen": page.context["seen"], "publish": "1"})
    assert answer.status_code == 302
    found = FormTemplate.objects.get(pk=row.pk)
    assert not found.live and found.workflow_in_progress


def test_an_approver_is_shown_the_problems(world: Any) -> None:
    """The list that the form needs is withdrawn after it was handed in."""
    plant_workflow()
    colours = list_row(COLOURS, live=True)
    pick = Question(name="pick", label="选色", type="choice", options=(("choices", "colours"),))
    row = form_row("paint", Section(name="a", label="甲", questions=(pick,)))
    row.save_revision()
    state = row.get_workflow().start(row, get_user_model().objects.get(username="county_admin"))
    ListTemplate.objects.get(pk=colours.pk).unpublish()
    where = address(row, "workflow_action", "approve", state.current_task_state.pk)
    answer = boss().post(where)
    assert answer.status_code in (302, 403) and not FormTemplate.objects.get(pk=row.pk).live


# ---- lists


def test_an_option_that_was_published_comes_back_switched_off(browser: Client) -> None:
    row = list_row(COLOURS, live=True)
    save(browser, row, offered(opened(browser, row), COLOURS.options[1]))
    page = check(browser, row)
    assert codes(page) == ["list.option-gone"] and page.context["faults"][0].restore == "r"
    browser.post(address(row, "check"), {"restore": "r"})
    assert [(o.name, o.disabled) for o in draft(row).options] == [("r", True), ("g", False)]
    assert codes(check(browser, row)) == []
    publish(browser, row)
    assert editions.latest("list", "colours").number == 2


@pytest.mark.parametrize("code", ["g", "nothing", ""])
def test_nothing_is_put_back_twice(browser: Client, code: str) -> None:
    row = list_row(COLOURS, live=True)
    browser.post(address(row, "check"), {"restore": code})
    assert draft(row) == COLOURS
