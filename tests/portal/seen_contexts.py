"""What the pages of guarded answers are given: one shown in clear, and who was shown what."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace as Row
from typing import Any

from .form_contexts import BOOK
from .samples import options, problem

REVEAL: dict[str, Any] = {
    "title": "乙<wbr>丙",
    "number": "A-1",
    "label": "号码",
    "words": "",
    "problems": [problem("原因写得太短", "reason")],
    "over": False,
    "href": "/records/1/reveal/number/",
    "reasons": ["核对身份", "联系家人"],
    "chosen": "other",
    "reason": "看",
    "back_href": "/1",
}
SHOWN = REVEAL | {"words": "0000", "problems": [], "reason": "", "chosen": "核对身份"}
OFTEN = REVEAL | {"problems": [replace(problem("今天看得太多了"), remedy="明天再看")], "over": True}
OFTEN |= {"reasons": ()}

EVENT: dict[str, Any] = {
    "when": "1月1日10:32",
    "who": "安晨",
    "post": "甲村专干",
    "what": "打开记录",
    "ledger": BOOK,
    "which": "乙",
    "href": "/1",
    "where": "",
    "labels": list("甲乙丙丁"),
    "few": "甲、乙、丙",
    "reason": "核对身份",
}
MANY = EVENT | {"post": "", "which": "3份，查找过", "href": "", "where": "甲镇", "reason": ""}
MANY |= {"labels": ["甲"], "few": "甲"}
SEEN: dict[str, Any] = {
    "about": "乙，编号A-1",
    "about_href": "/1",
    "name": "安晨",
    "lost": False,
    "people": [],
    "keep": [("record", "1")],
    "ledgers": options("全部", "甲", chosen="甲"),
    "kinds": options("全部", "打开记录", chosen="全部"),
    "day": "2030-01-01",
    "chosen": True,
    "clear_href": "/seen/?record=1",
    "rows": [Row(**EVENT), Row(**MANY)],
    "older": "?before=7",
    "first_href": "/seen/",
}
SEEN_BARE = SEEN | {
    "about": "",
    "about_href": "",
    "name": "",
    "keep": [],
    "day": "",
    "chosen": False,
    "rows": [],
    "older": "",
    "first_href": "",
}
LOST = SEEN_BARE | {"name": "丙", "lost": True}
WHICH = SEEN_BARE | {"name": "安", "people": [("安晨", "anchen", "?person=1")]}

HELD: dict[str, Any] = {
    "ledger": "借书",
    "number": "0001-0002-3",
    "door": "公开网站",
    "when": "今天10:30",
    "place": "甲县乙镇",
    "lines": ["这本书已经借出"],
    "waits": True,
    "aside": "",
    "other": "安晨",
    "problem": "请写为什么不登记，一句话就行",
    "reason": "",
    "back_href": "/queue/held/",
}
HELD_BARE = HELD | {"place": "", "lines": [], "other": "", "problem": ""}
HELD_KEPT = HELD_BARE | {"waits": False}
HELD_ASIDE = HELD_KEPT | {"aside": "安晨，今天11:00：误发的"}

PAGES: list[tuple[str, dict[str, Any]]] = [
    ("held.html", HELD),
    ("held.html", HELD_BARE),
    ("held.html", HELD_KEPT),
    ("held.html", HELD_ASIDE),
    ("reveal.html", REVEAL),
    ("reveal.html", SHOWN),
    ("reveal.html", OFTEN),
    ("seen.html", SEEN),
    ("seen.html", SEEN | {"older": "", "first_href": ""}),
    ("seen.html", SEEN_BARE),
    ("seen.html", SEEN_BARE | {"chosen": True}),
    ("seen.html", LOST),
    ("seen.html", WHICH),
    ("unwitnessed.html", {}),
]
