"""What the pages of letters are given: with all there can be, with the least."""

from __future__ import annotations

from types import SimpleNamespace as Row
from typing import Any

BACK = {"back_href": "/letters/", "back_label": "回到文书"}
ONE: dict[str, Any] = BACK | {
    "title": "借书约定",
    "number": "990121-2026-00001",
    "code": "K7M2-QXD4-5",
    "record": "安晨",
    "record_href": "/records/1/",
    "state_label": "待打印",
    "state_tag": "wait",
    "facts": [("出具", "2026年11月20日，何晨柏")],
    "print_href": "/letters/1/letter.pdf",
    "print_label": "打印",
    "scan_href": "/letters/1/scan/",
    "scan_later": "先打开记录",
    "file_href": "/files/1/",
    "end_href": "/letters/1/end/",
    "problems": ["请写明原因"],
    "said": "",
}
NOTHING = dict.fromkeys(("print_href", "scan_href", "file_href", "end_href"), "")
ONE_BARE = ONE | NOTHING | {"problems": [], "facts": [], "number": ""}
SCAN: dict[str, Any] = BACK | {
    "letter": "借书约定",
    "number": "990121-2026-00001",
    "code": "K7M2-QXD4-5",
    "mark": "K7M2QXD45",
    "record": "安晨",
    "sure": True,
    "scan": "a" * 64,
    "scan_href": "/files/1/",
    "typed": "",
    "problem": "",
    "remedy": "",
    "asks_code": False,
}
SCAN_ASKS = SCAN | {
    "sure": False,
    "asks_code": True,
    "problem": "没有认出页脚的存档码",
    "remedy": "请照着纸上的存档码填进去",
}
SCAN_BARE = SCAN | {"sure": False, "scan": "", "letter": "", "number": ""}
ALL: dict[str, Any] = BACK | {
    "kinds": [("借书约定", [("待打印", 1), ("已签", 2)])],
    "states": ["待打印", "已签"],
    "waiting": [Row(title="借书约定 1", name="安晨", state="待打印", href="/letters/1/")],
    "scan_href": "/letters/scan/",
    "rates": [("借书约定", "/letters/rates/x/")],
    "signed": 2,
}
ALL_BARE = ALL | {"kinds": [], "waiting": [], "rates": [], "signed": 0}
RATES: dict[str, Any] = BACK | {
    "title": "借书约定",
    "words": "读者里应有的：在读的",
    "rows": [
        Row(place="河湾村", needing="12", having="9", share="75%"),
        Row(place="柳坪村", needing="0", having="0", share="—"),
    ],
    "sums": Row(place="合计", needing="12", having="9", share="75%"),
}
BATCH: dict[str, Any] = BACK | {
    "label": "出具借书约定",
    "ledger": "读者",
    "count": 3,
    "against": 1,
    "begun": False,
    "done": 0,
    "over": False,
    "parts": [],
    "drawing": False,
    "waiting": 0,
    "worker": None,
    "rows": [
        Row(title="安晨", href="/records/1/", place="河湾村", problem="已经签了，还有效"),
        Row(title="安柏", href="/records/2/", place="河湾村", problem=""),
    ],
}
BATCH_OVER = BATCH | {
    "begun": True,
    "done": 3,
    "over": True,
    "waiting": 2,
    "parts": [("打印2份", "/letters/batches/1/letters.pdf")],
}
BATCH_BUSY = BATCH | {"begun": True, "done": 1}

PAGES: list[tuple[str, dict[str, Any]]] = [
    ("letter.html", ONE),
    ("letter.html", ONE_BARE),
    ("letter_scan.html", SCAN),
    ("letter_scan.html", SCAN_ASKS),
    ("letter_scan.html", SCAN_BARE),
    ("letters.html", ALL),
    ("letters.html", ALL_BARE),
    ("letter_rates.html", RATES),
    ("letter_rates.html", RATES | {"rows": []}),
    ("letters_batch.html", BATCH),
    ("letters_batch.html", BATCH_OVER),
    ("letters_batch.html", BATCH_BUSY),
]
