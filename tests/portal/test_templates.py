"""Every control and page renders with undefined names failing, and keeps the rules of the house."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace as Row
from typing import Any

import pytest

from .samples import SAMPLES, WEB, ask, boxes, fill, looks, options, page, problem

MACROS = set(re.findall(r"{% macro (\w+)\(f, row=0\)", (WEB / "controls.html").read_text()))

DRESSING = {"field", "head", "words", "one", "many", "nothing", "read_only"}


def test_samples_cover_every_control() -> None:
    assert MACROS - {"field", "head", "words", "one", "many", "nothing", "read_only"} == set(
        SAMPLES
    )


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("row", [0, 2])
def test_control(name: str, row: int) -> None:
    plain = SAMPLES[name]
    full = replace(
        plain,
        hint="一句话",
        error="写上苹果",
        optional=True,
        source="某办法第三条",
        kept="沿用，请核对",
        reasons=options("不清楚"),
    )
    for f in (plain, full, replace(plain, read_only=True), replace(plain, stored="****1149")):
        html = str(looks().field(f, row))
        assert 'style="' not in html and "<script" not in html
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        assert name == "hidden" or "q-apple" in ids  # what the error summary links to
        assert set(re.findall(r' for="([^"]+)"', html)) <= set(ids)
        for words in re.findall(r'aria-describedby="([^"]+)"', html):
            assert set(words.split()) <= set(ids)


def test_ux_18_every_box_has_a_label() -> None:
    for name, f in SAMPLES.items():
        html = str(looks().field(f))
        html = re.sub(r"<label[^>]*>(?:(?!</label>).)*</label>", _without_wrapped, html, flags=re.S)
        for box in re.findall(r"<(?:input|select|textarea)\b[^>]*>", html):
            if 'type="hidden"' not in box:
                target = re.search(r' id="([^"]+)"', box)
                assert target and f'for="{target[1]}"' in html, (name, box)
        assert "placeholder" not in html


def _without_wrapped(label: re.Match[str]) -> str:
    return re.sub(r"<input\b[^>]*>", "", label[0])


def test_ux_12_right_keyboard() -> None:
    html = "".join(str(looks().field(f)) for f in SAMPLES.values())
    assert 'type="number"' not in html and "maxlength" not in html
    assert str(looks().field(ask("text", inputmode="tel"))).count('type="tel"') == 1


def test_a_stored_value_posts_nothing_unless_changed() -> None:
    html = str(looks().field(ask("text", stored="****1149", value="secret")))
    assert "****1149" in html and "secret" not in html
    assert "<details" in html and 'value=""' in html


def test_the_wrong_box_of_a_date_is_the_target() -> None:
    parts = boxes("apple")
    parts[2].bad = True
    html = str(looks().field(ask("date", boxes=parts, error="2月没有30日")))
    assert re.search(r'id="q-apple" name="apple.d"', html)
    assert html.count('aria-invalid="true"') == 1


def test_posted_names() -> None:
    html = str(looks().field(replace(SAMPLES["signature"], reasons=options("没有"))))
    assert {"apple", "apple.file", "apple.reason"} == set(re.findall(r' name="([^"]+)"', html))
    html = str(looks().field(SAMPLES["rows"]))
    assert 'name="apple-0-_id" value="r1"' in html and 'name="more" value="apple"' in html


def test_long_lists_are_a_select_and_short_ones_radios() -> None:
    assert "<select" in looks().field(SAMPLES["choice"])
    assert 'type="radio"' in looks().field(SAMPLES["radios"])
    assert "<select" in looks().field(SAMPLES["radios"], 1)


def test_values_are_escaped() -> None:
    bad = '"><script>alert(1)</script>'
    for name, f in SAMPLES.items():
        f = replace(f, label=bad, hint=bad, error=bad, value=bad, shown=bad, kept=bad, source=bad)
        assert "<script" not in str(looks().field(f)), name


def test_ux_24_error_summary() -> None:
    doubt = problem("再看", "a", warn=True)
    found = [problem("写上名字", "people.2.name"), problem("交过了"), doubt]
    html = page("fill.html", **fill(problems=found))
    assert "<title>错误：甲乙 - 某某</title>" in html
    assert "有2处需要改正" in html and "有1处请再看一眼" in html
    assert 'href="#q-people-2-name"' in html and "data-focus" in html
    assert "<title>甲乙" in page("fill.html", **fill(problems=[doubt]))


def test_ux_23_the_first_button_is_the_one_that_saves() -> None:
    """Enter in a text box presses the first button of the form, which must not be 再加一行."""
    html = page("fill.html", **fill())
    form = html[html.index('<form method="post" enctype') :]
    assert 'name="more"' not in form[: form.index("</button>")]
    assert len(re.findall(r'class="btn(?: btn--wide)?"', html)) == 1


LIST: dict[str, Any] = {
    "title": "甲册",
    "words": "",
    "new_href": "",
    "new_label": "",
    "q": "",
    "places": options("甲村"),
    "states": [("在册", "?s=1", 3, True), ("离册", "?s=2", None, False)],
    "columns": [("name", "姓名", "?sort=name", "ascending"), ("age", "年龄", "", "")],
    "rows": [
        Row(href="/1", title="", state_label="", state_tag="", cells=[("岁", "9")], number="A-1"),
        Row(
            href="/2",
            title="乙",
            state_label="晚",
            state_tag="late",
            cells=[("年龄", "")],
            number="",
        ),
    ],
    "total_words": "共2条",
    "pager": Row(number=1, pages=[("1", "?p=1", True), ("…", "", False)], next="?p=2", previous=""),
    "chips": [("甲村", "?")],
    "empty_words": "",
}
RECORD: dict[str, Any] = {
    "over": "",
    "title": "乙",
    "state_label": "在册",
    "state_tag": "done",
    "sub": "",
    "blocks": [
        (
            "一",
            [
                ("号码", "****1149", False, True, "/full"),
                ("空", "", True, False, ""),
                ("连着", "甲", False, False, "/3"),
            ],
        )
    ],
    "history": [
        Row(
            when="今天",
            head="改了1项",
            lines=[("甲", "", "乙")],
            reasons=[("甲", "问过")],
            who="",
            now=True,
        )
    ],
    "buttons": [
        Row(label="通过", action_href="/a", primary=True, hint="", method="post"),
        Row(label="退回", action_href="/b", primary=False, hint="写原因", method="get"),
    ],
    "links": [("打印", "", "/p")],
    "back_href": "",
    "back_label": "",
    "notice": "已保存",
    "older": Row(was=1, now=2, href="/m"),
}
MOVING: dict[str, Any] = {
    "over": "",
    "title": "乙",
    "was": 1,
    "now": 2,
    "moving": Row(stays=9, renamed=[("甲", "丙")], lost=[("丁", "1")], unseen=1, added=["戊"]),
    "wrong": "",
    "key": "k",
    "version": 2,
    "edition": 5,
    "back_href": "/1",
}
NOTHING = Row(stays=9, renamed=[], lost=[], unseen=0, added=[])
PAGES: list[tuple[str, dict[str, Any]]] = [
    ("login.html", {"username": "", "problems": [problem("不对", "username")], "next": "/"}),
    ("work.html", {"hello": "您好", "date_words": "", "doors": [], "lists": [], "recent": []}),
    (
        "work.html",
        {
            "hello": "您好",
            "date_words": "",
            "doors": [("新登记", "", "/n", "")],
            "lists": [("甲册", 3, "/l")],
            "recent": [("乙", "", "/2")],
        },
    ),
    ("list.html", LIST),
    ("list.html", LIST | {"rows": [], "pager": None, "chips": [], "states": [], "places": []}),
    ("record.html", RECORD | {"key": "k", "version": 2}),
    (
        "record.html",
        RECORD | {"buttons": [], "links": [], "history": [], "notice": "", "older": None},
    ),
    ("moving.html", MOVING),
    ("moving.html", MOVING | {"moving": NOTHING, "wrong": "改过了"}),
    ("fill.html", fill()),
    (
        "fill.html",
        fill(
            conflict=Row(rows=[("甲", "乙", "")]),
            offer=Row(text="有了", href="/1"),
            toc=False,
            blank_href="",
        ),
    ),
    (
        "receipt.html",
        {
            "title": "登记好了",
            "number": [("甲册", "A-1", "/1")],
            "who": ["乡镇"],
            "next_words": "",
            "pdf_href": "",
            "again_href": "/n",
            "again_label": "再登记一名",
        },
    ),
    (
        "message.html",
        {
            "title": "找不到这一页",
            "lead": "",
            "steps": ["看看地址"],
            "href": "/",
            "label": "回到今天",
        },
    ),
    ("keys_missing.html", {}),
]


@pytest.mark.parametrize(("name", "context"), PAGES)
def test_page(name: str, context: dict[str, Any]) -> None:
    html = page(name, **context)
    assert (
        html.lstrip().startswith("<!doctype html>")
        and '<html lang="zh-CN" data-mode="care"' in html
    )
    assert html.count("<h1") == 1 and html.count("<main") == 1
    assert 'href="#main"' in html and 'id="main"' in html
    assert "next=%2Flist%2F%3Fq%3D" in html  # the switches come back to this very page
    assert len(re.findall(r'class="btn(?: btn--wide)?"', html)) <= 1  # one filled button
    assert " target=" not in html
    ids = re.findall(r' id="([^"]+)"', html)
    twice = {one for one in ids if ids.count(one) > 1 and not one.startswith("q-apple")}
    assert twice == set()


def test_no_inline_style_script_or_handler() -> None:
    for path in WEB.iterdir():
        text = path.read_text()
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text), path.name
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), path.name
