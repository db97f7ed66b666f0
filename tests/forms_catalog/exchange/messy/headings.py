"""Rosters whose headings are the trouble: titles above, two rows, merged groups, twins, strangers."""

from __future__ import annotations

from ..builders import Sheet, csv, xlsx
from ..checking import Case
from ..field import identity

A, B = identity(2), identity(14)
LUO = {"name": "罗安", "number": A}
CHEN = {"name": "陈川", "number": B}
PLAIN = [["姓名", "身份号码"], ["罗安", A], ["陈川", B]]
BOTH = {2: LUO, 3: CHEN}


def _shifted(rows: int) -> dict[int, dict[str, str]]:
    return {2 + rows: LUO, 3 + rows: CHEN}


CASES = {
    "plain": Case(xlsx(PLAIN), BOTH, left_out={1: "heading"}),
    "title rows above": Case(
        xlsx(
            Sheet(
                [["澜川县会员名单", None], ["填报单位：青禾镇", "2026年11月"], *PLAIN],
                merged=[(1, 1, 1, 2)],
            )
        ),
        _shifted(2),
        left_out={1: "title", 2: "title", 3: "heading"},
    ),
    "blank rows above and between": Case(
        xlsx([[], ["名单"], [], *PLAIN[:2], [], PLAIN[2]]),
        {5: LUO, 7: CHEN},
        left_out={2: "title", 4: "heading"},
    ),
    "table begins in a later column": Case(
        xlsx([[None, None, *row] for row in PLAIN]), BOTH, left_out={1: "heading"}
    ),
    "serial numbers": Case(
        xlsx([["序号", *PLAIN[0]], [1, *PLAIN[1]], [2, *PLAIN[2]]]), BOTH, left_out={1: "heading"}
    ),
    "blanks, stars and brackets in headings": Case(
        xlsx([["姓  名*", "身份号码（18位）", "身高(厘米)"], ["罗安", A, 120]]),
        {2: LUO | {"height": "120"}},
        left_out={1: "heading"},
    ),
    "numbered headings": Case(
        xlsx([["1.姓名", "（二）身份号码"], *PLAIN[1:]]), BOTH, left_out={1: "heading"}
    ),
    "line breaks in headings": Case(
        xlsx([["姓\n名", "身份\r\n号码"], *PLAIN[1:]]), BOTH, left_out={1: "heading"}
    ),
    "names of questions": Case(
        xlsx([["name", "number"], *PLAIN[1:]]), BOTH, left_out={1: "heading"}
    ),
    "the name a question had": Case(
        xlsx([["姓名", "class"], ["罗安", "2班"]]),
        {2: {"name": "罗安", "old": "2班"}},
        left_out={1: "heading"},
    ),
    "a column nobody knows": Case(
        xlsx([["姓名", "身份号码", "微信号"], ["罗安", A, "luo"]]),
        {2: LUO},
        left_out={1: "heading"},
        notes=frozenset(["heading.not-imported"]),
    ),
    "a column without a heading": Case(
        xlsx([["姓名", "身份号码", None], ["罗安", A, "不知道是什么"]]),
        {2: LUO},
        left_out={1: "heading"},
        notes=frozenset(["heading.none"]),
    ),
    "a saved mapping": Case(
        xlsx([["孩子姓名", "证件号", "微信号"], ["罗安", A, "luo"]]),
        {2: LUO},
        left_out={1: "heading"},
        notes=frozenset(["heading.not-imported"]),
        saved={"孩子姓名": "name", "证件号": "number", "微信号": ""},
    ),
    "two columns of one heading": Case(
        xlsx([["姓名", "身份号码", "姓名"], ["罗安", A, "罗小安"]]),
        {2: LUO},
        left_out={1: "heading"},
        chosen={"two-headings:name": "1=name"},
    ),
    "two columns of one heading, neither taken": Case(
        xlsx([["联系电话", "姓名", "联系电话"], ["10000001234", "罗安", "10000001235"]]),
        {2: {"name": "罗安"}},
        left_out={1: "heading"},
        chosen={"two-headings:phone": "leave"},
    ),
    "one heading, two questions": Case(
        xlsx([["姓名", "父亲姓名", "婚否(是)"], ["罗安", "罗川", "是"]]),
        {2: {"name": "罗安", "father_name": "罗川"}},
        left_out={1: "heading"},
        notes=frozenset(["heading.not-imported"]),
    ),
    "two rows, groups merged": Case(
        xlsx(
            Sheet(
                [
                    ["序号", "姓名", "父亲", None, "母亲", None],
                    [None, None, "姓名", "电话", "姓名", "电话"],
                    [1, "罗安", "罗川", "10000001234", "陈云", "10000001235"],
                ],
                merged=[(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4), (1, 5, 1, 6)],
            )
        ),
        {
            3: {
                "name": "罗安",
                "father_name": "罗川",
                "father_phone": "10000001234",
                "mother_name": "陈云",
                "mother_phone": "10000001235",
            }
        },
        left_out={1: "heading", 2: "heading"},
    ),
    "two rows in a text file": Case(
        csv(
            [
                ["姓名", "父亲", "", "母亲", ""],
                ["", "姓名", "电话", "姓名", "电话"],
                ["罗安", "罗川", "10000001234", "陈云", ""],
            ]
        ),
        {
            3: {
                "name": "罗安",
                "father_name": "罗川",
                "father_phone": "10000001234",
                "mother_name": "陈云",
            }
        },
        left_out={1: "heading", 2: "heading"},
        name="名单.csv",
    ),
    "groups that are sections": Case(
        xlsx(
            Sheet(
                [["基本情况", None, "其他"], ["姓名", "身份号码", "备注"], ["罗安", A, "好"]],
                merged=[(1, 1, 1, 2)],
            )
        ),
        {3: LUO | {"remark": "好"}},
        left_out={1: "heading", 2: "heading"},
    ),
    "a group that may be somebody else's": Case(
        xlsx(
            Sheet(
                [["姓名", "父亲", None], [None, "姓名", "身份号码"], ["罗安", "罗川", A]],
                merged=[(1, 1, 2, 1), (1, 2, 1, 3)],
            )
        ),
        {3: {"name": "罗安", "father_name": "罗川"}},
        left_out={1: "heading", 2: "heading"},
        chosen={"which-question:3": "leave"},
    ),
    "numbers of the columns under the heading": Case(
        xlsx([["姓名", "身份号码", "性别"], ["1", "2", "3"], ["罗安", A, "女"]]),
        {3: LUO | {"sex": "2"}},
        left_out={1: "heading", 2: "heading"},
    ),
    "another measure in the heading": Case(
        xlsx([["姓名", "年收入（万元）"], ["罗安", 3]]),
        {2: {"name": "罗安"}},
        left_out={1: "heading"},
        chosen={"other-unit:2": "leave"},
    ),
    "another measure above the table": Case(
        xlsx([["单位：万元", None], ["姓名", "年收入"], ["罗安", 3]]),
        {3: {"name": "罗安"}},
        left_out={1: "title", 2: "heading"},
        chosen={"other-unit:2": "leave"},
    ),
    "a height in metres": Case(
        xlsx([["姓名", "身高（米）"], ["罗安", 1.2]]),
        {2: {"name": "罗安", "height": "1.2"}},
        left_out={1: "heading"},
        chosen={"other-unit:2": "2=height"},
    ),
    "computed and files": Case(
        xlsx([["姓名", "年龄", "近照"], ["罗安", 13, "照片.jpg"]]),
        {2: {"name": "罗安"}},
        left_out={1: "heading"},
        notes=frozenset(["heading.computed", "heading.file"]),
    ),
    "a number that only counts": Case(
        xlsx([["编号", "姓名"], [1, "罗安"], [2, "陈川"]]),
        {2: {"name": "罗安"}, 3: {"name": "陈川"}},
        left_out={1: "heading"},
        notes=frozenset(["heading.serial"]),
    ),
    "a sheet that shares two headings": Case(
        xlsx([["姓名", "身份号码", "甲", "乙", "丙", "丁", "戊"], ["罗安", A, 1, 2, 3, 4, 5]]),
        {2: LUO},
        left_out={1: "heading"},
        chosen={"few-headings": "take"},
        notes=frozenset(["heading.not-imported"]),
    ),
    "a sheet of another ledger": Case(
        xlsx([["车牌号", "型号"], ["示A0001", "甲"]]),
        left_out={1: "unread", 2: "unread"},
        problems=("table.no-heading",),
    ),
}
