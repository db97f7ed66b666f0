"""Letters are written on a page: chips, the real paper, a second person for what is written out."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from forms_catalog import editions
from forms_catalog.definition import Letter, Need, PrintOptions, Term, load
from forms_catalog.editing.letters_parts import from_boxes, to_boxes
from forms_catalog.editing.notices_parts import only_rules
from forms_catalog.models import LetterTemplate
from forms_catalog.packs import Folder
from tests.forms_catalog.editor import address, boss, draft, save
from tests.forms_catalog.test_editing_notices import check, page, publish

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_forms_catalog_lettertemplate"
EMPTY = Letter(id="x", title="x", ledger="a", who=("b",), text="甲")


@pytest.fixture
def browser(world: Any) -> Client:
    return boss()


@pytest.fixture
def row(world: Any) -> Any:
    return LetterTemplate.objects.get(key="guardian_remind")


@pytest.fixture
def untouched(browser: Client, row: Any) -> QueryDict:
    return page(browser, row)


def paper(browser: Client, row: Any) -> str:
    answer = browser.get(address(row, "preview_on_edit"), {"mode": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return "".join(one.extract_text() for one in pages).replace("\n", "")


def test_boxes_say_what_the_file_says(settings: Any) -> None:
    folder = Folder(settings.PACKS_DIR / settings.PACK)
    letters = [one for (kind, _), one in folder.templates.items() if kind == "letter"]
    assert len(letters) >= 6
    for one in letters:
        assert isinstance(one, Letter)
        assert from_boxes(to_boxes(one), one) == only_rules(one), one.id


@pytest.mark.parametrize(
    "changes",
    [
        {"who": ("b", "a")},
        {"needed": Need(ledger="c", filter="${d} = 'yes'"), "when": "${d} = 'no'"},
        {"term": Term(from_="since", to="until"), "scan": "scan", "copies": 4},
        {"sign": ("甲方 签名", "乙方"), "seal": ("村（盖章）",), "clear": ("id", "phone")},
        {"values": (("e", "1 + 1"),), "print": PrintOptions(page="A4", secrecy="内部")},
        {"text": "甲：\n\n1. 乙\n2. **丙**", "number": "((_year))-((_seq:4))"},
    ],
)
def test_boxes_and_back(changes: dict[str, Any]) -> None:
    made = replace(EMPTY, **changes)
    assert from_boxes(to_boxes(made), made) == made


def test_a_page_that_nobody_touched_changes_nothing(
    browser: Client, row: Any, untouched: QueryDict
) -> None:
    before = draft(row)
    assert save(browser, row, untouched).status_code == 302
    assert draft(row) == before


def test_the_words_are_changed_without_code(
    browser: Client, row: Any, untouched: QueryDict
) -> None:
    save(browser, row, untouched, rule_text="((to_name))：\n\n- **请**给((child.name))打电话。")
    assert check(browser, row).context["faults"] == []
    words = paper(browser, row)
    assert "给罗安打电话" in words and "((" not in words and "**" not in words
    publish(browser, row)
    frozen = editions.latest("letter", "guardian_remind")
    assert "打电话" in load(editions.canonical(frozen.pk)["template"]).text


def test_what_is_missing_or_unknown_is_told(
    browser: Client, row: Any, untouched: QueryDict
) -> None:
    save(browser, row, untouched, rule_text="((nobody))((fact))", rule_clear="")
    told = check(browser, row)
    assert {fault.code for fault in told.context["faults"]} == {"letter.unknown-name"}
    assert {fault.code for fault in told.context["advice"]} == {"letter.masked"}


def test_chips_and_the_paper_of_nobody(browser: Client, row: Any) -> None:
    html = browser.get(address(row, "edit")).content.decode()
    assert 'data-insert="((to_name))"' in html and 'data-insert="((_actor_phone))"' in html
    assert "印出来时遮住" in html
    words = paper(browser, row)
    assert "履行监护职责提醒书" in words and "不作凭证" in words


def test_columns_of_a_table_are_chips_too(browser: Client, world: Any) -> None:
    row = LetterTemplate.objects.get(key="entrusted_care_letter")
    html = browser.get(address(row, "edit")).content.decode()
    assert 'data-insert="((a_name))"' in html and "一行印一次" in html


def test_a_new_letter(browser: Client) -> None:
    told = {"title": "新的文书", "ledger": "children", "who": ["village_director"]}
    assert browser.post(reverse(f"{LIST}:add"), told).status_code == 302
    made = LetterTemplate.objects.get(title="新的文书")
    assert draft(made).who == ("village_director",) and made.live is False
    assert browser.get(reverse(f"{LIST}:list")).status_code == 200


def test_what_is_written_out_needs_a_second_person(
    browser: Client, row: Any, untouched: QueryDict
) -> None:
    before = editions.latest("letter", "guardian_remind")
    save(browser, row, untouched, rule_clear="fact、to_phone")
    publish(browser, row)
    assert editions.latest("letter", "guardian_remind") == before
    publish(boss("other", "别人"), row)
    frozen = editions.latest("letter", "guardian_remind")
    assert load(editions.canonical(frozen.pk)["template"]).clear == ("fact", "to_phone")
