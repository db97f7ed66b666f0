"""Files whose coding, sheets and tables are the trouble."""

from __future__ import annotations

from ..builders import Sheet, csv, xlsx
from ..checking import Case
from ..field import identity

A, B = identity(2), identity(14)
PLAIN = [["姓名", "身份号码", "现住村"], ["罗安", A, "河湾村"], ["陈川", B, "河湾村"]]
HE = "000100010001"
BOTH = {
    2: {"name": "罗安", "number": A, "village": HE},
    3: {"name": "陈川", "number": B, "village": HE},
}
ONE = {1: "heading"}
KIN = [["编号", "姓名", "年龄"], ["新1", "罗川", 60], ["新1", "罗云", "61"], ["新2", "陈河", 70]]
MAIN = [["编号", "姓名", "性别"], ["新1", "罗安", "女"], ["新2", "陈川", "男"]]
KIN_OF = {
    2: {"name": "罗安", "sex": "2"},
    3: {"name": "陈川", "sex": "1"},
}

CASES = {
    "a text file with BOM": Case(csv(PLAIN), BOTH, left_out=ONE, name="名单.csv"),
    "a text file of GBK": Case(csv(PLAIN, "gb18030"), BOTH, left_out=ONE, name="名单.csv"),
    "a text file of UTF-8 without BOM": Case(csv(PLAIN, "utf-8"), BOTH, left_out=ONE, name="a.csv"),
    "a text file of UTF-16": Case(csv(PLAIN, "utf-16", "\t"), BOTH, left_out=ONE, name="a.txt"),
    "tabs between the cells": Case(csv(PLAIN, "gb18030", "\t"), BOTH, left_out=ONE, name="a.xls"),
    "semicolons between the cells": Case(csv(PLAIN, sign=";"), BOTH, left_out=ONE, name="a.csv"),
    "quoted cells": Case(
        csv([["姓名", "住址"], ["罗安", '河湾村"老屋",\n第3组']]),
        {2: {"name": "罗安", "address": '河湾村"老屋", 第3组'}},
        left_out=ONE,
        name="a.csv",
    ),
    "dangerous texts with the sign that disarms them": Case(
        csv([["'姓名", "住址"], ["罗安", "'=1+1"], ["陈川", "=1+1"]]),
        {2: {"name": "罗安", "address": "=1+1"}, 3: {"name": "陈川", "address": "=1+1"}},
        left_out=ONE,
        name="a.csv",
    ),
    "the sheet that fits best": Case(
        xlsx(
            Sheet([["填表说明"], ["姓名照户口簿写"]], "说明"),
            Sheet(PLAIN, "名单"),
            Sheet([["姓名", "联系电话"], ["罗安", "110"]], "电话"),
        ),
        BOTH,
        left_out=ONE,
        notes=frozenset(["table.not-read"]),
    ),
    "two sheets that fit": Case(
        xlsx(Sheet(PLAIN, "青禾镇"), Sheet(PLAIN, "柳坪镇")), chosen={"which-sheet": "1"}
    ),
    "two sheets that fit, one chosen": Case(
        xlsx(Sheet(PLAIN, "青禾镇"), Sheet(PLAIN, "柳坪镇")),
        BOTH,
        left_out=ONE,
        sheet=1,
        notes=frozenset(["table.not-read"]),
    ),
    "a hidden sheet beside a shown one": Case(
        xlsx(Sheet(PLAIN, "名单"), Sheet(PLAIN, "旧名单", hidden=True)),
        BOTH,
        left_out=ONE,
        notes=frozenset(["table.not-read"]),
    ),
    "only a hidden sheet": Case(
        xlsx(Sheet([["说明"], ["见后"]], "说明"), Sheet(PLAIN, "名单", hidden=True)),
        BOTH,
        left_out=ONE,
        chosen={"hidden-sheet": "take"},
        notes=frozenset(["table.not-read"]),
    ),
    "numbers, versions and editions": Case(
        xlsx(
            [
                ["编号", "版本", "表单版次", "家庭档案", "家庭档案版本", "姓名", "性别"],
                ["7K2M9P4Q-3", 4, "2", "甲0001", 7, "罗安", None],
                ["7K2M9P4Q-4", "四", "2", "甲0001", "7", "陈川", "男"],
            ]
        ),
        {
            2: {"home": "01900000-0000-7000-8000-000000000001", "name": "罗安"},
            3: {"home": "01900000-0000-7000-8000-000000000001", "name": "陈川", "sex": "1"},
        },
        {(3, 2): "cell.bad-version"},
        left_out=ONE,
    ),
    "rows of a table on their own sheet": Case(
        xlsx(Sheet(MAIN, "会员登记表"), Sheet(KIN, "亲属")),
        {
            2: KIN_OF[2] | {"kin": ...},
            3: KIN_OF[3] | {"kin": ...},
        },
        left_out=ONE,
    ),
    "rows of a table by the row of the main sheet": Case(
        xlsx(
            Sheet([["姓名", "性别"], ["罗安", "女"]], "会员登记表"),
            Sheet([["行号", "姓名", "年龄"], [2, "罗川", 60]], "亲属"),
        ),
        {2: KIN_OF[2] | {"kin": ...}},
        left_out=ONE,
    ),
    "rows of a table that belong to nobody": Case(
        xlsx(
            Sheet(MAIN, "会员登记表"),
            Sheet([*KIN, ["新3", "林川", 50], [None, "林云", 51]], "亲属"),
        ),
        {2: KIN_OF[2] | {"kin": ...}, 3: KIN_OF[3] | {"kin": ...}},
        {(5, 1): "row.no-main", (6, 1): "row.no-key"},
        left_out=ONE,
    ),
    "a hidden sheet of a table, left": Case(
        xlsx(Sheet(MAIN, "会员登记表"), Sheet(KIN, "亲属", hidden=True, hidden_rows=[3])),
        KIN_OF,
        left_out=ONE,
        chosen={"hidden-sheet:kin": "leave", "hidden-rows:kin": "take"},
    ),
    "a fault in a row of a table": Case(
        xlsx(Sheet(MAIN, "会员登记表"), Sheet([*KIN[:3], ["新2", "陈河", "老"]], "亲属")),
        {2: KIN_OF[2] | {"kin": ...}, 3: KIN_OF[3]},
        {(4, 3): "integer.not-a-number"},
        left_out=ONE,
    ),
    "nothing at all": Case(xlsx([[]]), problems=("table.no-heading",), name="空.xlsx"),
    "only a heading": Case(xlsx(PLAIN[:1]), left_out=ONE),
}
