"""Rosters of the shipped registration form: two records a row, and a table on its own sheet."""

from __future__ import annotations

from forms_catalog.exchange.columns import layout

from ..builders import Sheet, csv, xlsx
from ..checking import Case
from ..field import identity, shipped

F01 = layout(shipped("left_behind_registration"))
A, B = identity(2), identity(14)
HE, GAO = "000100010001", "000100010002"

TOP = ["序号", "所在村", "基本信息", None, None, None, "父亲", None, "母亲", None, "受委托人", None]
LOW = [
    None,
    None,
    "姓名",
    "身份号码",
    "出生日期",
    "民族",
    "姓名",
    "电话",
    "姓名",
    "电话",
    "姓名",
    "电话",
]
FIRST = [
    1,
    "河湾村",
    "罗安",
    A,
    "2013.1.11",
    "汉族",
    "罗川",
    "10000001234",
    "陈云",
    "/",
    "罗河",
    "无",
]
SECOND = [2, None, "陈川", B, "2013年1月11日", "同上", "已故", None, "林溪", "无", None, None]
FOOT = ["填表人：林云", None, None, "填报日期：2026.11.20"]
TITLE = ["澜川县青禾镇2026年登记名册"]
MERGED = [(1, 1, 1, 12), (2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 6), (2, 7, 2, 8), (2, 9, 2, 10)]
MERGED += [(2, 11, 2, 12), (4, 2, 5, 2)]
LUO = {
    "residence_place": HE,
    "name": "罗安",
    "id_card": A,
    "birth_date": "2013-01-11",
    "ethnicity": "01",
    "father_name": "罗川",
    "father_phone": "10000001234",
    "mother_name": "陈云",
    "entrusted_name": "罗河",
    "entrusted_phone": {"$missing": "none"},
}
CHEN = {
    "residence_place": HE,
    "name": "陈川",
    "id_card": B,
    "birth_date": "2013-01-11",
    "ethnicity": "01",
    "father_name": {"$missing": "deceased"},
    "mother_name": "林溪",
    "mother_phone": {"$missing": "none"},
}
SAVED = {"所在村": "residence_place"}
FRAME = {1: "title", 2: "heading", 3: "heading", 6: "note"}
SAID = frozenset(["cell.dash", "cell.taken-from-above"])

CASES = {
    "a town's roster": Case(
        xlsx(Sheet([TITLE, TOP, LOW, FIRST, SECOND, FOOT], "名册", MERGED)),
        {4: LUO, 5: CHEN},
        left_out=FRAME,
        notes=SAID,
        saved=SAVED,
        told=F01,
    ),
    "the same as a text file of GBK": Case(
        csv([TITLE, TOP, LOW, FIRST, SECOND, FOOT], "gb18030"),
        {4: LUO, 5: CHEN},
        left_out=FRAME,
        notes=SAID,
        saved=SAVED,
        chosen={"blank-below:2": "take"},
        told=F01,
        name="名册.csv",
    ),
    "a column that was never mapped": Case(
        xlsx(Sheet([TITLE, TOP, LOW, FIRST, SECOND, FOOT], "名册", MERGED)),
        {4: {n: a for n, a in LUO.items() if n != "residence_place"}},
        left_out=FRAME,
        notes=SAID | {"heading.not-imported"},
        told=F01,
    ),
    "grandparents on their own sheet, one of them a stranger": Case(
        xlsx(
            Sheet([["编号", "姓名", "性别"], ["新1", "罗安", "女"]], "农村留守儿童基本信息登记表"),
            Sheet(
                [
                    ["编号", "是孩子的", "姓名", "电话"],
                    ["新1", "祖父", "罗河", "10000001234"],
                    ["新1", "祖夫", "陈河", "10000001235"],
                ],
                "祖父母、外祖父母",
            ),
        ),
        {2: {"name": "罗安", "sex": "2", "grandparents": ...}},
        {(3, 2): "cell.not-an-option"},
        left_out={1: "heading"},
        told=F01,
    ),
    "a signature is on paper or nowhere": Case(
        xlsx(
            [
                ["姓名", "填表人签名", "近期照片"],
                ["罗安", "纸质已签", "1.jpg"],
                ["陈川", "林云", None],
            ]
        ),
        {2: {"name": "罗安", "signer_fill": {"paper": "yes"}}, 3: {"name": "陈川"}},
        {(3, 2): "signature.not-signed"},
        left_out={1: "heading"},
        notes=frozenset(["heading.file"]),
        told=F01,
    ),
}
