"""What the views give the templates that fill, try out or show a form: the most and the least."""

from __future__ import annotations

from types import SimpleNamespace as Row
from typing import Any

from forms_catalog.bundle import Placed
from forms_catalog.filling import Page
from forms_catalog.writers.fields import Block

from .samples import SAMPLES, ask, fill, options, problem

FORM = "某某<wbr>登记表"
BOOK = "某某<wbr>台账"
WRONG = [problem("写上苹果", "text"), problem("写上姓名", "rows.1.name"), problem("交过了")]
DOUBT = problem("再看一眼", "radios", warn=True)
MARKS = [("key", "k1"), ("ledger", "甲"), ("step", "a-1"), ("edition", "5"), ("base", "b1")]
BOTH = Row(rows=[("苹果", "1", ""), ("梨", "", "2")], href="/draft/a-1/")
CONFLICT = Row(rows=[("甲", "乙", ""), ("丙", "", "丁")])
OFFER = Row(text="已有一份", href="/1", label="打开那份")
DOUBTED = [SAMPLES["text"], ask("radios", choices=options("甲", "乙"), error="再看一眼")]
DOUBTED[1].doubt, DOUBTED[1].why = True, "问过"
DOUBTED[0].live = True

FILL = fill(
    title=FORM,
    words="每人一份",
    note="这张表换了新版",
    problems=[*WRONG, DOUBT],
    saved="上次保存：10:32",
    back_label="回到今天",
    check_href="/draft/check/",
    both=BOTH,
    offer=OFFER,
    live='{"program":"/logic/1.json"}',
    unseen="text date",
)
EDIT = fill(save_href="", blank_href="", toc=False, conflict=CONFLICT, offer=OFFER)


def a_page(number: int = 1, of: int = 1, label: str = "基本") -> Page:
    return Page(f"a-{number}", label, 2, number, of, Placed("a", label, "", "甲", "", ()), ())


STEP: dict[str, Any] = {
    "form_title": FORM,
    "of": f"安晨的{FORM}",
    "page": a_page(2, of=3),
    "done": 3,
    "asked": 12,
    "share": 25.0,
    "problems": [*WRONG, DOUBT],
    "hidden": MARKS,
    "save_href": "/draft/save/",
    "saved": "上次保存：10:32",
    "offer": Row(text="已有一份", href="/records/1/", label="打开那份"),
    "both": BOTH,
    "normal": True,
    "offers": [("乙", "/new/pages/?like=2")],
    "exit_href": "/work/",
    "mends": True,
    "note": "又多了要填的",
    "live": '{"program":"/logic/1.json"}',
    "unseen": "text",
    "blocks": [Block("s-a-2", "", "一句话", [*DOUBTED, SAMPLES["rows"]])],
    "headed": False,
    "action": "/draft/a-2/?back=check",
    "back_href": "/draft/check/",
}
STEP_BARE = STEP | {
    "note": "",
    "live": "",
    "unseen": "",
    "of": FORM,
    "page": a_page(label=""),
    "asked": 0,
    "share": 0,
    "problems": [],
    "saved": "",
    "offer": None,
    "both": None,
    "normal": False,
    "offers": [],
    "mends": False,
    "blocks": [Block("s-a-1", "", "", [SAMPLES["text"]])],
    "back_href": "",
}
STEP_OF_ONE = STEP_BARE | {"headed": True, "back_href": "/draft/a-1/"}


def asking(name: str) -> dict[str, Any]:
    """A page whose one question is its heading."""
    alone = ask(name, choices=options("甲", "乙"), ask=True)
    return STEP_OF_ONE | {"blocks": [Block("s-a-1", "", "", [alone])]}


ANSWER = {"label": "苹果", "words": "红", "masked": False, "brought": False, "bad": False}
ANSWER |= {"because": (), "fixed": False}
ANSWER |= {"href": "/draft/a-1/?back=check#q-text"}
LINE = {
    "text": "写上苹果",
    "name": "text",
    "label": "苹果",
    "href": "/draft/a-1/#q-text",
    "why": "",
}
CHECK: dict[str, Any] = {
    "over": f"安晨的{FORM}",
    "wrong": [Row(**LINE), Row(text="交过了", name="", label="", href="", why="")],
    "doubts": [Row(**LINE), Row(**LINE | {"name": "date", "why": "问过"})],
    "problems": WRONG[:2],
    "sections": [
        (
            "一、基本",
            [
                Row(**ANSWER | {"because": ("丙",), "fixed": True}),
                Row(**ANSWER | {"words": "", "bad": True}),
            ],
        ),
        ("", [Row(**ANSWER | {"words": "****1149", "masked": True, "brought": True})]),
    ],
    "hidden": MARKS,
    "action": "/draft/check/",
    "save_href": "/draft/save/",
    "back_href": "/draft/a-2/",
    "exit_href": "/work/",
    "saved": "上次保存：10:32",
    "conflict": CONFLICT,
    "offer": OFFER,
    "also": Row(label="学员", lines=[("u1", "乙", True), ("u2", "丁", False)], find="乙"),
}
CHECK_BARE = CHECK | {
    "over": FORM,
    "wrong": [],
    "doubts": [],
    "problems": [],
    "sections": [],
    "saved": "",
    "conflict": None,
    "offer": None,
    "also": None,
}

