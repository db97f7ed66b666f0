"""What the pages of rounds are given: their list, how far one has come, what differs from the last."""

from __future__ import annotations

from types import SimpleNamespace as Row
from typing import Any

from ledgers.views.rounds import EMPTY

from .form_contexts import BOOK

BAR = [("b-done", "0%", "40%"), ("b-away", "40%", "10%")]
FIGURES = {
    "rate": "40%",
    "counts": "应查5个，查到2个",
    "bar": BAR,
    "label": "还差3个",
    "tag": "wait",
}
UNCOUNTED = {"rate": "—", "counts": "还没有清单，算不出比例", "bar": [], "label": "", "tag": ""}
LINE = {
    "title": "2030年第一轮",
    "href": "/r/1/",
    "hint": "甲县　还有3天",
    "label": "进行中",
    "tag": "half",
}
ROUNDS: dict[str, Any] = {
    "title": BOOK,
    "words": "甲县甲镇",
    "rounds": [
        Row(**LINE, figures=Row(**FIGURES)),
        Row(**LINE, figures=Row(**UNCOUNTED)),
        Row(**LINE | {"hint": ""}, figures=None),
    ],
    "more": 2,
    "source": BOOK,
    "back_href": "/list/",
}
ROUNDS_BARE = ROUNDS | {"words": "", "rounds": [], "more": 0}

HEAD: dict[str, Any] = EMPTY | {
    "title": "2030年第一轮",
    "place": "甲县甲镇",
    "words": "2030年1月1日至1月31日，还有3天",
    "state": ("进行中", "half"),
    "tabs": [("覆盖", "?", True), ("和上一轮比", "?view=change", False)],
    "back_href": "/rounds/",
    "back_label": f"{BOOK}的全部轮次",
    "pdf_href": "/r.pdf",
    "xlsx_href": "/r.xlsx",
}
FIGS = [("覆盖率", "40%", "", "应查5个"), ("还差", "3", "个", "3个没有结果")]
BY_PLACE = HEAD | {
    "figs": FIGS,
    "rows": [
        Row(**FIGURES | {"title": "甲村", "href": "?place=1"}),
        Row(**UNCOUNTED | {"title": "乙村", "href": "?place=2"}),
    ],
    "counted": BOOK,
    "left_href": "?left=1",
    "unfinished": True,
}
UNIT = {"title": "乙", "href": "/1", "label": "没有结果", "tag": "todo", "fill": False}
GROUP = FIGURES | {"title": "一班", "href": "?group=1", "open": True}
BY_NAME = HEAD | {
    "figs": FIGS,
    "groups": [
        Row(
            **GROUP,
            missing=[Row(**UNIT), Row(**UNIT | {"fill": True}), Row(**UNIT | {"href": ""})],
            kept=[Row(**UNIT | {"label": "查到", "tag": "done"}), Row(**UNIT | {"href": ""})],
        ),
        Row(**GROUP | UNCOUNTED | {"href": "", "open": False}, missing=[], kept=[Row(**UNIT)]),
    ],
    "listed": True,
    "chosen": "一班",
    "all_href": "?",
    "counted": BOOK,
    "left": True,
    "left_href": "?left=0",
}
NUMBERS = HEAD | {"counted": BOOK, "unnamed": BOOK, "left_href": "?left=1"}
CHANGE = HEAD | {
    "change": True,
    "before": "2029年第二轮",
    "figs": [("新有的", "1", "个", "新登记的")],
}
NAMED = CHANGE | {
    "kinds": [
        Row(
            label="有变化的",
            why="两轮都有结果",
            units=[
                Row(title="乙", href="/1", columns=[("结果", "在", "不在")]),
                Row(title="（看不到的记录）", href="", columns=[]),
            ],
        )
    ]
}
HEADS = ["新有的", "没有了的", "有变化的"]
PLACED = CHANGE | {
    "rows": [Row(title="甲村", href="?place=1", counts=[1, 0, 2000])],
    "heads": HEADS,
}

PAGES: list[tuple[str, dict[str, Any]]] = [
    ("rounds.html", ROUNDS),
    ("rounds.html", ROUNDS_BARE),
    ("round.html", BY_PLACE),
    ("round.html", BY_NAME),
    ("round.html", BY_NAME | {"bare": True}),
    ("round.html", BY_NAME | {"bare": True, "names_href": "/ask"}),
    ("round.html", NUMBERS),
    ("round.html", HEAD | {"place": "", "words": "", "left_href": "?left=1"}),
    ("round.html", HEAD | {"left": True, "left_href": "?left=0"}),
    ("round.html", NAMED),
    ("round.html", CHANGE | {"kinds": []}),
    ("round.html", PLACED),
    ("round.html", CHANGE),
    ("round.html", CHANGE | {"before": "", "figs": ()}),
]
