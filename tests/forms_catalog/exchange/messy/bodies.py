"""Rosters whose rows are the trouble: totals, notes, page breaks, merged and hidden cells, 同上."""

from __future__ import annotations

from ..builders import Formula, Sheet, uncached, xlsx
from ..checking import Case
from ..field import identity

A, B, C = identity(2), identity(14), identity(27)
HEAD = ["现住村", "姓名", "身份号码"]
HE, GAO = "000100010001", "000100010002"
LUO = {"name": "罗安", "number": A}
CHEN = {"name": "陈川", "number": B}
LIN = {"name": "林溪", "number": C}
VILLAGE = {"village": HE}
ONE = {1: "heading"}


def _three(first: str | None, second: str | None, third: str | None) -> list[list[str | None]]:
    return [HEAD, [first, "罗安", A], [second, "陈川", B], [third, "林溪", C]]


ALL = {2: VILLAGE | LUO, 3: VILLAGE | CHEN, 4: VILLAGE | LIN}

CASES = {
    "a village merged down": Case(
        xlsx(Sheet(_three("河湾村", None, None), merged=[(2, 1, 4, 1)])), ALL, left_out=ONE
    ),
    "two villages merged down": Case(
        xlsx(
            Sheet(
                [*_three("河湾村", None, "青禾镇高田村"), [None, "罗小安", identity(31)]],
                merged=[(2, 1, 3, 1), (4, 1, 5, 1)],
            )
        ),
        {
            2: VILLAGE | LUO,
            3: VILLAGE | CHEN,
            4: {"village": GAO} | LIN,
            5: {"village": GAO, "name": "罗小安", "number": identity(31)},
        },
        left_out=ONE,
    ),
    "a village once, not merged, said to go for all": Case(
        xlsx(_three("河湾村", None, None)), ALL, left_out=ONE, chosen={"blank-below:1": "take"}
    ),
    "a village once, not merged, said to go for one": Case(
        xlsx(_three("河湾村", None, None)),
        {2: VILLAGE | LUO, 3: CHEN, 4: LIN},
        left_out=ONE,
        chosen={"blank-below:1": "leave"},
    ),
    "as above": Case(
        xlsx(_three("河湾村", "同上", "〃")),
        ALL,
        left_out=ONE,
        notes=frozenset(["cell.taken-from-above"]),
    ),
    "as above, where nobody is above": Case(
        xlsx(_three("同上", "河湾村", "河湾村")),
        {2: LUO, 3: VILLAGE | CHEN, 4: VILLAGE | LIN},
        refused={(2, 1): "cell.nothing-above"},
        left_out=ONE,
    ),
    "as above for what is one's own": Case(
        xlsx([HEAD, ["河湾村", "罗安", A], ["河湾村", "同上", "同上"]]),
        {2: VILLAGE | LUO, 3: VILLAGE},
        refused={(3, 2): "cell.same-as-above", (3, 3): "cell.same-as-above"},
        left_out=ONE,
    ),
    "a name merged over two rows": Case(
        xlsx(
            Sheet(
                [HEAD, ["河湾村", "罗安", A], ["河湾村", None, B]],
                merged=[(2, 2, 3, 2)],
            )
        ),
        {2: VILLAGE | LUO, 3: VILLAGE | {"number": B}},
        refused={(3, 2): "cell.merged-person"},
        left_out=ONE,
    ),
    "totals below": Case(
        xlsx([*_three("河湾村", "河湾村", "河湾村"), ["合计", "3人", None], ["总  计", None, 3]]),
        ALL,
        left_out=ONE | {5: "total", 6: "total"},
    ),
    "a total in the second cell": Case(
        xlsx(
            Sheet(
                [
                    ["序号", "现住村", "姓名", "年收入"],
                    [1, "河湾村", "罗安", 600],
                    [2, "河湾村", "陈川", 400],
                    [None, "小计", None, Formula("=SUM(D2:D3)", 1000)],
                ]
            )
        ),
        {
            2: VILLAGE | {"name": "罗安", "income": "600"},
            3: VILLAGE | {"name": "陈川", "income": "400"},
        },
        left_out=ONE | {4: "total"},
    ),
    "notes below": Case(
        xlsx(
            Sheet(
                [
                    *_three("河湾村", "河湾村", "河湾村"),
                    [],
                    ["填表人：罗川", None, "审核人：陈云"],
                    ["注：身份号码照户口簿填写，没有的空着。", None, None],
                    ["2026年11月20日填报，请于月底前报送到镇里的办公室", None, None],
                ],
                merged=[(7, 1, 7, 3)],
            )
        ),
        ALL,
        left_out=ONE | {6: "note", 7: "note", 8: "note"},
    ),
    "the heading again after a page": Case(
        xlsx(
            [
                ["会员名单", None, None],
                HEAD,
                ["河湾村", "罗安", A],
                ["第1页 共2页", None, None],
                ["会员名单", None, None],
                HEAD,
                ["河湾村", "陈川", B],
            ]
        ),
        {3: VILLAGE | LUO, 7: VILLAGE | CHEN},
        left_out={1: "title", 2: "heading", 4: "note", 5: "title", 6: "heading"},
    ),
    "a band with the name of a village": Case(
        xlsx(
            Sheet(
                [["姓名", "身份号码", "性别"], ["河湾村", None, None], ["罗安", A, "女"]],
                merged=[(2, 1, 2, 3)],
            )
        ),
        {3: LUO | {"sex": "2"}},
        left_out=ONE | {2: "note"},
    ),
    "a name alone": Case(
        xlsx([HEAD, ["河湾村", "罗安", A], [None, "陈川", None]]),
        {2: VILLAGE | LUO, 3: {"name": "陈川"}},
        left_out=ONE,
        chosen={"blank-below:1": "leave"},
    ),
    "numbered rows nobody filled": Case(
        xlsx([["序号", "姓名", "性别"], [1, "罗安", "女"], [2, None], [3, None]]),
        {2: {"name": "罗安", "sex": "2"}},
        left_out=ONE | {3: "nothing", 4: "nothing"},
    ),
    "an example row": Case(
        xlsx([["编号", "姓名"], ["示例，不导入", "张三"], [None, "罗安"]]),
        {3: {"name": "罗安"}},
        left_out=ONE | {2: "example"},
    ),
    "a place that is called like the example": Case(
        xlsx([["住址", "姓名"], ["示例村第3组", "罗安"]]),
        {2: {"address": "示例村第3组", "name": "罗安"}},
        left_out=ONE,
    ),
    "one telephone for father and mother": Case(
        xlsx(
            Sheet(
                [
                    ["姓名", "父亲电话", "母亲电话"],
                    ["罗安", "10000001234", None],
                    ["陈川", "110", "120"],
                ],
                merged=[(2, 2, 2, 3)],
            )
        ),
        {2: {"name": "罗安"}, 3: {"name": "陈川", "father_phone": "110", "mother_phone": "120"}},
        {(2, 2): "cell.merged-across", (2, 3): "cell.merged-across"},
        left_out=ONE,
    ),
    "one number twice": Case(
        xlsx([["编号", "姓名"], ["7K2M9P4Q-3", "罗安"], ["7K2M9P4Q-3", "陈川"]]),
        {2: {"name": "罗安"}, 3: {"name": "陈川"}},
        {(3, 1): "row.same-number"},
        left_out=ONE,
    ),
    "hidden rows, taken": Case(
        xlsx(Sheet(_three("河湾村", "河湾村", "河湾村"), hidden_rows=[3])),
        ALL,
        left_out=ONE,
        chosen={"hidden-rows": "take"},
    ),
    "hidden rows, left": Case(
        xlsx(Sheet(_three("河湾村", "河湾村", "同上"), hidden_rows=[3])),
        {2: VILLAGE | LUO, 4: LIN},
        refused={(4, 1): "cell.nothing-above"},
        left_out=ONE,
        chosen={"hidden-rows": "leave"},
    ),
    "a hidden column": Case(
        xlsx(Sheet(_three("河湾村", "河湾村", "河湾村"), hidden_columns=[3])),
        {2: VILLAGE | {"name": "罗安"}},
        left_out=ONE,
        chosen={"hidden-column:3": "leave"},
    ),
    "two tables, one below the other": Case(
        xlsx(
            [*_three("河湾村", "河湾村", "河湾村"), [], ["父亲姓名", "父亲电话"], ["罗川", "110"]]
        ),
        left_out=ONE | {6: "second-table"},
        problems=("table.second-heading",),
    ),
    "the same heading in another order": Case(
        xlsx([*_three("河湾村", "河湾村", "河湾村"), ["姓名", "身份号码", "现住村"]]),
        left_out=ONE | {5: "second-table"},
        problems=("table.second-heading",),
    ),
    "a note among the remarks is an answer": Case(
        xlsx([["备注", "姓名", "身份号码"], ["说明：住外婆家", "罗安", A]]),
        {2: LUO | {"remark": "说明：住外婆家"}},
        left_out=ONE,
    ),
    "formulas with what they gave": Case(
        xlsx([["姓名", "年收入"], ["罗安", Formula("=100*6", 600)]]),
        {2: {"name": "罗安", "income": "600"}},
        left_out=ONE,
        notes=frozenset(["cell.formula"]),
    ),
    "a formula that nobody worked out": Case(
        uncached([["姓名", "年收入"], ["罗安", "=100*6"], [None, "=1+1"]]),
        {2: {"name": "罗安"}, 3: {}},
        refused={(2, 2): "cell.formula-without-value", (3, 2): "cell.formula-without-value"},
        left_out=ONE,
    ),
    "a formula that failed": Case(
        xlsx([["姓名", "年收入"], ["罗安", Formula("=1/0", "#DIV/0!")]]),
        {2: {"name": "罗安"}},
        refused={(2, 2): "cell.error"},
        left_out=ONE,
    ),
    "blank cells are absent, 清空 clears": Case(
        xlsx([["姓名", "住址", "备注"], ["罗安", None, "清空"]]),
        {2: {"name": "罗安", "remark": None}},
        left_out=ONE,
    ),
}
