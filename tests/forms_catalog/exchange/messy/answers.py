"""Rosters whose cells are the trouble: dates, numbers, names of options, long digits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..builders import xlsx
from ..checking import Case
from ..field import identity

A = identity(2)
ONE = {1: "heading"}
MON = dt.date(2015, 2, 3)


def _column(heading: str, question: str, good: dict[Any, Any], bad: dict[Any, str] | None = None,
            notes: tuple[str, ...] = (), beside: str = "姓名") -> Case:  # fmt: skip
    """A file with a name and one column of values; the good ones first, the refused ones after."""
    values = [*good, *(bad or {})]
    rows = [[beside, heading], *([f"罗{chr(0x4E00 + n)}", value] for n, value in enumerate(values))]
    names = {n + 2: {"name": rows[n + 1][0]} for n in range(len(values))}
    told = {n + 2: {question: answer} for n, answer in enumerate(good.values())}
    refused = {(len(good) + n + 2, 2): code for n, code in enumerate((bad or {}).values())}
    expected = {
        row: name | {q: a for q, a in told.get(row, {}).items() if a is not ...}
        for row, name in names.items()
    }
    return Case(xlsx(rows), expected, refused, ONE, notes=frozenset(notes))


CASES = {
    "dates as texts": _column(
        "出生日期",
        "birth",
        dict.fromkeys(
            (
                "2015.2.3",
                "2015-2-3",
                "2015/02/03",
                "2015年2月3日",
                "20150203",
                "２０１５－２－３",
                "2015 年 2 月 3 日",
                "'2015-2-3",
                "2015-02-03 00:00:00",
            ),
            "2015-02-03",
        ),
    ),
    "dates as dates, days and digits": _column(
        "出生日期",
        "birth",
        {MON: "2015-02-03", 42038: "2015-02-03", 20150203: "2015-02-03"},
        notes=("cell.date-from-number",),
    ),
    "a date with its hour": _column(
        "出生日期",
        "birth",
        {dt.datetime(2015, 2, 3, 8, 30): "2015-02-03"},
        notes=("cell.time-dropped",),
    ),
    "dates that are none": _column(
        "出生日期",
        "birth",
        {},
        {
            "2015.2.30": "date.no-such-day",
            "1/2/2015": "date.ambiguous",
            "13.12.2015": "date.ambiguous",
            "15-2-3": "date.short-year",
            "150203": "date.short-year",
            "农历二月初三": "date.lunar",
            "2015年正月初三": "date.lunar",
            "2015年2月": "date.incomplete",
            2015: "date.incomplete",
            2015.2: "date.stored-as-number",
            "不清楚": "answer.reason-not-offered",
            "去年": "date.not-a-date",
            "同上": "cell.same-as-above",
        },
    ),
    "months": _column(
        "入会年月",
        "since",
        {
            "2015年1月": "2015-01",
            "2015.10": "2015-10",
            "201502": "2015-02",
            dt.date(2015, 2, 1): "2015-02",
        },
        {dt.date(2015, 2, 3): "date.only-month", 2015.1: "date.stored-as-number"},
    ),
    "moments and times": Case(
        xlsx(
            [
                ["姓名", "签到时间", "几点到"],
                ["罗安", dt.datetime(2026, 11, 21, 8, 30), dt.time(8, 30)],
                ["陈川", "2026-11-21 8:30", "8点半"],
                ["林溪", dt.date(2026, 11, 21), "25:00"],
            ]
        ),
        {
            2: {"name": "罗安", "seen": "2026-11-21T08:30", "opens": "08:30"},
            3: {"name": "陈川", "seen": "2026-11-21T08:30", "opens": "08:30"},
            4: {"name": "林溪"},
        },
        {(4, 2): "date.incomplete", (4, 3): "time.bad-hour"},
        ONE,
    ),
    "dates of 1904": Case(
        xlsx([["姓名", "出生日期"], ["罗安", MON]], date1904=True),
        {2: {"name": "罗安", "birth": "2015-02-03"}},
        left_out=ONE,
    ),
    "amounts": _column(
        "年收入（元）",
        "income",
        {
            600: "600",
            "1,234.50": "1234.5",
            "１２３４元": "1234",
            "￥600": "600",
            0.1 + 0.2: "0.3",
            0: "0",
        },
        {
            "3万元": "money.not-a-number",
            "约600": "money.not-a-number",
            "12,34": "money.not-a-number",
            "600岁": "money.not-a-number",
            1e16: "answer.lost-digits",
            MON: "cell.date-in-number",
        },
    ),
    "measures": _column(
        "身高（厘米）",
        "height",
        {"120厘米": "120", "120.5": "120.5", "１２０": "120"},
        {
            "1.2米": "decimal.not-a-number",
            "120-130": "decimal.not-a-number",
            True: "cell.date-in-number",
        },
    ),
    "people": _column(
        "家庭人口",
        "people",
        {"4人": 4, 5.0: 5},
        {"四": "integer.not-a-number", 4.5: "integer.not-whole", "无": "answer.reason-not-offered"},
    ),
    "yes and no": _column(
        "有没有保险",
        "insured",
        {"是": "yes", "√": "yes", "×": "no", "有": "yes", "无": "no", "没有": "no", True: "yes"},
        {"部分": "yes-no.not-offered", "不清楚": "yes-no.not-offered"},
    ),
    "yes and no of something else": _column(
        "住校吗",
        "boards",
        {"否": "no", "√": "yes"},
        {"有": "yes-no.not-offered", "无": "yes-no.not-offered"},
    ),
    "one option": _column(
        "会员等级",
        "grade",
        {"金卡": "A", "B": "B", "银 卡（年付）": "B", "银卡(年付)": "B", "银卡": "B"},
        {
            "金": "cell.not-an-option",
            "金卡会员": "cell.not-an-option",
            "银卡（月付）": "cell.not-an-option",
            1: "cell.not-an-option",
            MON: "cell.date-in-text",
        },
    ),
    "several options": _column(
        "爱好",
        "hobbies",
        {
            "球类、棋牌": ["ball", "chess"],
            "棋牌，球类": ["ball", "chess"],
            "球类/棋牌": ["ball", "chess"],
            "书法、绘画": ["draw"],
            "球类、书法、绘画": ["ball", "draw"],
            "无": ["none"],
            "ball chess": ["ball", "chess"],
        },
        {"球类、打牌": "cell.not-an-option", "球": "cell.not-an-option"},
    ),
    "villages": _column(
        "现住村",
        "village",
        {
            "河湾村": "000100010001",
            "青禾镇/高田村": "000100010002",
            "澜川县青禾镇高田村": "000100010002",
            "青禾镇高田村": "000100010002",
            "澜川县 青禾镇 高田村": "000100010002",
            990121101201: "000100020001",
        },
        {
            "高田村": "division.ambiguous",
            "月亮村": "division.unknown",
            "青禾镇": "division.too-wide",
            "青禾": "division.unknown",
        },
    ),
    "schools": _column(
        "学校",
        "school",
        {"河湾小学": "school-1", "school-2": "school-2"},
        {"高田小学": "body.ambiguous", "月亮小学": "body.unknown", "柳坪站": "body.unknown"},
    ),
    "identity numbers": _column(
        "身份号码",
        "number",
        {
            f"'{A}": A,
            f"{A[:6]} {A[6:14]} {A[14:]}": A,
            "９９" + A[2:]: A,
            "\u202d" + A: A,
        },
        {
            int(A[:17] + "0"): "answer.lost-digits",
            "9.90121E+17": "answer.lost-digits",
            A[:17]: "id-card.wrong-length",
            A[:17] + ("0" if A[17] != "0" else "1"): "id-card.check-digit",
            "990121801212001": "id-card.old-number",
            "不清楚": "answer.reason-not-offered",
            "同上": "cell.same-as-above",
        },
    ),
    "telephones": _column(
        "联系电话",
        "phone",
        {
            10000001234: "10000001234",
            "100-0000-1234": "10000001234",
            "不清楚": {"$missing": "unknown"},
            "无": {"$missing": "none"},
            "没有": {"$missing": "none"},
        },
        {
            "10000001234/10000001235": "phone.several",
            "已故": "answer.reason-not-offered",
            9991234567: "phone.wrong-length",
            "6234567": "phone.no-area-code",
        },
    ),
    "fathers": _column(
        "父亲姓名",
        "father_name",
        {"已故": {"$missing": "deceased"}, "罗 川": "罗川", "买买提.艾力": "买买提·艾力"},
        {
            "不愿提供": "answer.reason-not-offered",
            "无": "answer.reason-not-offered",
            "罗川（父）": "person-name.bad-character",
            "=罗川": "person-name.bad-character",
        },
    ),
    "dashes": Case(
        xlsx(
            [
                ["姓名", "住址", "身高（厘米）", "会员等级"],
                ["罗安", "/", "—", "-"],
                ["陈川", "——", "－", "／"],
            ]
        ),
        {2: {"name": "罗安"}, 3: {"name": "陈川"}},
        left_out=ONE,
        notes=frozenset(["cell.dash"]),
    ),
    "texts that became dates": _column(
        "班级",
        "old",
        {"2-1班": "2-1班", 3: "3", "无": "无"},
        {dt.date(2026, 2, 1): "cell.date-in-text"},
    ),
    "texts that look like formulas": _column(
        "住址",
        "address",
        {"=1+1": "=1+1", "'=1+1": "=1+1", "@罗安": "@罗安", "+86": "+86", "''甲": "'甲"},
    ),
}
