"""Bad input: words that say what to do, nothing written, everything typed still there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .acting import NEW, Acting, answers, errors, fill, kept, put, save, state, words

PAGE = {
    "name": "a.jpg",
    "mimeType": "image/jpeg",
    "buffer": b"<html><script>alert(1)</script></html>",
}
EMPTY = {"name": "b.png", "mimeType": "image/png", "buffer": b""}


def filled(act: Acting, **changes: Any) -> Page:
    page = act.person("village_officer")
    page.goto(NEW)
    put(page, answers(act.house, name="罗川安", id_card=act.house.number()))
    fill(page, changes)
    return page


def refused(page: Page) -> list[str]:
    """Saved in vain: the page says so and holds all that was typed."""
    typed = state(page)
    assert save(page).status == 422
    assert state(page) == typed
    assert page.title().startswith("错误：")
    lines = errors(page)
    for line in lines:
        assert not re.search(r"[A-WYZa-z]", line), line
        expect(page.locator(".error", has_text=line).first).to_be_visible()
    return lines


WORDS = [
    ({"birth_date-m": "2", "birth_date-d": "30"}, "birth_date-d", "没有30日"),
    ({"birth_date-m": "13"}, "birth_date-m", "月"),
    ({"birth_date-m": "腊月"}, "birth_date-y", "农历"),
    ({"birth_date-y": "农历2014年"}, "birth_date-y", "农历"),
    ({"birth_date-y": "14"}, "birth_date-y", "年"),
    ({"id_card": "990121801212001"}, "id_card", "99012119801212001"),
    ({"id_card": "9901212013011100"}, "id_card", "应为18位，现在是16位"),
    ({"id_card": "990121201302300025"}, "id_card", "没有“20130230”这一天"),
    ({"father_phone": "1000000123"}, "father_phone", "现在是10位"),
    ({"residence_detail": "长" * 201}, "residence_detail", "最多写"),
    ({"name": "罗安2"}, "name", "姓名里不写“2”"),
    ({"sibling_count": "两个"}, "sibling_count", "数"),
]


@pytest.mark.parametrize(("changes", "box", "said"), WORDS, ids=[w[1] + w[2][:6] for w in WORDS])
def test_words_that_say_what_to_do(
    act: Acting, changes: dict[str, str], box: str, said: str
) -> None:
    page = filled(act, **changes)
    lines = refused(page)
    assert len(lines) == 1 and said in lines[0], lines
    control = page.locator(f'[name="{box}"]')
    expect(control).to_have_attribute("aria-invalid", "true")
    page.locator(".errs a").click()
    expect(control).to_be_focused()


def test_full_width_and_grouped_digits_are_accepted(act: Acting) -> None:
    number = act.house.number()
    wide = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
    page = filled(act, id_card=f"{number[:6]} {number[6:14]} {number[14:]}".translate(wide))
    fill(
        page, {"birth_date-y": number[6:14].translate(wide), "birth_date-m": "", "birth_date-d": ""}
    )
    fill(page, {"name": " 罗　川恩 "})
    assert save(page).status == 302
    page.get_by_role("link").filter(has_text=re.compile(r"\w{4}-\w{4}-\w")).first.click()
    page.wait_for_url("**/records/*/")
    assert "罗川恩" in words(page) and number[-4:] in words(page)


@pytest.mark.parametrize("file", [PAGE, EMPTY], ids=["html", "empty"])
def test_an_upload_that_is_not_what_it_says(act: Acting, file: Any) -> None:
    page = filled(act)
    before = sorted((act.house.var / "files").rglob("*"))
    page.locator('[name="photo.file"]').set_input_files(file)
    lines = refused(page)
    assert len(lines) == 1 and re.search("只收照片|空的", lines[0])
    assert sorted((act.house.var / "files").rglob("*")) == before
    assert save(page).status == 302  # without the file


def test_all_faults_at_once(act: Acting) -> None:
    page = filled(act, **{"name": "", "birth_date-d": "31", "birth_date-m": "4", "id_card": "12"})
    lines = refused(page)
    assert len(lines) == 3 and "有3处需要改正" in words(page)


def test_a_form_left_open_too_long_says_so(act: Acting) -> None:
    """The token of the page is no longer good: nothing is saved, and the words say what to do."""
    page = filled(act)
    page.context.clear_cookies(name="csrftoken")
    typed = state(page)
    assert save(page).status == 403
    assert "没有存上" in words(page)
    page.go_back()
    assert state(page) == kept(page, typed)
