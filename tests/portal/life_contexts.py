"""What the pages of actions are given: one record, a queue, many at once, two made one, a dossier."""

from __future__ import annotations

from types import SimpleNamespace as Row
from typing import Any

from forms_catalog.writers.fields import Block

from .form_contexts import BOOK
from .samples import DRAWN, SAMPLES, problem

HEAD: dict[str, Any] = {
    "label": "转出",
    "heading": "乙<wbr>丙",
    "number": "A-1",
    "key": "k1",
    "version": 2,
    "back_href": "/1",
    "back_label": "回到记录",
}
PLACE = Row(
    name="place",
    label="转到哪里",
    options=[("1", "甲村", "甲镇"), ("2", "乙村", "")],
    chosen="2",
    find="地方的名字",
    found="村",
)
NOBODY = Row(name="user", label="给谁看", options=[], chosen="", find="姓名", found="丁")
UNTIL = Row(
    name="until", label="看多久", options=[("30", "一个月", "")], chosen="", find="", found=""
)
ACT = HEAD | {
    "says": "对方接收以后才转走。",
    "problems": [problem("写上苹果", "text"), problem("选一个地方"), problem("再看", warn=True)],
    "choices": [PLACE, NOBODY, UNTIL],
    "reason": "转出的原因",
    "said": "搬家",
    "action": "/records/1/act/transfer/",
    "blocks": [
        Block("s1", "一、基本", "", [SAMPLES["text"], SAMPLES["date"]]),
        Block("s2", "二、其他", "", [], html=DRAWN),
    ],
    "live": '{"program":"/logic/1.json"}',
    "unseen": "text",
}
ACT_BARE = ACT | {"says": "", "problems": [], "choices": [], "reason": "", "said": ""}
ACT_BARE |= {"blocks": (), "live": "", "unseen": ""}

OFFER: dict[str, Any] = {
    "heading": "乙",
    "number": "A-1",
    "ledger": BOOK,
    "from_place": "甲县甲镇",
    "to_place": "甲县乙镇",
    "by": "安晨",
    "reason": "搬家",
    "own": False,
    "key": "k1",
    "back_href": "/work/",
    "back_label": "回到今天",
    "problem": "",
}
OFFER_BARE = OFFER | {"by": "", "reason": "", "own": True}
NOT_TAKEN = {"problem": "别人已经接收了", "back_href": "/work/"}

WAITS = {
    "title": "乙<wbr>丙",
    "href": "/1",
    "ledger": BOOK,
    "place": "甲村",
    "state": "待审核",
    "tag": "wait",
    "reason": "安晨：缺照片",
    "when": "1月1日10:32",
}
QUEUE: dict[str, Any] = {
    "title": "退回给我的",
    "hint": "照原因改好，再交上去",
    "empty": "没有退回给您的",
    "rows": [Row(**WAITS), Row(**WAITS | {"place": "", "reason": ""})],
    "more": 3,
    "tabs": [("等我审核的", "/queues/verify/", False, 0), ("退回给我的", "/q/", True, 2)],
    "ledgers": [("各种台账", "/q/", False, 2), (BOOK, "/q/?ledger=2", True, 2)],
    "together": "/ledgers/2/?state=SUBMITTED",
    "back_href": "/work/",
    "back_label": "回到今天",
}

BULK: dict[str, Any] = {
    "label": "审核通过",
    "ledger": BOOK,
    "count": 3,
    "tried": 2,
    "rows": [
        Row(title="乙<wbr>丙", href="/1", place="甲村", problem="缺照片"),
        Row(title="丁", href="/2", place="", problem=""),
    ],
    "against": 1,
    "begun": False,
    "done": 0,
    "over": False,
    "reason": "审核通过的原因",
    "said": "看过",
    "problem": "请写明审核通过的原因",
    "back_href": "/list/",
    "back_label": f"回到{BOOK}",
}
BULK_BARE = BULK | {"count": 0, "tried": 0, "rows": [], "against": 0, "reason": "", "problem": ""}
BULK_BEGUN = BULK | {"begun": True, "done": 1, "against": 0, "problem": ""}
BULK_OVER = BULK | {"begun": True, "done": 3, "over": True, "problem": ""}

MERGE = HEAD | {
    "label": "并入",
    "q": "乙",
    "others": [("丁", "A-2，甲村", "?record=2")],
    "other": "",
    "rows": (),
    "problem": "",
}
MERGE_BARE = MERGE | {"q": "", "others": []}
COMPARED = MERGE | {
    "others": (),
    "other": "2",
    "other_title": "丁<wbr>戊",
    "other_number": "A-2",
    "rows": [
        Row(name="name", label="姓名", here="乙", there="丁"),
        Row(name="age", label="年龄", here="", there="9"),
    ],
    "same": False,
    "problem": "另一份刚改过，请再看一遍",
}

LINE = {"when": "1月1日", "ledger": BOOK, "href": "/2", "state": "在册", "tag": "done"}
DOSSIER: dict[str, Any] = {
    "title": "乙<wbr>丙",
    "number": "A-1",
    "sub": "甲县甲镇甲村",
    "state_label": "在册",
    "state_tag": "done",
    "standing": [
        Row(words="安晨退回，等何柏改", reason="缺照片", late=True),
        Row(words="由何柏负责", reason="", late=False),
    ],
    "facts": [("最近一次走访", "2030年1月1日")],
    "tabs": [("全部", "?", False, 3), (BOOK, "?only=a", True, 2)],
    "years": [
        (2030, [Row(**LINE, said="姓名乙；年龄9"), Row(**LINE, said="")]),
        (2029, [Row(**LINE, said="")]),
    ],
    "print_href": "/records/1/all.pdf",
    "most": 20,
    "back_href": "/1",
    "back_label": "回到这份记录",
}
DOSSIER_BARE = DOSSIER | {"sub": "", "standing": [], "facts": [], "years": []}
DOSSIER_BARE |= {"tabs": [("全部", "?", True, 0)]}

PAGES: list[tuple[str, dict[str, Any]]] = [
    ("act.html", ACT),
    ("act.html", ACT_BARE),
    ("offer.html", OFFER),
    ("offer.html", OFFER_BARE),
    ("offer.html", NOT_TAKEN),
    ("queue.html", QUEUE),
    ("queue.html", QUEUE | {"rows": [], "more": 0, "ledgers": [], "together": ""}),
    ("bulk.html", BULK),
    ("bulk.html", BULK_BARE),
    ("bulk.html", BULK_BEGUN),
    ("bulk.html", BULK_OVER),
    ("merge.html", MERGE),
    ("merge.html", MERGE_BARE),
    ("merge.html", COMPARED),
    ("merge.html", COMPARED | {"rows": (), "same": True, "problem": ""}),
    ("merge.html", COMPARED | {"rows": (), "problem": ""}),
    ("dossier.html", DOSSIER),
    ("dossier.html", DOSSIER_BARE),
]
