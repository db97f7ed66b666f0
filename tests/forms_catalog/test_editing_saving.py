"""Saving one section: the others stay, two people lose nothing, drafts may be half written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from forms_catalog.definition import ChoiceList, Option, PrintOptions, Question, Section, freeze
from forms_catalog.models import FormTemplate

from .editor import (
    address,
    asked,
    autosave,
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


@pytest.fixture
def row(world: Any) -> FormTemplate:
    return form_row()


@pytest.fixture
def browser(world: Any) -> Client:
    return boss()


def test_nothing_touched_is_nothing_changed(row: FormTemplate, browser: Client) -> None:
    before = draft(row)
    for name in ("a", "b"):
        assert save(browser, row, opened(browser, row, section=name)).status_code == 302
    assert draft(row) == before


@pytest.mark.parametrize("key", ["child", "left_behind_registration"])
def test_shipped_forms_survive_their_editor(world: Any, browser: Client, key: str) -> None:
    row = FormTemplate.objects.get(key=key)
    before = draft(row)
    for section in before.sections:
        save(browser, row, opened(browser, row, section=section.name))
    assert draft(row) == before


def test_one_section_is_changed_and_the_other_stays(row: FormTemplate, browser: Client) -> None:
    data = asked(opened(browser, row, section="a"), question("one"), question("new"))
    save(browser, row, data, section_hint="写清楚", head_code="F09", head_print_secrecy="保密")
    found = draft(row)
    assert [q.name for q in found.sections[0].questions] == ["one", "new"]
    assert (found.sections[0].hint, found.code) == ("写清楚", "F09")
    assert found.print == PrintOptions(secrecy="保密")
    assert [q.name for q in found.sections[1].questions] == ["three"]


def test_half_written_drafts_are_saved(row: FormTemplate, browser: Client) -> None:
    gaps = (Question(name="", label="", type="choice"), Question(name="", label="", type="rows"))
    data = asked(opened(browser, row, section="a"), *gaps)
    assert save(browser, row, data, title="", section_label="").status_code == 302
    found = draft(row)
    assert found.title == "" and [q.label for q in found.sections[0].questions] == ["", ""]
    for name in ("edit", "check", "usage", "history"):
        assert browser.get(address(row, name)).status_code == 200
    assert browser.get(address(row, "edit"), {"section": "a", "check": "1"}).status_code == 200


@pytest.mark.parametrize("junk", ["nowhere", "a" * 500, "../x"])
def test_a_section_that_is_not_there_shows_the_first(
    row: FormTemplate, browser: Client, junk: str
) -> None:
    page = browser.get(address(row, "edit"), {"section": junk})
    assert page.status_code == 200 and page.context["form"].part.name == "a"


# ---- two people


def test_different_sections_do_not_meet(row: FormTemplate, browser: Client) -> None:
    other = boss("boss2", "林安")
    mine, theirs = opened(browser, row, section="a"), opened(other, row, section="b")
    save(other, row, theirs, section_hint="他们的")
    assert save(browser, row, mine, section_hint="我的").status_code == 302
    assert [section.hint for section in draft(row).sections] == ["我的", "他们的"]


def test_heads_are_merged_box_by_box(row: FormTemplate, browser: Client) -> None:
    other = boss("boss2", "林安")
    mine, theirs = opened(browser, row, section="a"), opened(other, row, section="b")
    save(other, row, theirs, head_code="F02")
    save(browser, row, mine, head_source="某文件")
    assert (draft(row).code, draft(row).source) == ("F02", "某文件")


def test_a_title_is_written_by_labels(world: Any, browser: Client) -> None:
    """Also with the wide brackets of a Chinese keyboard; what is no question stays as it was typed."""
    row = FormTemplate.objects.get(key="child")
    data = opened(browser, row)
    data["head_instance_name"] = "（（姓名））((name))((没有))"
    save(browser, row, data)
    assert draft(row).instance_name == "((name))((name))((没有))"
    save(browser, row, data)
    assert draft(row).instance_name == "((name))((name))((没有))"


def test_the_same_section_is_refused_with_both_versions(row: FormTemplate, browser: Client) -> None:
    other = boss("boss2", "林安")
    mine, theirs = opened(browser, row, section="a"), opened(other, row, section="a")
    save(other, row, theirs, section_hint="他们的")
    page = save(browser, row, mine, section_hint="我的")
    words = page.content.decode()
    assert page.status_code == 200 and draft(row).sections[0].hint == "他们的"
    assert "林安在" in page.context["clash"].short and "我的" in words and "他们的" in words
    assert page.context["form"]["section_hint"].value() == "我的"
    assert save(browser, row, mine, whose="mine").status_code == 302
    assert draft(row).sections[0].hint == "我的"


def test_the_same_head_is_refused(row: FormTemplate, browser: Client) -> None:
    other = boss("boss2", "林安")
    mine, theirs = opened(browser, row, section="a"), opened(other, row, section="b")
    save(other, row, theirs, head_code="F02")
    page = save(browser, row, mine, head_code="F03")
    assert page.context["clash"] and draft(row).code == "F02"


def test_the_same_change_twice_is_no_clash(row: FormTemplate, browser: Client) -> None:
    other = boss("boss2", "林安")
    mine, theirs = opened(browser, row, section="a"), opened(other, row, section="a")
    save(other, row, theirs, section_hint="一样的")
    assert save(browser, row, mine, section_hint="一样的").status_code == 302


def test_a_section_deleted_meanwhile_is_not_lost(row: FormTemplate, browser: Client) -> None:
    other = boss("boss2", "林安")
    mine, theirs = opened(browser, row, section="b"), opened(other, row, section="a")
    save(other, row, theirs, op="delete:b")
    page = save(browser, row, mine, section_hint="我的")
    assert page.context["clash"].gone and [s.name for s in draft(row).sections] == ["a"]
    save(browser, row, mine, whose="mine")
    assert [(s.name, s.hint) for s in draft(row).sections] == [("a", ""), ("b", "我的")]


def test_who_saves_in_the_same_moment_is_taken_along(
    row: FormTemplate, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading and writing somebody else saves another section, then the same one."""
    from forms_catalog.editing.views.edit import EditView

    other, plain = boss("boss2", "林安"), EditView.form_valid
    for theirs, mine, kept in (("b", "a", ["我的", "他们的"]), ("a", "a", ["他们的", "他们的"])):
        held, waiting = opened(browser, row, section=mine), opened(other, row, section=theirs)

        def late(view: Any, form: Any, waiting: Any = waiting) -> Any:
            monkeypatch.setattr(EditView, "form_valid", plain)
            save(other, row, waiting, section_hint="他们的")
            return plain(view, form)

        monkeypatch.setattr(EditView, "form_valid", late)
        page = save(browser, row, held, section_hint="我的" if theirs == "b" else "又改")
        assert [section.hint for section in draft(row).sections] == kept
    assert page.context["clash"]


