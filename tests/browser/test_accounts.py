"""A county's officers set up from one table, their slips, and the one sign-in that each slip gives."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
import segno
from playwright.sync_api import Browser, Page, expect
from rustpy_xlsxwriter import write_worksheet

from demo.county import place_csv, villages
from demo.posts import DIRECTOR, accounts
from portal.accounts.slips import MASK

from .acting import DESK, Acting, House, errors, press, words
from .conftest import ROOT, _environment, made, serving

OFFICERS = 529
FEW = 43
"""Five sheets and a half: as much is asked of a few as of all."""
LONG = 240_000
"""Milliseconds for sixty-seven sheets on a machine that has other things to do."""


@pytest.fixture(scope="module")
def county() -> Iterator[House]:
    """A house of its own, in which all places of the county stand and hardly anybody works."""
    var = made()
    places = var / "places.csv"
    places.write_bytes(place_csv(full=()))
    load = [sys.executable, "manage.py", "load_places", str(places)]
    subprocess.run(load, cwd=ROOT, env=_environment(var), check=True, stdout=subprocess.PIPE)
    with serving(var) as house:
        yield house


@pytest.fixture
def act(county: House, chromium: Browser) -> Iterator[Acting]:
    acting = Acting(county, chromium)
    yield acting
    acting.end()


def table(path: Path, many: int) -> Path:
    """As a county office keeps it: names instead of codes, titles instead of keys, a number each."""
    names = {village.code: (town.name, village.name) for town, village in villages()}
    officers = [one for one in accounts() if one.role == DIRECTOR]
    rows: list[dict[str, Any]] = [
        {
            "序号": str(number),
            "乡镇": names[one.place_code][0],
            "村（社区）": names[one.place_code][1],
            "岗位": "儿童主任",
            "姓名": one.name,
            "联系电话": one.phone,
        }
        for number, one in enumerate(officers, 1)
    ]
    assert len(rows) == OFFICERS
    rows = rows[:many]
    write_worksheet(rows, str(path), sheet_name="名单")
    return path


def addresses(data: bytes) -> list[str]:
    """Where the QR codes lead: the link that lies over each."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    found = [one.get_object() for page in pages for one in page.get("/Annots") or ()]
    return list(dict.fromkeys(one["/A"]["/URI"] for one in found))  # a link has two boxes


def drawn(data: bytes) -> list[list[bool]]:
    """The first code of the file as its dark and light modules."""
    picture = pypdf.PdfReader(io.BytesIO(data)).pages[0].images[0].image
    assert picture is not None
    side = picture.width // 8
    gray = picture.convert("L")
    return [[gray.getpixel((8 * x + 4, 8 * y + 4)) < 128 for x in range(side)] for y in range(side)]


def downloaded(page: Page, button: str) -> bytes:
    with page.expect_download(timeout=LONG) as waiting:
        page.get_by_role("button", name=button).click(no_wait_after=True)
    return Path(waiting.value.path()).read_bytes()


@pytest.fixture
def many(request: pytest.FixtureRequest) -> int:
    return OFFICERS if request.config.getoption("--run-long") else FEW


def test_a_county_from_one_table(act: Acting, tmp_path: Path, many: int) -> None:
    page = act.person("county_admin", DESK)
    page.goto("/work/")
    page.get_by_role("link", name="账号", exact=True).click()
    page.get_by_role("link", name="用表格开很多账号").click()
    press(page, "看一遍")
    assert len(errors(page)) == 1
    page.get_by_label("名单文件").set_input_files(table(tmp_path / "名单.xlsx", many))
    press(page, "看一遍")
    assert "现在什么都还没有写入" in words(page) and "不能收" not in words(page)
    press(page, f"写入这{many}行")
    assert f"开了{many}个账号" in words(page)
    data = downloaded(page, "印出来")
    found = addresses(data)
    assert len(found) == many
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) == -(-many // 8)
    code = segno.make(found[0], error="m", mask=MASK, micro=False)
    assert drawn(data) == [[bool(dark) for dark in row] for row in code.matrix_iter(border=3)]
    _again_changes_nothing(page, tmp_path)
    _opens_once(act, found[-1])
    _signed_in_is_told(page, many)


def _again_changes_nothing(page: Page, tmp_path: Path) -> None:
    page.goto("/accounts/list/")
    page.get_by_label("名单文件").set_input_files(tmp_path / "名单.xlsx")
    press(page, "看一遍")
    assert "没有要写入的" in words(page)
    assert page.get_by_role("button", name="写入").count() == 0


def _opens_once(act: Acting, address: str) -> None:
    """Looking at it does not spend it, signing in does."""
    first, second = act.window(), act.window()
    for phone in (first, second):
        phone.goto(address)
        expect(phone.get_by_role("button", name="是我，登录")).to_be_visible()
    press(first, "是我，登录")
    first.goto("/work/")
    expect(first.get_by_role("button", name="退出")).to_be_visible()
    press(second, "是我，登录")
    expect(second.get_by_role("heading", name="这张登录单不能用了")).to_be_visible()
    third = act.window()
    third.goto(address)
    expect(third.get_by_role("heading", name="这张登录单不能用了")).to_be_visible()


def _signed_in_is_told(page: Page, many: int) -> None:
    page.goto("/accounts/")
    expect(page.get_by_role("link", name="已发放")).to_contain_text(str(many - 1))


@pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
def test_a_post_changes_hands_on_a_phone(act: Acting, js: bool) -> None:
    page = act.person("township_supervisor", java_script_enabled=js)
    page.goto("/accounts/new/")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("儿童主任").check()
    press(page, "开账号")
    assert errors(page) == ["写上姓名"]
    name = f"罗初{'一' if js else '二'}"
    page.get_by_label("姓名", exact=True).fill(name)
    press(page, "开账号")
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    assert addresses(downloaded(page, "印登录单"))
    page.get_by_role("link", name="交接").click()
    page.get_by_label("新来的人").check()
    page.get_by_label("姓名", exact=True).fill(f"{name}后")
    press(page, "交接")
    assert "交接好了" in words(page)
    page.goto("/accounts/?state=off")
    page.get_by_role("link", name=name).click()
    assert "离任" in words(page) and "已停用" in words(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