DRAFT_EDITION: dict[str, Any] = {
    "form_title": FORM,
    "renamed": [("甲", "丙")],
    "gone": [("丁", "1")],
    "added": ["戊"],
    "stays": [("己", "****1149")],
    "hidden": MARKS,
    "action": "/draft/edition/",
    "delete_href": "/draft/delete/",
    "exit_href": "/work/",
}
DRAFT_EDITION_BARE = DRAFT_EDITION | {"renamed": [], "gone": [], "added": [], "stays": []}
DRAFT_DELETE: dict[str, Any] = {
    "what": "安晨的登记表",
    "done": 3,
    "action": "/draft/delete/",
    "back_href": "/work/",
}

RECEIPT: dict[str, Any] = {
    "title": "已登记：乙",
    "number": [(BOOK, "A-1", "/1"), ("丙册", "C-1", "")],
    "who": ["甲镇的审核员"],
    "next_words": "现在的状态是“待审核”。",
    "pdf_href": "/p",
    "again_href": "/n",
    "again_label": "再登记一份",
    "like_href": "/n?like=1",
}
RECEIPT_BARE = RECEIPT | {"who": [], "next_words": "", "pdf_href": "", "again_href": ""}
RECEIPT_BARE |= {"number": [(BOOK, "A-1", "/1")], "like_href": ""}

PREVIEW: dict[str, Any] = {
    "title": FORM,
    "notes": ["引用的表“甲”还没有发布，这里先不显示"],
    "blocks": fill()["blocks"],
}
PREVIEW_BARE: dict[str, Any] = {"title": "甲", "notes": [], "blocks": []}
TRYING = PREVIEW | {"problems": [*WRONG, DOUBT], "done": False, "back": "/edit/"}
TRIED = PREVIEW_BARE | {"problems": [], "done": True, "back": "/edit/"}

PICTURE = Row(
    width=360,
    height=200,
    arrows=[Row(path="M66 40V80", head="M60 78h12L66 88z", words=[(140, 60, "登记")])],
    nodes=[
        Row(color="", y=4, height=36, words=[(26, "开始", True)]),
        Row(color="green", y=88, height=58, words=[(110, "在册", True), (132, "更改", False)]),
    ],
)
MOVE = {"label": "审核", "from": "待审核", "to": "在册", "who": "审核员", "guard": "年龄大于3"}
LIFE: dict[str, Any] = {
    "title": BOOK,
    "picture": PICTURE,
    "lines": [MOVE, MOVE | {"from": "", "guard": ""}],
}
LIFE_BARE = LIFE | {"picture": Row(width=360, height=8, arrows=[], nodes=[]), "lines": []}
ROWS_LEDGER = [
    {"title": "乙", "state": ("在册", "done"), "cells": [("年龄", "9"), ("地方", "")]},
    {"title": "示例2", "state": ("待审核", "wait"), "cells": [("年龄", ""), ("地方", "")]},
]
LIST_LEDGER: dict[str, Any] = {
    "title": BOOK,
    "columns": ["年龄", "地方"],
    "rows": ROWS_LEDGER,
    "tabs": [("在册", 1), ("待审核", 1)],
    "views": ["还没审核的"],
}
LIST_LEDGER_BARE = LIST_LEDGER | {"columns": [], "rows": [], "tabs": [], "views": []}
MAY = [("审核", "审核员"), ("退回", "还没有人")]
RECORD_LEDGER: dict[str, Any] = {
    "title": BOOK,
    "name": "乙",
    "state": ("待审核", "wait"),
    "blocks": [("一", [("姓名", "乙"), ("年龄", "")]), ("", [("电话", "****")])],
    "doing": [("待审核", "wait", MAY), ("在册", "done", MAY), ("注销", "off", [])],
}
RECORD_LEDGER_BARE = RECORD_LEDGER | {"blocks": [], "doing": []}
LEDGER_PREVIEWS: list[tuple[str, dict[str, Any]]] = [
    ("preview_life_ledger.html", LIFE),
    ("preview_life_ledger.html", LIFE_BARE),
    ("preview_list_ledger.html", LIST_LEDGER),
    ("preview_list_ledger.html", LIST_LEDGER_BARE),
    ("preview_record_ledger.html", RECORD_LEDGER),
    ("preview_record_ledger.html", RECORD_LEDGER_BARE),
    ("preview_yaml_ledger.html", {"title": BOOK, "text": "id: a\ntitle: <甲>\n"}),
    ("preview_yaml_ledger.html", {"title": "甲", "text": ""}),
]