# ---- one page saves itself in the background, and what it sends may overtake itself


def test_a_page_never_clashes_with_itself(row: FormTemplate, browser: Client) -> None:
    """The answer to its own saving had not come when the person pressed the button."""
    data = opened(browser, row, section="a")
    assert autosave(browser, row, data, section_hint="写到一半", title="新名", turn="1").json()[
        "success"
    ]
    done = save(browser, row, data, section_hint="写完了", title="更新的名", turn="2")
    assert done.status_code == 302
    assert (draft(row).title, draft(row).sections[0].hint) == ("更新的名", "写完了")


def test_what_was_overtaken_comes_too_late(row: FormTemplate, browser: Client) -> None:
    data = opened(browser, row, section="a")
    save(browser, row, data, section_hint="中间", turn="1")
    save(browser, row, data, section_hint="", turn="3")
    late = autosave(browser, row, data, section_hint="旧的", title="旧名", turn="2")
    assert late.json()["error_code"] == "validation_error"
    assert (draft(row).title, draft(row).sections[0].hint) == ("走访表", "")


def test_two_pages_of_one_person_do_clash(row: FormTemplate, browser: Client) -> None:
    one, two = opened(browser, row, section="a"), opened(browser, row, section="a")
    save(browser, row, one, section_hint="第一页", turn="1")
    page = save(browser, row, two, section_hint="第二页", turn="2")
    assert page.context["clash"] and draft(row).sections[0].hint == "第一页"


def test_a_head_of_somebody_else_survives_the_background(
    row: FormTemplate, browser: Client
) -> None:
    """The box still shows the older title: showing it is not changing it."""
    other = boss("boss2", "林安")
    mine, theirs = opened(browser, row, section="a"), opened(other, row, section="b")
    save(other, row, theirs, title="他们的")
    for turn in ("1", "2"):
        updates = autosave(browser, row, mine, section_hint=turn, turn=turn).json()["field_updates"]
        mine |= updates  # as the page takes them over
    save(browser, row, mine, section_hint="完", turn="3")
    assert (draft(row).title, draft(row).sections[0].hint) == ("他们的", "完")


# ---- autosave


def test_autosave_overwrites_its_own_revision(row: FormTemplate, browser: Client) -> None:
    data = opened(browser, row, section="a")
    numbers = []
    for text in ("一", "一二", "一二三"):
        answer = autosave(browser, row, data, section_hint=text).json()
        assert answer["success"]
        for name, value in answer["field_updates"].items():
            data[name] = value
        data["overwrite_revision_id"] = str(answer["revision_id"])
        numbers.append(answer["revision_id"])
    assert len(set(numbers)) == 1 and draft(row).sections[0].hint == "一二三"


def test_autosave_of_two_people_in_two_sections(row: FormTemplate, browser: Client) -> None:
    """Neither overwrites the other's revision nor is told to stop."""
    other = boss("boss2", "林安")
    pages = [(browser, opened(browser, row, section="a")), (other, opened(other, row, section="b"))]
    for text in ("一", "二", "三"):
        for who, data in pages:
            answer = autosave(who, row, data, section_hint=text).json()
            assert answer["success"]
            data["overwrite_revision_id"] = str(answer["revision_id"])
            for name, value in answer["field_updates"].items():
                data[name] = value
    assert [section.hint for section in draft(row).sections] == ["三", "三"]


