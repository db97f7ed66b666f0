"""What the pages made of a ledger are given: its periods and books, its tables, its rosters."""

from __future__ import annotations

from types import SimpleNamespace as Row
from typing import Any

from .form_contexts import BOOK
from .samples import options, problem

BACK: dict[str, Any] = {"back_href": "/list/"}
PERIODS = BACK | {
    "title": BOOK,
    "words": "甲县甲镇",
    "by_rounds": False,
    "periods": [
        ("2030年1月", "1月1日至1月31日", "/periods/2030-01/", "可以结账", "wait"),
        ("2029年12月", "安晨，2030年1月1日10:32结", "/periods/2029-12/", "已结账", "done"),
    ],
}
SUMS = Row(name="合计", href="", figures=["1,000", "2", "1", "1,001"], sound=True)
ODD = Row(name="乙村", href="", figures=["5", "0", "0", "4"], sound=False)
PAST = {"by": "安晨", "at": "1月1日10:32", "again": "", "who": "", "reason": ""}
AGAIN = {"again": "1月2日09:00", "who": "何柏", "reason": "漏了一份"}
OPEN = BACK | {
    "title": "2030年1月结账",
    "ledger_title": BOOK,
    "problems": [],
    "state": ("可以结账", "wait"),
    "days": "1月1日至1月31日",
    "past": [
        Row(**PAST, refused=True),
        Row(**PAST | AGAIN, refused=False),
    ],
    "reason": "",
    "most": 200,
    "bound": "除了注销，都算在内",
    "waiting": False,
    "stopped": False,
    "failed": None,
    "done": 0,
    "total": 0,
    "lines": [Row(**vars(SUMS) | {"name": "甲村", "href": "?place=1"}), ODD],
    "sums": SUMS,
    "where": "甲县甲镇",
    "late": 2,
    "odd": [("乙", "乙村", "/1"), ("丙", "", "/2")],
    "odd_more": 3,
    "closed_by": "",
    "obstacle": "还有一份对不上。先改好",
    "changed_rules": True,
    "may_close": False,
    "may_reopen": False,
    "closer": True,
}
SOUND = OPEN | {"lines": [], "past": [], "late": 0, "odd": [], "odd_more": 0, "bound": ""}
SOUND |= {"obstacle": "", "may_close": True, "changed_rules": False}
CLOSED = SOUND | {
    "problems": [problem("请写为什么重开", "reason")],
    "state": ("已结账", "done"),
    "closed_by": "安晨，2030年2月1日10:32",
    "may_close": False,
    "may_reopen": True,
    "reason": "漏",
}
CLOSING = SOUND | {"waiting": True, "done": 1000, "total": 3000, "sums": None, "may_close": False}
STOPPED = CLOSING | {"stopped": True, "failed": problem("磁盘满了"), "total": 0}

LINES = {
    "title": BOOK,
    "words": "甲县甲镇",
    "lines": [("甲<wbr>表", "每人一行", "/1"), ("乙", "", "/2")],
}
PERIOD_CHOICE = [
    Row(value="", label="今天", chosen=False),
    Row(value="1", label="1月", chosen=True),
]
GRID = {
    "heads": ["地方", "男", "女", "合计"],
    "lines": [("甲村", ["1", "2", "3"]), ("乙村", ["", "", ""])],
    "sums": ["1", "2", "3"],
    "people": "1,003",
    "how": "平均数",
    "of": "年龄",
}
COUNTS = BACK | {
    "title": "各村人数",
    "ledger_title": BOOK,
    "where": "甲县甲镇",
    "words": "2030年1月1日的数",
    "periods": PERIOD_CHOICE,
    "grid": Row(**GRID),
    "xlsx_href": "/t.xlsx",
    "pdf_href": "/t.pdf",
}
COUNTS_BARE = COUNTS | {"periods": [], "grid": Row(**GRID | {"lines": [], "of": ""})}

ROSTER = BACK | {
    "title": "甲册",
    "ledger_title": BOOK,
    "where": "甲县甲镇",
    "places": options("甲镇", "甲村", chosen="甲村"),
    "heads": ["姓名", "年龄"],
    "sheets": [("甲村", [["乙", "9"], ["丙", ""]]), ("", [["丁", "8"]])],
    "more": True,
    "count": 3,
    "pdf_href": "/r.pdf",
    "xlsx_href": "/r.xlsx",
    "ask_href": "",
}
NO_WAY_OUT = {"pdf_href": "", "xlsx_href": ""}
ROSTER_BARE = ROSTER | NO_WAY_OUT | {"places": [], "sheets": [], "more": False, "count": 0}

PAGES: list[tuple[str, dict[str, Any]]] = [
    ("periods.html", PERIODS),
    ("periods.html", PERIODS | {"words": "", "periods": [], "by_rounds": True}),
    ("period.html", OPEN),
    ("period.html", SOUND),
    ("period.html", CLOSED),
    ("period.html", CLOSING),
    ("period.html", STOPPED),
    ("tables.html", BACK | LINES),
    ("tables.html", BACK | LINES | {"words": "", "lines": []}),
    ("counts.html", COUNTS),
    ("counts.html", COUNTS_BARE),
    ("rosters.html", BACK | LINES),
    ("rosters.html", BACK | LINES | {"words": "", "lines": []}),
    ("roster.html", ROSTER),
    ("roster.html", ROSTER | NO_WAY_OUT),
    ("roster.html", ROSTER | NO_WAY_OUT | {"ask_href": "/ask", "more": False}),
    ("roster.html", ROSTER_BARE),
]
