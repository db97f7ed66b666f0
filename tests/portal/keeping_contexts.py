"""What the pages of records whose time is over are given: with all there can be, with the least."""

from __future__ import annotations

from types import SimpleNamespace as Row
from typing import Any

from .form_contexts import BOOK
from .samples import problem

FIRST = {
    "uid": "1",
    "number": "2345-6789-A",
    "title": "苹果",
    "place": "甲村",
    "ledger": BOOK,
    "due": "2026年1月1日",
    "rule": "结束后保留3年",
    "along": 2,
}
BARE = FIRST | {"uid": "2", "place": "", "rule": "", "along": 0}
BOOKS = [
    Row(key="a", title=BOOK, n=2, since="2026年1月1日", href="/retention/?ledger=a"),
    Row(key="b", title="乙", n=1, since="2026年1月2日", href="/retention/?ledger=b"),
]
FULL: dict[str, Any] = {
    "problems": [problem("还没有选")],
    "going": 3,
    "stuck": ["2345-6789-A"],
    "books": BOOKS,
    "book": BOOKS[0],
    "lines": [Row(**FIRST), Row(**BARE)],
    "earlier": "/retention/?page=1",
    "later": "/retention/?page=3",
    "turned": "第2页，共3页",
    "done": [Row(number="2345-6789-A", ledger=BOOK, by="何柏", day="2026年1月3日", href="/c.pdf")],
}
EMPTY: dict[str, Any] = {
    "problems": [],
    "going": 0,
    "stuck": [],
    "books": [],
    "book": None,
    "done": [],
}
SURE: dict[str, Any] = {
    "lines": [Row(**FIRST), Row(**BARE)],
    "records": 4,
    "files": 1,
    "back_href": "/retention/",
}
PAGES: list[tuple[str, dict[str, Any]]] = [
    ("retention.html", FULL),
    ("retention.html", EMPTY),
    ("retention.html", FULL | {"books": BOOKS[:1], "earlier": "", "later": "", "turned": ""}),
    ("retention_sure.html", SURE),
    ("retention_sure.html", SURE | {"files": 0}),
]
