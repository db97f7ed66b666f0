"""A small public site of an invented library: one page of every type."""

from __future__ import annotations

from typing import Any

from people.models import Place
from portal.models import HomePage
from portal.setup import plant_home
from public.models import (
    AnswerPage,
    EventPage,
    FormPage,
    GuidePage,
    HotlinePage,
    IndexPage,
    LawPage,
    NewsPage,
    PlacePage,
    PolicyPage,
    TopicPage,
)

from .texts import PLAIN

PHONES = [{"type": "phone", "value": {"number": "12345", "words": "政务服务"}}]
BODY: list[dict[str, Any]] = [
    {"type": "heading", "value": "先做<wbr>三件事"},
    {"type": "paragraph", "value": "<p>带上<b>证件</b>。</p>"},
    {"type": "steps", "value": ["<p>到馆里</p>", "<p>填表</p>"]},
    {"type": "warning", "value": {"heading": "这些不能借", "lines": ["孤本", "<i>报纸</i>"]}},
    {"type": "facts", "value": [{"label": "证件", "words": "身份证"}]},
    {"type": "phones", "value": [{"number": "119", "words": "着火"}]},
    {
        "type": "doors",
        "value": [{"icon": "home", "label": "想借书", "hint": "", "page": None, "address": "/a/"}],
    },
]
NOTE = {
    "article": "4",
    "heading": "丢了怎么办",
    "words": "<p>丢了别急，三天里去补。</p>",
    "page": None,
}
BOARD = [
    {
        "type": "calls",
        "value": {
            "heading": "有危险",
            "calls": [{"number": "119", "words": "着火", "hours": "全天"}],
        },
    }
]


def add(parent: Any, model: Any, title: str, slug: str, **more: Any) -> Any:
    page = model(title=title, slug=slug, **more)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def library() -> dict[str, Any]:
    """Every page by its slug."""
    home: HomePage = plant_home(
        "找书，找人", "都在这里。", [], danger_number="119", phones=PHONES, place_words="甲县图书馆"
    )
    made: dict[str, Any] = {"home": home}
    laws = add(home, IndexPage, "法律", "laws", show_in_menus=True)
    note = [{"type": "note", "value": NOTE}]
    law = add(
        laws, LawPage, "图书借阅条例", "borrowing", text=PLAIN, notes=note, source="县里的网站"
    )
    asking = add(home, IndexPage, "问答", "answers", show_in_menus=True, body=BODY)
    basis = [{"type": "basis", "value": {"law": law.pk, "article": "4"}}]
    lost = add(
        asking,
        AnswerPage,
        "借书证丢了，<wbr>怎么办",
        "lost",
        search_description="三天里到馆里补一张。",
        asked_as="卡不见了\n证找不到",
        body=BODY,
        basis=basis,
    )
    late = add(asking, AnswerPage, "还晚了罚不罚", "late", search_description="不罚钱，停借几天。")
    pages = [{"type": "pages", "value": [lost.pk, late.pk]}]
    rows = (
        (TopicPage, "新读者", "new", {"body": pages, "icon": "home"}),
        (GuidePage, "办借书证", "card", {"who": "谁都可以", "bring": "身份证\n照片", "body": BODY}),
        (HotlinePage, "该打哪个电话", "calls", {"board": BOARD}),
        (
            PolicyPage,
            "关于开馆的通知",
            "notice",
            {"issuer": "县图书馆", "number": "图发〔2030〕1号"},
        ),
        (NewsPage, "新书到了", "books", {"body": BODY}),
        (FormPage, "写给我们", "write", {"ledger": "hotline_calls", "body": BODY}),
        (EventPage, "读书会", "reading", {"where": "二楼"}),
    )
    for model, title, slug, more in rows:
        made[slug] = add(home, model, title, slug, **more)
    place = Place.objects.order_by("-level").first()
    holders = [
        {
            "type": "holder",
            "value": {"title": "管理员", "role": "", "phone": "0990-1", "hours": "周一到周五"},
        }
    ]
    made["here"] = add(home, PlacePage, "分馆", "here", place=place, holders=holders)
    return made | {"laws": laws, "borrowing": law, "answers": asking, "lost": lost, "late": late}
