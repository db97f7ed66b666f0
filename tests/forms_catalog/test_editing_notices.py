"""Notices are written on a page: chips, preview, a test to oneself, a second person for what is sealed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from forms_catalog import editions
from forms_catalog.definition import Event, Notice, load
from forms_catalog.editing.notices_parts import from_boxes, only_rules, to_boxes
from forms_catalog.models import NoticeTemplate
from forms_catalog.packs import Folder
from ledgers.models import Message
from ledgers.notices.telling import opened as words_of
from tests.forms_catalog.editor import address, boss, draft, save

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_forms_catalog_noticetemplate"


@pytest.fixture
def browser(world: Any) -> Client:
    return boss()


@pytest.fixture
def row(world: Any) -> Any:
    return NoticeTemplate.objects.get(key="visit_due")


def page(browser: Client, row: Any) -> QueryDict:
    """What the page would send when nothing was touched."""
    form = browser.get(address(row, "edit")).context["form"]
    data = QueryDict(mutable=True)
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, list):
            data.setlist(name, value)
        elif value not in (None, False):
            data[name] = "on" if value is True else str(value)
    return data


def check(browser: Client, row: Any) -> Any:
    return browser.get(address(row, "check"))


def publish(browser: Client, row: Any) -> Any:
    seen = check(browser, row).context["seen"]
    return browser.post(address(row, "check"), {"seen": seen, "publish": "1"})


def test_boxes_say_what_the_file_says(settings: Any) -> None:
    folder = Folder(settings.PACKS_DIR / settings.PACK)
    notices = [one for (kind, _), one in folder.templates.items() if kind == "notice"]
    assert len(notices) > 15
    for one in notices:
        assert isinstance(one, Notice)
        assert from_boxes(to_boxes(one)) == only_rules(one), one.id


@pytest.mark.parametrize(
    "changes",
    [
        {"on": Event(every=("03-01", "09-01"))},
        {"on": Event(every="week")},
        {"on": Event(round="closed")},
        {"text": (("inbox", "长"), ("sms", "短"))},
        {"values": (("a", "1 + 1"), ("b", "${name}"))},
        {"urgent": True, "ack": "2h", "at_most": "1/day", "sealed": ("id_card",)},
        {"ack": "1wd", "at_most": "12/month", "on": Event(every="quarter")},
    ],
)
def test_boxes_and_back(changes: dict[str, Any]) -> None:
    made = replace(Notice(id="x", title="x", to=("_filler",), text="甲"), **changes)
    assert from_boxes(to_boxes(made)) == made


def test_short_codes_are_written_as_words() -> None:
    made = Notice(id="x", title="x", text="甲", on=Event(every="week"), ack="2h", at_most="1/day")
    boxes = to_boxes(made)
    assert [boxes[name] for name in ("on_what", "ack", "at_most")] == ["每周", "2小时", "每天1次"]
    assert from_boxes(boxes | {"ack": "3 个工作日", "at_most": "x", "on_what": "03-15"}) == replace(
        made, ack="3wd", at_most="x", on=Event(every=("03-15",))
    )


def test_whoever_can_be_told_is_a_press_away(browser: Client, row: Any) -> None:
    html = browser.get(address(row, "edit")).content.decode()
    told = html[html.index('data-line="rule_to"') :]
    for mark in ("village_director@record", "school_officer@body", "_filler", "${father_phone}"):
        assert f'data-insert="{mark}"' in told
    assert "family@" not in html and "@record、" not in html


def test_a_page_that_nobody_touched_changes_nothing(browser: Client, row: Any) -> None:
    before = draft(row)
    assert save(browser, row, page(browser, row)).status_code == 302
    assert draft(row) == before


def test_the_words_are_changed_without_code(browser: Client, row: Any) -> None:
    save(browser, row, page(browser, row), rule_text="请去看((name:mask))，((_due_date))前。")
    assert check(browser, row).context["faults"] == []
    publish(browser, row)
    assert draft(row).text.startswith("请去看")
    frozen = editions.latest("notice", "visit_due")
    assert load(editions.canonical(frozen.pk)["template"]).text.startswith("请去看")


def test_what_is_missing_unknown_or_sealed_is_told(browser: Client, row: Any) -> None:
    save(browser, row, page(browser, row), rule_text="((nobody))((id_card))", rule_to="")
    told = check(browser, row)
    assert {fault.code for fault in told.context["faults"]} == {
        "format.missing-key",
        "notice.unknown-name",
    }
    assert {fault.code for fault in told.context["advice"]} == {"notice.masked"}


def test_chips_name_what_may_stand_in_the_text(browser: Client, row: Any) -> None:
    html = browser.get(address(row, "edit")).content.decode()
    assert 'data-insert="((name:mask))"' in html and 'data-insert="((_due_date))"' in html
    assert "发出去时遮住" in html and 'data-insert="((risk_level))"' in html


def test_the_preview_is_of_nobody(browser: Client, row: Any) -> None:
    html = browser.get(address(row, "preview_on_edit")).content.decode()
    assert "站内消息" in html and "短信" in html and "用编出来的记录" in html
    assert "((" not in html


def test_a_new_notice(browser: Client) -> None:
    answer = browser.post(reverse(f"{LIST}:add"), {"title": "新的通知", "ledger": "children"})
    assert answer.status_code == 302
    made = NoticeTemplate.objects.get(title="新的通知")
    assert draft(made).ledger == "children" and made.live is False
    assert browser.get(reverse(f"{LIST}:list")).status_code == 200


def test_a_test_goes_to_oneself_alone(browser: Client, row: Any) -> None:
    assert browser.get(address(row, "test")).status_code == 200
    browser.post(address(row, "test"))
    rows = list(Message.objects.unscoped("test").filter(notice="_test"))
    assert {(r.user.username, r.channel, r.state) for r in rows} == {
        ("boss", "inbox", "delivered"),
        ("boss", "sms", "given_up"),
    }
    assert words_of(rows[0])["subject"].startswith("【试】")


def test_what_is_sealed_needs_a_second_person(browser: Client, row: Any) -> None:
    before = editions.latest("notice", "visit_due")
    save(browser, row, page(browser, row), rule_sealed="id_card")
    publish(browser, row)
    assert editions.latest("notice", "visit_due") == before
    publish(boss("other", "别人"), row)
    frozen = editions.latest("notice", "visit_due")
    assert load(editions.canonical(frozen.pk)["template"]).sealed == ("id_card",)


def test_two_people_at_one_notice(browser: Client, row: Any) -> None:
    first, second = page(browser, row), page(browser, row)
    save(browser, row, first, rule_text="一个人写的")
    clash = save(boss("other", "别人"), row, second, rule_text="另一个人写的")
    assert clash.status_code == 200 and draft(row).text == "一个人写的"