def test_autosave_stops_at_a_clash(row: FormTemplate, browser: Client) -> None:
    other = boss("boss2", "林安")
    mine, theirs = opened(browser, row, section="a"), opened(other, row, section="a")
    autosave(other, row, theirs, section_hint="他们的")
    answer = autosave(browser, row, mine, section_hint="我的")
    assert (answer.status_code, answer.json()["error_code"]) == (400, "validation_error")
    assert "林安" in answer.json()["error_message"]


# ---- sections


@pytest.mark.parametrize(
    ("op", "names"),
    [
        ("add:", ["a", "b", "part3"]),
        ("down:a", ["b", "a"]),
        ("up:a", ["a", "b"]),
        ("up:b", ["b", "a"]),
        ("copy:a", ["a", "a_2", "b"]),
        ("delete:a", ["b"]),
        ("ask:a", ["a", "b"]),
        ("up:nothing", ["a", "b"]),
        ("copy:nothing", ["a", "b"]),
        ("nonsense", ["a", "b"]),
    ],
)
def test_buttons_beside_a_section(
    row: FormTemplate, browser: Client, op: str, names: list[str]
) -> None:
    """What was typed is saved by them too."""
    answer = save(browser, row, opened(browser, row, section="b"), op=op, section_hint="写了一半")
    assert answer.status_code == 302 and browser.get(answer.url).status_code == 200
    assert [section.name for section in draft(row).sections] == names
    assert [s.hint for s in draft(row).sections if s.name == "b"] == ["写了一半"]


def test_deleting_says_what_goes(row: FormTemplate, browser: Client) -> None:
    answer = save(browser, row, opened(browser, row, section="a"), op="ask:a")
    page = browser.get(answer.url)
    assert page.context["removal"].name == "a" and "题目two" in page.content.decode()


def test_a_copy_has_names_of_its_own(row: FormTemplate, browser: Client) -> None:
    save(browser, row, opened(browser, row, section="a"), op="copy:a")
    names = [q.name for q in draft(row).questions()]
    assert names == ["one", "two", "one_2", "two_2", "three"]


def test_a_copied_question_fills_the_copies(browser: Client, world: Any) -> None:
    fills = freeze([{"name": "birth", "value": "born"}, {"name": "sex", "value": "elsewhere"}])
    card = Question(name="card", label="号", type="id_card", options=(("fills", fills),))
    born = Question(name="born", label="生日", type="date", required="${card} != ''")
    row = form_row("filled", Section(name="a", label="甲", questions=(card, born)))
    save(browser, row, opened(browser, row, section="a"), op="copy:a")
    first, second = draft(row).sections
    assert first.questions == (card, born)
    assert second.questions[1].required == "${card_2} != ''"
    assert [dict(pair)["value"] for pair in second.questions[0].option("fills")] == [
        "born_2",
        "elsewhere",
    ]


def test_an_included_section_is_shown_as_what_it_is(world: Any, browser: Client) -> None:
    row = FormTemplate.objects.get(key="left_behind_registration")
    part = next(s for s in draft(row).sections if s.include)
    page = browser.get(address(row, "edit"), {"section": part.name})
    assert "questions" not in page.context["form"].fields
    assert page.context["form"].part == part


def test_a_published_question_keeps_its_name(world: Any, browser: Client) -> None:
    row = form_row("named", live=True)
    data = opened(browser, row, section="a")
    for name in [name for name in data if data[name] == "one"]:
        data[name] = "renamed"
    save(browser, row, data)
    assert "one" in [q.name for q in draft(row).questions()]


# ---- lists


COLOURS = ChoiceList(
    id="colours",
    title="颜色",
    options=(Option(name="r", label="红"), Option(name="g", label="绿", hint="草的颜色")),
)


def test_a_list_is_one_page(world: Any, browser: Client) -> None:
    row = list_row(COLOURS)
    assert save(browser, row, opened(browser, row)).status_code == 302
    assert draft(row) == COLOURS
    blue = Option(name="b", label="蓝")
    save(browser, row, offered(opened(browser, row), *COLOURS.options, blue), title="颜色表")
    assert draft(row) == replace(COLOURS, title="颜色表", options=(*COLOURS.options, blue))


def test_two_people_at_one_list(world: Any, browser: Client) -> None:
    row, other = list_row(COLOURS), boss("boss2", "林安")
    mine, theirs = opened(browser, row), opened(other, row)
    save(other, row, offered(theirs, COLOURS.options[0]))
    page = save(browser, row, offered(mine, *COLOURS.options, Option(name="b", label="蓝")))
    assert page.context["clash"] and len(draft(row).options) == 1


def test_an_empty_form_can_be_begun(world: Any, browser: Client) -> None:
    row = form_row("empty", Section(name="only", label=""))
    save(browser, row, opened(browser, row), op="delete:only")
    assert draft(row).sections == ()
    assert browser.get(address(row, "edit")).status_code == 200
    save(browser, row, opened(browser, row), op="add:")
    assert [section.name for section in draft(row).sections] == ["part1"]
