"""What the pages of notices are given: with all there can be, with the least."""

from __future__ import annotations

from types import SimpleNamespace as Row
from typing import Any

BACK = {"back_href": "/inbox/", "back_label": "回到消息"}
LINE = {"subject": "该还书了", "text": "三本", "when": "今天10:30", "href": "/inbox/1/"}
INBOX: dict[str, Any] = {
    "lines": [
        Row(**LINE, label="等您确认", tag="late"),
        Row(**LINE, label="", tag=""),
    ],
    "older": "/inbox/?before=1",
    "wanting": 1,
    "mutes_href": "/inbox/mutes/",
    "back_href": "/work/",
    "back_label": "回到今天",
}
INBOX_BARE = INBOX | {"lines": [], "older": "", "wanting": 0}

ONE: dict[str, Any] = BACK | {
    "subject": "该还书了",
    "lines": ["三本", "两本"],
    "when": "今天10:30",
    "asks": True,
    "until": "明天10:30",
    "confirmed": "",
    "record_href": "/records/1/",
}
ONE_DONE = ONE | {"asks": False, "confirmed": "今天11:00", "record_href": ""}
ONE_BARE = ONE_DONE | {"confirmed": "", "lines": [""]}

MUTES: dict[str, Any] = BACK | {
    "lines": [
        Row(key="a", title="该还书了", fixed=True, on=True),
        Row(key="b", title="新书到了", fixed=False, on=False),
    ],
    "notice": "已保存",
    "role": "馆员",
}
MUTES_BARE = MUTES | {"lines": [], "notice": "", "role": ""}

SENT: dict[str, Any] = {
    "title": "该还书了",
    "channel": "短信",
    "to": "*******0001",
    "place": "甲县",
    "state": "没有发出",
    "tag": "late",
    "why": "没有登记电话",
    "uncertain": True,
    "tries": 2,
    "when": "今天10:30",
    "next": "今天10:40",
}
OUTBOX: dict[str, Any] = {
    "tabs": [("没有发成的", "?view=stuck", True, 2), ("全部", "?view=all", False, None)],
    "lines": [
        Row(**SENT, id=1, again=True),
        Row(**SENT | {"place": "", "why": "", "uncertain": False, "next": ""}, id=2, again=False),
        Row(**SENT | {"tries": 1}, id=3, again=True),
    ],
    "older": "?before=1",
    "notice": "2条马上再发",
    "back_href": "/work/",
    "back_label": "回到今天",
}
OUTBOX_BARE = OUTBOX | {"lines": [], "older": "", "notice": ""}
OUTBOX_DONE = OUTBOX_BARE | {"lines": [Row(**SENT, id=2, again=False)]}

SLIPS: dict[str, Any] = {
    "count": 2,
    "titles": [("该还<wbr>书了", 2)],
    "pdf_href": "/slips/slips.pdf",
    "until": 9,
    "back_href": "/work/",
    "back_label": "回到今天",
}
SLIPS_BARE = SLIPS | {"count": 0, "titles": []}

PREVIEW: dict[str, Any] = {
    "title": "该还书了",
    "channels": [
        Row(channel="sms", label="短信", subject="该还书了", lines=("三本", "两本"), size=4)
    ],
}

PAGES: list[tuple[str, dict[str, Any]]] = [
    ("inbox.html", INBOX),
    ("inbox.html", INBOX_BARE),
    ("message_one.html", ONE),
    ("message_one.html", ONE_DONE),
    ("message_one.html", ONE_BARE),
    ("mutes.html", MUTES),
    ("mutes.html", MUTES_BARE),
    ("outbox.html", OUTBOX),
    ("outbox.html", OUTBOX_BARE),
    ("outbox.html", OUTBOX_DONE),
    ("slips.html", SLIPS),
    ("slips.html", SLIPS_BARE),
    ("preview_notice.html", PREVIEW),
    ("preview_notice.html", PREVIEW | {"channels": []}),
]
