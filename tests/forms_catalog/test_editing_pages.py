"""The pages beside the edit page: list, new, copy, usage, compare, and who may."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forms_catalog import editions
from forms_catalog.definition import ChoiceList, Option
from forms_catalog.models import FormTemplate, ListTemplate
from forms_catalog.writers.yaml import write_template
from tests import people

from .editor import address, asked, boss, draft, form_row, opened, question, save

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
MODES = ("web", "mobile", "paper", "pdf")
COLOURS = ChoiceList(id="colours", title="颜色", options=(Option(name="r", label="红"),))


@pytest.fixture
def browser(world: Any) -> Client:
    return boss()


def listed(name: str) -> str:
    return reverse(f"wagtailsnippets_forms_catalog_{name}:list")


# ---- list, new, copy, delete


def test_the_list_says_where_each_stands(browser: Client) -> None:
    row, other = form_row("fresh"), form_row("shown", live=True)
    save(browser, other, opened(browser, other, section="a"), section_hint="改")
    text = browser.get(listed("formtemplate")).content.decode()
    assert (
        "草稿" in text and "线上第1版，有未发布的修改" in text and "苏文" in text and "F01" in text
    )
    for query, there in (("F01", False), ("走访", True), ("shown", True)):
        found = browser.get(listed("formtemplate"), {"q": query}).content.decode()
        assert (address(other, "edit") in found) is there, query
    drafts = browser.get(listed("formtemplate"), {"state": "draft"}).content.decode()
    assert address(row, "edit") in drafts and address(other, "edit") not in drafts
    changed = browser.get(listed("formtemplate"), {"state": "changed"}).content.decode()
    assert address(other, "edit") in changed


def test_a_new_form_asks_three_things(browser: Client) -> None:
    where = reverse("wagtailsnippets_forms_catalog_formtemplate:add")
    assert set(browser.get(where).context["form"].fields) == {"title", "code", "roster"}
    answer = browser.post(where, {"title": "困难走访表", "code": "F09"})
    row = FormTemplate.objects.get(title="困难走访表")
    made = draft(row)
    assert answer.status_code == 302 and browser.get(answer.url).status_code == 200
    assert (row.live, made.id, made.code) == (False, row.key, "F09")
    assert row.key.isascii() and len(made.sections) == 1
    browser.post(where, {"title": "困难走访表"})
    assert len({r.key for r in FormTemplate.objects.filter(title="困难走访表")}) == 2
    assert browser.post(where, {"title": " "}).status_code == 200


def test_a_new_list(browser: Client) -> None:
    where = reverse("wagtailsnippets_forms_catalog_listtemplate:add")
    browser.post(where, {"title": "颜色"})
    assert draft(ListTemplate.objects.get(title="颜色")).options == ()


def test_a_key_with_an_edition_is_never_given_again(browser: Client) -> None:
    where = reverse("wagtailsnippets_forms_catalog_formtemplate:add")
    browser.post(where, {"title": "走访"})
    row = FormTemplate.objects.get(title="走访")
    editions.publish("form", row.key, {"format": 1})
    FormTemplate.objects.filter(pk=row.pk).delete()
    browser.post(where, {"title": "走访"})
    assert FormTemplate.objects.get(title="走访").key != row.key


def test_a_copy_starts_as_a_draft(browser: Client) -> None:
    row = FormTemplate.objects.get(key="child")
    where = address(row, "copy")
    title = browser.get(where).context["form"]["title"].value()
    assert title == f"{draft(row).title}（副本）"
    browser.post(where, {"title": title, "code": "F90"})
    copy = FormTemplate.objects.get(title=title)
    assert not copy.live and copy.key != row.key and copy.base is None
    assert draft(copy) == replace(draft(row), id=copy.key, title=title, code="F90")


def test_what_was_published_is_not_deleted(browser: Client) -> None:
    row, fresh = form_row(live=True), form_row("fresh")
    bulk = reverse("wagtail_bulk_action", args=["forms_catalog", "formtemplate", "delete"])
    browser.post(address(row, "delete"))
    browser.post(f"{bulk}?id={row.pk}")
    assert FormTemplate.objects.filter(pk=row.pk).exists()
    assert address(row, "delete") not in browser.get(address(row, "edit")).content.decode()
    browser.post(address(fresh, "delete"))
    assert not FormTemplate.objects.filter(pk=fresh.pk).exists()


def test_withdrawing(browser: Client) -> None:
    row = form_row(live=True)
    browser.post(address(row, "unpublish"))
    assert not FormTemplate.objects.get(pk=row.pk).live
    assert "已停用（曾到第1版）" in browser.get(listed("formtemplate")).content.decode()


# ---- looking


def test_usage(browser: Client, world: Any) -> None:
    people.register(world.users["village_officer"])
    child = FormTemplate.objects.get(key="child")
    page = browser.get(address(child, "usage"))
    assert [form["title"] for form in page.context["forms"]] == [
        "农村留守儿童基本信息登记表",
        "困境儿童登记表",
    ]
    assert [use["records"] for use in page.context["uses"]] == [[(1, 1)]]
    used = next(q.option("choices") for q in draft(child).questions() if q.option("choices"))
    page = browser.get(address(ListTemplate.objects.get(key=used), "usage"))
    assert child.title in [form["title"] for form in page.context["forms"]]


def test_two_versions_are_compared_in_words(browser: Client) -> None:
    row = form_row(live=True)
    first = FormTemplate.objects.get(pk=row.pk).latest_revision_id
    save(browser, row, asked(opened(browser, row, section="a"), question("one", required=True)))
    where = address(row, "revisions_compare", str(first), "latest")
    changes = browser.get(where).context["changes"]
    assert [(c.what, c.label) for c in changes] == [("gone", "题目two"), ("changed", "题目one")]
    assert changes[1].details == (("必填：是，或条件", "否", "是"),)
    for old, new in (("live", "latest"), ("earliest", "live")):
        assert browser.get(address(row, "revisions_compare", old, new)).status_code == 200
    assert browser.get(address(row, "revisions_compare", "live", "99999")).status_code == 404


def test_going_back_to_an_earlier_version(browser: Client) -> None:
    row = form_row()
    save(browser, row, opened(browser, row, section="a"), op="delete:b")
    save(browser, row, opened(browser, row, section="a"), section_hint="改")
    first = row.revisions.order_by("created_at").first()
    row.save_revision()
    old = row.revisions.order_by("created_at").last()
    where = address(row, "revisions_revert", old.pk)
    assert first is not None and browser.get(where).status_code == 200
    data = opened(browser, row, section="a")
    form = browser.get(where).context["form"]
    data["base"], data["loaded"] = str(form["base"].value()), str(form["loaded"].value())
    data["section_hint"] = ""
    browser.post(where, dict(data.lists()))
    assert [section.name for section in draft(row).sections] == ["a", "b"]


def test_tabs_of_access_and_editions(browser: Client, world: Any) -> None:
    people.register(world.users["village_officer"])
    page = browser.get(address(FormTemplate.objects.get(key="child"), "edit")).content.decode()
    assert "第1版" in page and "1份" in page and "儿童主任" in page


# ---- who may


PAGES = ("edit", "check", "usage", "history", "export", "import", "try", "copy", "preview_on_edit")


@pytest.mark.parametrize("name", people.PEOPLE)
@pytest.mark.parametrize("page", PAGES)
def test_who_sees_a_template(world: Any, name: str, page: str) -> None:
    """Only the county office edits; nobody else ever sees a page of a template."""
    row = form_row()
    answer = people.client(name).get(address(row, page))
    assert answer.status_code == (200 if name == "county_admin" else 302)
    assert people.client(name).get(listed("formtemplate")).status_code == answer.status_code
    if name != "county_admin":
        assert "走访表" not in answer.content.decode()


@pytest.mark.parametrize("page", ["edit", "check", "import", "try", "copy"])
def test_nobody_else_changes_one(world: Any, page: str) -> None:
    row = form_row()
    before = draft(row)
    data = opened(boss(), row, section="a").dict() | {"publish": "1", "replace": "1"}
    data["title"] = "走访改名"
    for name in ("village_officer", "township_supervisor", "citizen"):
        assert people.client(name).post(address(row, page), data).status_code == 302
    assert draft(row) == before and FormTemplate.objects.filter(title="走访表").count() == 1
    assert not FormTemplate.objects.get(pk=row.pk).live


def test_a_lock_keeps_others_out(browser: Client) -> None:
    row, other = form_row(), boss("boss2", "林安")
    browser.post(address(row, "lock"))
    text = write_template(replace(draft(row), title="抢")).decode()
    user = people.client("county_admin")
    user.post(address(row, "import"), {"text": text, "replace": "1"})
    save(user, row, opened(browser, row, section="a"), section_hint="抢")
    assert (draft(row).title, draft(row).sections[0].hint) == ("走访表", "")
    assert other.get(address(row, "edit")).status_code == 200
