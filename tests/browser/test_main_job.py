"""A village officer registers a child on a small phone; township, county and a stranger look for it."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page, expect

from .acting import (
    DESK,
    NEW,
    PHONE,
    Acting,
    Child,
    House,
    answers,
    complete,
    does,
    errors,
    fill,
    press,
    sign_in,
    words,
)

NUMBER = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b", re.A)
NAME = {True: "罗川谷", False: "罗川禾"}


def typed_wrong(page: Page, name: str, number: str) -> None:
    """A wrong check digit: which rule, where, and everything still there."""
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    answer = complete(page, {"name": name, "household_reg": "Y", "id_card": wrong})
    assert answer.status == 422 and page.title().startswith("错误：")
    assert any("第18位校验码对不上" in line for line in errors(page))
    link = page.locator(".errs a", has_text="校验码")
    assert link.get_attribute("href") == "#q-id_card"
    expect(page.locator("#q-id_card-e")).to_have_text(re.compile("第18位校验码对不上"))
    expect(page.locator("#q-id_card")).to_have_value(wrong)
    expect(page.locator("#q-name")).to_have_value(name)


def rest(house: House, name: str, number: str) -> dict[str, str]:
    """What is required besides what the number tells."""
    posted = answers(house, name=name, id_card=number)
    told = {"sex", "birth_date-y", "birth_date-m", "birth_date-d", "name"}
    return {key: value for key, value in posted.items() if key not in told}


def registered(act: Acting, js: bool) -> tuple[Page, str, str]:
    """From the login to the receipt; gives the window, the name and the number."""
    name, number = NAME[js], act.house.number()
    page = act.window(PHONE, java_script_enabled=js)
    sign_in(page, "village_officer")
    page.locator(".ways a", has_text="农村留守儿童基本信息登记表").click()
    page.wait_for_url(f"**{NEW}pages/")
    press(page, "一页填完")
    assert page.url.endswith(NEW)
    typed_wrong(page, name, number)
    box = page.locator("#q-id_card")
    if js:
        expect(page.locator(".errs")).to_be_focused()
        box.fill("")
        box.press_sequentially(number)
        year, month, day = number[6:10], number[10:12].lstrip("0"), number[12:14].lstrip("0")
        for part, value in (("y", year), ("m", month), ("d", day)):
            expect(page.locator(f'[name="birth_date-{part}"]')).to_have_value(value)
        expect(page.locator('[name="sex"][value="2"]')).to_be_checked()
        expect(page.locator(".read")).to_contain_text("女")
        page.get_by_role("button", name="再加一行").click()
    else:
        box.fill(number)
        press(page, "再加一行")
        expect(box).to_have_value(number)
    fill(page, {"grandparents-2-gp_relation": "61", "grandparents-2-gp_name": "罗旧谷"})
    fill(page, {"grandparents-2-gp_phone": "10000004321"})
    assert complete(page, rest(act.house, name, number)).status == 302, errors(page)
    return page, name, number


@pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
def test_registered_and_read_back(act: Acting, js: bool) -> None:
    page, name, number = registered(act, js)
    # the receipt
    assert "/receipts/" in page.url and name in page.get_by_role("heading", level=1).inner_text()
    numbers = NUMBER.findall(words(page))
    assert len(set(numbers)) == 2
    for said in ("谁会看到", "儿童督导员", "县", "待审核"):
        assert said in words(page)
    page.reload()  # may be opened again
    # what the number told without anybody typing it
    page.get_by_role("link", name=numbers[0]).click()
    page.wait_for_url("**/records/*/")
    text = words(page)
    assert f"{int(number[6:10])}年{int(number[10:12])}月{int(number[12:14])}日" in text
    assert "女" in text and "罗旧谷" in text
    # masked, with its history
    assert "*" * 14 + number[-4:] in text and number not in page.content()
    assert "10000001234" not in page.content() and "10000004321" not in page.content()
    assert "改过什么" in text and "填报" in text and "何晨柏" in text
    paper(page, name, number)


def paper(page: Page, name: str, number: str) -> None:
    """The form as a PDF: name, page numbers, the number only as a mask."""
    link = page.get_by_role("link", name=re.compile("^打印")).get_attribute("href")
    answer = page.context.request.get(link)
    assert answer.headers["content-type"] == "application/pdf"
    sheets = pypdf.PdfReader(io.BytesIO(answer.body())).pages
    text = "".join(sheet.extract_text() for sheet in sheets)
    flat = re.sub(r"\s", "", text)
    assert name in flat and f"共{len(sheets)}页" in flat
    assert number not in flat and number[-4:] in flat and "10000001234" not in flat


def test_the_others(act: Acting) -> None:
    page = act.person("village_officer")
    child = act.child(page, "罗谷丹")
    page.goto(child.dossier_href)
    code = NUMBER.findall(words(page))[0]
    supervisor(act, child.name, child.href)
    stranger(act, child.name, child.number, [child.href, child.dossier_href, f"{child.href}edit/"])
    county(act, child.name, child.number, code)
    kept_sealed(act.house, child)


def supervisor(act: Acting, name: str, registration: str) -> None:
    """Finds it by place and state, both in the address; passes it."""
    page = act.person("township_supervisor", DESK)
    page.goto("/work/")
    page.get_by_role("navigation").get_by_role("link", name="全部台账").click()
    page.get_by_role("region", name="台账").get_by_role("link", name="农村留守登记").click()
    page.get_by_label("地方").select_option(label="河湾村")
    page.get_by_role("button", name="查找").click()
    page.wait_for_url("**place=*")
    page.get_by_role("link", name=re.compile("^待审核.*[0-9]")).click()
    page.wait_for_url("**state=SUBMITTED*")
    assert "place=" in page.url and "柳" not in page.locator("tbody").inner_text()
    page.locator(f'a[href="{registration}"]').click()
    page.wait_for_url(f"**{registration}")
    does(page, "审核通过")
    expect(page.get_by_role("status")).to_have_text("已保存")
    assert "在册" in words(page) and "审核通过" in page.locator(".time").inner_text()
    expect(page.get_by_role("link", name="审核通过")).to_have_count(0)


def stranger(act: Acting, name: str, number: str, addresses: list[str]) -> None:
    page = act.person("other_village_officer", PHONE)
    for address in addresses:
        assert page.goto(address).status == 404
        assert "找不到这一页" in words(page) and name not in page.content()
    for key in ("children", "left_behind"):
        for text in (name, number):
            page.goto(f"/ledgers/{key}/")
            page.locator("#q").fill(text)
            press(page, "查找")
            assert "一条也没有" in words(page) and number not in page.url


def county(act: Acting, name: str, number: str, code: str) -> None:
    """By identity number, which no address ever shows, and by record number."""
    page = act.person("county_admin", DESK)
    visited: list[str] = []
    page.on("request", lambda request: visited.append(request.url))
    page.goto("/ledgers/children/")
    for text in (number, code, code.replace("-", "").lower()):
        page.locator("#q").fill(text)
        press(page, "查找")
        rows = page.locator("tbody tr")
        expect(rows).to_have_count(1)
        assert name in rows.inner_text() and number not in page.content()
    assert [url for url in visited if number in url] == []


def kept_sealed(house: House, child: Child) -> None:
    """Neither the database nor its journal nor the log holds what is sealed."""
    files = [*house.var.glob("tonghu.sqlite3*"), house.var / "log"]
    assert len(files) >= 2
    kept = b"".join(path.read_bytes() for path in files)
    assert child.name.encode() in kept
    for secret in (child.number, "10000001234", "10000005678", "10000004321"):
        assert secret.encode() not in kept and secret.encode("utf-16-le") not in kept


def test_a_wrong_password_says_neither_which_nor_keeps_it(act: Acting) -> None:
    page: Any = act.window()
    page.goto("/work/")
    page.wait_for_url("**/login/?next=/work/")
    page.get_by_label("账号").fill("village_officer")
    page.get_by_label("密码").fill("990121201301110025")
    press(page, "登录")
    assert page.title().startswith("错误：") and len(errors(page)) == 1
    expect(page.locator(".errs")).to_be_focused()
    expect(page.get_by_label("账号")).to_have_value("village_officer")
    expect(page.get_by_label("密码")).to_have_value("")
    sign_in(page, "village_officer")
