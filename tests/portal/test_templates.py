"""Every control and page renders with undefined names failing, and keeps the rules of the house."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from forms_catalog.writers.field_of import HEADLESS, OFFERING

from .contexts import ONCE, PAGES
from .samples import (
    SAMPLES,
    WEB,
    ask,
    boxes,
    fill,
    looks,
    options,
    page,
    problem,
    without_options,
)

MACROS = set(re.findall(r"{% macro (\w+)\(f, row=0\)", (WEB / "controls.html").read_text()))

DRESSING = {"field", "head", "legend", "words", "nothing", "read_only"}
PARTS = {"pieces_met.html", "base.html", "controls.html", "icons.html", "parts.html"}
PARTS |= {"pieces_access.html", "pieces_seen.html", "round_parts.html"}
FRAMED = {p.name for p in WEB.glob("*.html") if '{% extends "web/base.html" %}' in p.read_text()}
FILLED = re.compile(r'class="btn(?!s| btn--second)')


def test_samples_cover_every_control() -> None:
    assert set(SAMPLES) == MACROS - DRESSING


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
        sealed=True,
        doubt=True,
        why="问过",
    )
    for f in (plain, full, replace(plain, read_only=True), replace(plain, stored="****1149")):
        html = str(looks().field(f, row))
        assert 'style="' not in html and "<script" not in html
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        assert name == "hidden" or f"q-{name}" in ids  # what the error summary links to
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
    parts = boxes("date")
    parts[2].bad = True
    html = str(looks().field(ask("date", boxes=parts, error="2月没有30日")))
    assert re.search(r'id="q-date" name="date-d"', html)
    assert html.count('aria-invalid="true"') == 1


def test_posted_names() -> None:
    html = str(looks().field(replace(SAMPLES["signature"], reasons=options("没有"))))
    assert {"signature", "signature.file", "signature.reason"} == set(
        re.findall(r' name="([^"]+)"', html)
    )
    html = str(looks().field(SAMPLES["rows"]))
    assert 'name="rows-0-_id" value="r1"' in html and 'name="more" value="rows"' in html


def test_long_lists_are_a_select_and_short_ones_radios() -> None:
    assert "<select" in looks().field(SAMPLES["choice"])
    assert 'type="radio"' in looks().field(SAMPLES["radios"])
    assert "<select" in looks().field(SAMPLES["radios"], 1)


def test_the_label_of_a_lone_question_is_the_heading() -> None:
    """The controls that `field_of` lets be asked alone under their own heading, and no others."""
    for name, f in SAMPLES.items():
        html = str(looks().field(replace(f, ask=True)))
        assert html.count("<h1") == (name not in HEADLESS), name
    for name in OFFERING:
        assert "<h1" not in looks().field(replace(without_options(SAMPLES[name]), ask=True)), name


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
    assert len(FILLED.findall(html)) == 1


def test_every_page_has_samples_full_and_sparse() -> None:
    times = Counter(name for name, _ in PAGES)
    pages = {path.name for path in WEB.glob("*.html")} - PARTS
    assert pages == set(times) and {path.name for path in WEB.iterdir()} >= PARTS
    assert {name for name, count in times.items() if count < 2} == ONCE


@pytest.mark.parametrize(("name", "context"), PAGES)
def test_page(name: str, context: dict[str, Any]) -> None:
    html = page(name, **context)
    assert html.lstrip().startswith("<!doctype html>") and '<html lang="zh-CN"' in html
    assert html.count("<main") == 1
    assert len(re.findall("(?:<|&lt;)h1", html)) == 1  # that of a phone stands in its frame
    assert "&lt;wbr" not in html
    assert len(FILLED.findall(html)) <= 1
    assert " target=" not in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert _meant(html) <= set(ids)


def _meant(html: str) -> set[str]:
    """The ids that links of the page, labels and descriptions lead to."""
    named = re.findall(r' (?:for|aria-labelledby|aria-describedby)="([^"]+)"', html)
    return {one for names in named for one in names.split()} | set(
        re.findall(r' href="#([^"]+)"', html)
    )


@pytest.mark.parametrize(("name", "context"), [one for one in PAGES if one[0] in FRAMED])
def test_the_frame_of_a_page(name: str, context: dict[str, Any]) -> None:
    html = page(name, **context)
    assert '<html lang="zh-CN" data-mode="care"' in html
    assert 'href="#main"' in html and 'id="main"' in html
    assert "next=%2Flist%2F%3Fq%3D" in html  # the switches come back to this very page


def test_no_inline_style_script_or_handler() -> None:
    for path in WEB.iterdir():
        text = path.read_text()
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text), path.name
        assert not re.search(r'<script(?![^>]*\ssrc=| type="application/json")', text), path.name
