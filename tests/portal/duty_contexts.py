"""What the pages of duties are given: with all there can be, with the least."""

from __future__ import annotations

from types import SimpleNamespace as Row
from typing import Any

from .form_contexts import BOOK
from .samples import problem

LINE = Row(
    title="苹果",
    href="/records/1/",
    what="去看看",
    place="甲村",
    due="3月9日",
    words="晚了3天",
    tag="late",
)
FULL: dict[str, Any] = {
    "title": "要做的事",
    "tabs": [("过期了", "?when=late", True, 1), ("今天", "?when=today", False, 0)],
    "rows": [LINE, Row(**vars(LINE) | {"place": "", "words": "今天", "tag": "half"})],
    "more": 12,
    "empty": "没有过期的",
    "links": [("各处有多少要做", "哪个地方积得多", "/duties/places/")],
    "back_href": "/work/",
}
EMPTY: dict[str, Any] = FULL | {"rows": [], "more": 0}
LOAD: dict[str, Any] = {
    "title": "各处有多少要做",
    "rows": [
        Row(place="甲村", role="登记员", names="安晨", open=9, late=3, today=1, week=2),
        Row(place="", role="登记员", names="还没有人", open=1, late=0, today=0, week=0),
    ],
    "back_href": "/duties/",
}
FIGURES: dict[str, Any] = {
    "title": "做得怎样",
    "words": "2030年第1季度到期的",
    "periods": [("2030Q1", "2030年第1季度", True), ("2029Q4", "2029年第4季度", False)],
    "heads": ["地方", "按时做了", "晚了才做", "没有做", "还没到期", "合计", "按时率"],
    "lines": [("甲村", [1, 0, 1, 2, 4, "50%"])],
    "sums": [1, 0, 1, 2, 4, "50%"],
    "xlsx_href": "/duties/figures/figures.xlsx?period=2030Q1",
    "back_href": "/duties/",
}
FEED: dict[str, Any] = {
    "title": "放进手机日历",
    "address": "/duties/calendar/1-a.ics",
    "renewed": True,
    "back_href": "/duties/",
}
YEAR: dict[str, Any] = {
    "title": "一年要做多少",
    "problems": [],
    "choices": [Row(value="a.b", label=f"{BOOK}：去看看", chosen=True)],
    "place": "甲村",
    "every": "15",
    "year": Row(records=3, rounds=72, before=36, a_week=1.4, months=(("2030年1月", 6),)),
    "where": "甲村",
    "back_href": "/duties/",
}
PAGES: list[tuple[str, dict[str, Any]]] = [
    ("duties.html", FULL),
    ("duties.html", EMPTY),
    ("duty_load.html", LOAD),
    ("duty_load.html", LOAD | {"rows": []}),
    ("duty_figures.html", FIGURES),
    ("duty_figures.html", FIGURES | {"lines": []}),
    ("duty_feed.html", FEED),
    ("duty_feed.html", FEED | {"renewed": False}),
    ("duty_year.html", YEAR),
    ("duty_year.html", YEAR | {"year": None, "problems": [problem("看不懂")], "choices": []}),
]
