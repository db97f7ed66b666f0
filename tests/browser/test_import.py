"""A messy roster on its way in: asked, looked at, written, taken back; with and without JavaScript."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from forms_catalog.tables import ROWS, open_tables

from .acting import DESK, PHONE, Acting, House
from .kinds import overflow

BEGIN = "/ledgers/children/import/"
HEADS = (
    "序号", "姓名", "有没有登记户口", "身份证号", "性别", "出生日期", "民族", "户籍类型", "户籍所在地",
    "现在住在哪个村", "现住详细地址", "能与父母一起正常生活吗", "身体情况", "就学情况", "就读学校或幼儿园",
    "年级", "住校吗", "父亲姓名", "父亲电话", "母亲姓名", "家里靠什么生活", "照看人姓名", "照看人是孩子的",
    "照看人电话", "照看人电话", "已有的救助", "鞋码",
)  # fmt: skip


def child(name: str, number: str, serial: int, **cells: Any) -> list[Any]:
    day = f"{number[6:10]}.{int(number[10:12])}.{int(number[12:14])}"
    row = dict.fromkeys(HEADS, "") | {
        "序号": serial, "姓名": name, "有没有登记户口": "已登记户口", "身份证号": number, "性别": "女",
        "出生日期": day, "民族": "汉族", "户籍类型": "农村户籍", "户籍所在地": "河湾村",
        "现在住在哪个村": "河湾村", "现住详细地址": "3组12号", "能与父母一起正常生活吗": "否",
        "身体情况": "健康", "就学情况": "小学", "就读学校或幼儿园": "枫树坪镇中心小学", "年级": "六年级",
        "住校吗": "否", "父亲姓名": "罗川", "父亲电话": "10000001234", "母亲姓名": "不清楚",
        "家里靠什么生活": "打工收入", "照看人姓名": "罗柏", "照看人是孩子的": "祖父", "已有的救助": "无",
        "鞋码": 36,
    }  # fmt: skip
    found = list((row | cells).values())
    at = HEADS.index("照看人电话")
    return [*found[:at], "10000005678", "10000005678", *found[at + 1 :]]


def roster(house: House, path: Path, *names: str) -> Path:
    """A title over the heading, one column twice, one nobody asks for, a total and a note below."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("花名册")
    sheet.merge_range(0, 0, 0, 8, "河湾村儿童花名册")
    rows = [child(name, house.number(), n) for n, name in enumerate(names, 1)]
    rows.append(child("罗错", house.number()[:-1] + "0", len(rows) + 1, 性别="不男不女"))
    for at, row in enumerate([list(HEADS), *rows], 1):
        sheet.write_row(at, 0, row)
    sheet.write_row(len(rows) + 2, 0, ["合计", f"{len(rows)}人"])
    sheet.write(len(rows) + 3, 0, "填表人：罗柏")
    book.close()
    path.write_bytes(out.getvalue())
    return path


def seen(page: Page, name: str) -> None:
    """Wide and narrow nothing sticks out or is hard to reach; pictures where somebody wants them."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size["viewport"])
        assert overflow(page, 16) == {}
        options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        found = Axe().run(page, options=options).response["violations"]
        assert [(item["id"], item["nodes"][0]["html"]) for item in found] == []
        if folder := os.environ.get("TONGHU_SHOTS"):
            width = size["viewport"]["width"]
            page.screenshot(path=Path(folder) / f"import-{name}-{width}.png", full_page=True)
    page.set_viewport_size(DESK["viewport"])


@pytest.mark.parametrize(
    ("size", "js", "names"),
    [(DESK, True, ("罗谷一", "罗谷二")), (PHONE, False, ("罗川一", "罗川二"))],
    ids=["desk", "phone without scripts"],
)
def test_a_roster_as_people_have_it(
    act: Acting, tmp_path: Path, size: dict[str, Any], js: bool, names: tuple[str, str]
) -> None:
    page = act.person("village_officer", size, java_script_enabled=js)
    page.goto("/ledgers/children/")
    page.get_by_role("link", name="用Excel导入").click()
    page.wait_for_url(f"**{BEGIN}")
    empty = page.context.request.get(f"{BEGIN}template.xlsx").body()
    assert "姓名" in open_tables(empty, ROWS, "a.xlsx")[0].rows[0]
    page.get_by_label("表格文件").set_input_files(
        roster(act.house, tmp_path / "花名册.xlsx", *names)
    )
    if js:
        seen(page, "begin")
    page.get_by_role("button", name="上传").click()
    page.wait_for_url(re.compile("/imports/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("这样读对吗？")
    expect(page.locator("main")).to_contain_text("鞋码")
    page.get_by_role("button", name="核对").click()
    expect(page.locator(".errs")).to_contain_text("没选")
    page.get_by_label("Y列“照看人电话”", exact=True).check()
    near = page.get_by_role("group", name="D列“身份证号”像是下面的题")
    expect(near.get_by_role("radio").first).to_have_accessible_name("身份号码（个人基本情况）")
    near.get_by_role("radio").first.check()
    if js:
        seen(page, "asked")
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("看一遍再写入")
    if js:
        seen(page, "judged")
    expect(page.locator("tr.is-late")).to_contain_text("罗错")
    page.get_by_role("button", name="确认写入2行").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已经写入")
    if js:
        seen(page, "written")
    assert listed(page, names) == [1, 1]
    page.go_back()
    page.get_by_role("link", name="撤销这次导入").click()
    expect(page.locator("#undo")).to_contain_text("新增的2份")
    if js:
        seen(page, "undo")
    page.get_by_role("button", name="撤销这次导入").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已经撤销")
    assert listed(page, names) == [0, 0]


def listed(page: Page, names: tuple[str, str]) -> list[int]:
    page.goto("/ledgers/children/?sort=-_created")
    return [page.get_by_role("link", name=name).count() for name in names]
