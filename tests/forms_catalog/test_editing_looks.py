"""A draft looked at, tried out, and carried away as a file: nothing of it is stored or published by that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forms_catalog import editions
from forms_catalog.definition import ChoiceList, FormDefinition, Option, Question, Section
from forms_catalog.models import FormTemplate
from forms_catalog.writers.yaml import write_template
from tests import people

from .editor import address, asked, boss, draft, form_row, list_row, opened, question

pytestmark = pytest.mark.django_db
MODES = ("web", "mobile", "paper", "pdf")
COLOURS = ChoiceList(id="colours", title="颜色", options=(Option(name="r", label="红"),))


@pytest.fixture
def browser(world: Any) -> Client:
    return boss()


# ---- previews


def preview(browser: Client, row: Any, mode: str) -> Any:
    return browser.get(address(row, "preview_on_edit"), {"mode": mode})


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("key", ["child", "left_behind_registration"])
def test_previews_of_shipped_forms(browser: Client, key: str, mode: str) -> None:
    page = preview(browser, FormTemplate.objects.get(key=key), mode)
    assert page.status_code == 200 and len(page.content) > 1000
    if mode == "pdf":
        assert page.content.startswith(b"%PDF") and "inline" in page["Content-Disposition"]


def hurt() -> FormDefinition:
    """Everything half written or pointing nowhere."""
    return FormDefinition(
        id="hurt",
        title="",
        sections=(
            Section(
                name="a",
                label="",
                questions=(
                    Question(name="", label="", type="text"),
                    Question(name="", label="", type="choice"),
                    Question(name="x", label="选", type="choice", options=(("choices", "gone"),)),
                    Question(name="y", label="表", type="rows"),
                    Question(name="z", label="谁", type="nobody_knows"),
                    Question(name="x", label="又一个", type="integer"),
                ),
            ),
            Section(name="b", label="", include="hurt"),
            Section(name="c", label="", include="nowhere.x", through="y"),
            Section(name="d", label="", include="child", through="none"),
        ),
    )


@pytest.mark.parametrize("mode", MODES)
def test_previews_survive_everything(browser: Client, mode: str) -> None:
    row = form_row("hurt", *hurt().sections)
    page = preview(browser, row, mode)
    assert page.status_code == 200
    if mode == "web":
        text = page.content.decode()
        assert "（还没写）" in text and "选项表“gone”还没有发布" in text
        assert "引用的表“nowhere”还没有发布" in text


def test_a_preview_shows_what_is_typed(browser: Client) -> None:
    row = form_row()
    data = asked(opened(browser, row, section="a"), question("fresh"))
    sent = browser.post(address(row, "preview_on_edit"), dict(data.lists()))
    assert sent.json() == {"is_valid": True, "is_available": True}
    page = preview(browser, row, "web").content.decode()
    assert "题目fresh" in page and "题目three" in page and "题目two" not in page
    assert [q.name for q in draft(row).sections[0].questions] == ["one", "two"]


def test_previews_may_be_framed_here_only(browser: Client) -> None:
    page = preview(browser, form_row(), "web")
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "SAMEORIGIN"


def test_no_record_is_in_a_preview(browser: Client, world: Any) -> None:
    people.register(world.users["village_officer"], name="罗安晨晨")
    for key in ("child", "left_behind_registration"):
        row = FormTemplate.objects.get(key=key)
        for page in (preview(browser, row, "web"), browser.get(address(row, "try"))):
            assert "罗安晨晨" not in page.content.decode()


def test_a_list_is_shown(browser: Client) -> None:
    row = list_row(replace(COLOURS, options=(*COLOURS.options, Option(name="", label=""))))
    assert "红" in preview(browser, row, "web").content.decode()


# ---- trying out


def amount() -> dict[str, int]:
    rows = {m._meta.label: m._base_manager.count() for m in apps.get_models() if not m._meta.proxy}
    rows.pop("sessions.Session")
    folders = (Path(settings.FILES_DIR), Path(settings.MEDIA_ROOT))
    return rows | {str(f): len(list(f.rglob("*"))) for f in folders}


def test_trying_keeps_nothing(browser: Client) -> None:
    shot = Question(name="shot", label="照片", type="photo")
    table = Question(
        name="t", label="表", type="rows", questions=(question("cell", required=True),)
    )
    wanted = (question("one", required=True), question("two"), shot, table)
    row = form_row("tried", Section(name="a", label="甲", questions=wanted))
    before = amount()
    assert browser.get(address(row, "try")).status_code == 200
    page = browser.post(address(row, "try"), {"two": "写了"})
    assert page.status_code == 422 and "请填写题目one" in page.content.decode()
    picture = SimpleUploadedFile("a.png", b"\x89PNG", "image/png")
    typed = {"one": "一", "shot.file": picture, "t-0-_id": "", "t-0-cell": "格"}
    done = browser.post(address(row, "try"), typed)
    assert done.status_code == 200 and "可以提交。什么也没有保存" in done.content.decode()
    assert amount() == before


@pytest.mark.parametrize(
    ("posted", "status"),
    [
        ({"n": "12"}, 200),
        ({"n": "十二个"}, 422),
        ({"n": "12", "t-0-_id": "", "t-0-note": "有"}, 422),
        ({"n": "12", "more": "t", "t-0-_id": ""}, 200),
    ],
)
def test_trying_is_judged_by_the_types(
    browser: Client, posted: dict[str, str], status: int
) -> None:
    cells = (question("cell", required=True), question("note"))
    table = Question(name="t", label="表", type="rows", questions=cells)
    number = Question(name="n", label="几个", type="integer", required=True)
    row = form_row("judged", Section(name="a", label="甲", questions=(number, table)))
    assert browser.post(address(row, "try"), posted).status_code == status


# ---- files


def imported(browser: Client, row: Any, text: str, **more: Any) -> Any:
    return browser.post(address(row, "import"), {"text": text} | more)


@pytest.mark.parametrize("key", ["child", "left_behind_registration"])
def test_out_and_in_again(browser: Client, key: str) -> None:
    row = FormTemplate.objects.get(key=key)
    before = draft(row)
    sent = browser.get(address(row, "export"))
    assert sent.content == write_template(before) and f"{key}.yaml" in sent["Content-Disposition"]
    page = imported(browser, row, sent.content.decode())
    assert page.context["found"] == before and not page.context["changes"]
    assert imported(browser, row, sent.content.decode(), replace="1").status_code == 302
    assert draft(row) == before


def test_what_would_change_is_shown_first(browser: Client) -> None:
    row = form_row()
    new = replace(draft(row), title="新名称", sections=draft(row).sections[:1])
    text = write_template(new).decode()
    page = imported(browser, row, text)
    assert {c.what for c in page.context["changes"]} == {"changed", "gone"}
    assert draft(row).title == "走访表"
    imported(browser, row, text, replace="1")
    assert draft(row) == new


def test_lists_too(browser: Client) -> None:
    row = list_row(COLOURS)
    new = replace(COLOURS, options=(*COLOURS.options, Option(name="g", label="绿")))
    imported(browser, row, write_template(new).decode(), replace="1")
    assert draft(row) == new
    upload = SimpleUploadedFile("colours.yaml", write_template(COLOURS))
    page = browser.post(address(row, "import"), {"file": upload, "text": ""})
    assert page.context["found"] == COLOURS


FAULTY = "format: 1\nform: visits\ntitle: 走访表\nsections:\n  a:\n    label: 甲\n    questions:\n"
HOSTILE = {
    "": "import.nothing",
    "a: &x 1\nb: *x\n": "yaml",
    "!!python/object/apply:os.system [id]": "yaml",
    "[" * 500: "yaml",
    "a: " + "x" * 1_100_000: "yaml.too-big",
    "format: 1\nform: other\ntitle: 别的\nsections:\n  a:\n    label: 甲\n    questions:\n"
    "      x: {label: 乙, type: text}\n": "import.other-template",
    "format: 1\nlist: visits\ntitle: 别的\noptions: {a: 甲}": "import.other-template",
    "format: 1\nreport: visits\n": "format.not-yet",
}


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
def test_what_cannot_be_taken_is_refused(browser: Client, text: str) -> None:
    row = form_row()
    page = imported(browser, row, text, replace="1")
    codes = [problem.code for problem in page.context["problems"]]
    assert page.status_code == 200 and any(code.startswith(HOSTILE[text]) for code in codes), codes
    assert draft(row).title == "走访表" and not page.context["found"]


def test_all_problems_come_at_once_with_their_lines(browser: Client) -> None:
    text = FAULTY + "      x: {label: 题, type: txt}\n      y: {type: text}\n"
    page = imported(browser, form_row(), text, replace="1")
    places = [(p.place.line, p.place.column) for p in page.context["problems"]]
    assert len(places) >= 2 and all(line for line, _ in places)
    assert "第8行" in page.content.decode()


def test_looking_at_a_draft_publishes_nothing(browser: Client) -> None:
    preview(browser, form_row(), "pdf")
    assert editions.latest("form", "visits") is None
