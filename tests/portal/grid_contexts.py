"""What the pages of many lines, of what is still to be asked and of two editors are given."""

from __future__ import annotations

from types import SimpleNamespace as Row
from typing import Any

from forms_catalog.writers.fields import Block, Field

from .samples import SAMPLES, boxes, fill, options, problem

CELLS = [
    Field("a1-day", "q-a1-day", "日期", "date", "date", boxes=boxes("a1-day")),
    Field("a1-yes", "q-a1-yes", "到场", "yes_no", "yes_no", error="选一个"),
]
LINE = {"mark": "a1", "uid": "1", "title": "乙", "number": "A-1", "href": "/1", "place": "甲村"}
LINE |= {"kept": "", "problems": [], "cells": CELLS}
GRID: dict[str, Any] = {
    "title": "一起填：训<wbr>练",
    "words": "甲县",
    "note": "已存1份",
    "problems": [problem("乙：选一个", "a1.yes"), problem("再看", "a1.day", warn=True)],
    "headings": [("日期", ""), ("到场", "本人到了才算")],
    "rows": [
        Row(**LINE),
        Row(**LINE | {"mark": "a2", "problems": ["别人改过"], "place": "", "cells": []}),
        Row(**LINE | {"mark": "a3", "kept": "/3", "cells": []}),
    ],
    "open": True,
    "same": Block("s-same", "各行都一样的", "填一次", [SAMPLES["text"]]),
    "choices": [("day", "日期", True, False, True), ("who", "谁", False, True, False)],
    "keep": [("place", "1")],
    "hidden": [("key", "k1"), ("edition", "5")],
    "action": "/ledgers/2/grid/of/?ask=day",
    "turning": Row(number=1, pages=[("1", "?p=1", True)], previous="", next="?p=2"),
    "back_href": "/list/",
    "back_label": "回到会<wbr>员",
}
GRID_BARE = GRID | {"words": "", "note": "", "problems": [], "rows": [], "open": False}
GRID_BARE |= {"same": None, "turning": None}
GRID_DONE = GRID | {
    "problems": [],
    "rows": [Row(**LINE | {"kept": "/3", "cells": []})],
    "open": False,
}

LACK = {"title": "乙", "href": "/1", "number": "A-1", "place": "甲村"}
LACKING: dict[str, Any] = {
    "title": "会<wbr>员",
    "words": "甲县",
    "count_words": "共2份",
    "places": options("全部2处", "甲村", chosen="甲村"),
    "rows": [
        Row(**LACK, labels="鞋码、备注", may=True),
        Row(**LACK | {"place": ""}, labels="鞋码", may=False),
    ],
    "many": False,
    "pager": None,
    "back_href": "/list/",
    "back_label": "回到会<wbr>员",
}
LACKING_BARE = LACKING | {"words": "", "count_words": "", "places": [], "rows": []}
SIDE = {"name": "text", "label": "苹果", "was": "甲", "theirs": "乙", "mine": "丙"}
SIDE |= {"by": "何柏，1月1日10:32", "chosen": "", "missing": True}
MERGED = Row(**SIDE | {"was": "", "by": "", "theirs": ""})
MET = Row(
    both=[Row(**SIDE), Row(**SIDE | {"name": "date", "chosen": "mine", "missing": False})],
    merged=[Row(**SIDE), MERGED],
    own=[Row(**SIDE)],
    marks=[],
)
MET_BARE = Row(both=[], merged=[MERGED], own=[], marks=[])

PAGES: list[tuple[str, dict[str, Any]]] = [
    ("grid.html", GRID),
    ("grid.html", GRID_BARE),
    ("grid.html", GRID_DONE),
    ("lacking.html", LACKING),
    ("lacking.html", LACKING_BARE),
    ("lacking.html", LACKING_BARE | {"many": True}),
    ("fill.html", fill(met=MET, problems=[problem("选用哪一个", "both.text")])),
    ("fill.html", fill(met=MET_BARE)),
]
