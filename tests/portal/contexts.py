"""What the views give the page templates: each once with all there can be and once with the least."""

from __future__ import annotations

from types import SimpleNamespace as Row
from typing import Any

from forms_catalog.definition import ChoiceList, Option
from portal.blocks import leads_to

from . import access_contexts as access
from . import account_contexts as accounts
from . import book_contexts as books
from . import duty_contexts as duties
from . import form_contexts as forms
from . import grid_contexts as grids
from . import import_contexts as imports
from . import keeping_contexts as keeping
from . import letter_contexts as letters
from . import life_contexts as life
from . import notice_contexts as notices
from . import round_contexts as rounds
from . import seen_contexts as seen
from . import worker_contexts as worker
from .form_contexts import BOOK, FORM
from .samples import BARE, VISITOR, WITHOUT_KEYS, fill, options, problem

PAGER = Row(number=2, pages=[("1", "?p=1", False), ("2", "?p=2", True), ("…", "", False)])
LAST = Row(**vars(PAGER), previous="?p=1", next="")
FIRST = Row(**vars(PAGER), previous="", next="?p=3")

LOGIN = {"username": "", "problems": [], "next": "/", "typed": [], "uploads": False, "action": "/"}
LOGIN_AGAIN = LOGIN | {
    "username": "anchen",
    "problems": [problem("不对", "username")],
    "typed": [("typed-at", "/draft/a-1/"), ("typed.name", "安晨")],
    "uploads": True,
}

WORK_EMPTY: dict[str, Any] = {
    "hello": "您好",
    "date_words": "",
    "drafts": [],
    "first": [],
    "doors": [],
    "tasks": [],
    "lists": [],
    "recent": [],
}
WORK = WORK_EMPTY | {
    "date_words": "2030年1月1日，星期二",
    "drafts": [
        Row(
            label=f"接着填 安晨的登记表{number}",
            hint="停在“住处”，还有9题没填",
            when="今天10:32存的",
            href=f"/draft/{number}/",
            delete_href=f"/draft/{number}/delete/",
        )
        for number in range(7)
    ],
    "doors": [(FORM, "每人一份", "/new/", "add"), (FORM, "", "/new2/", "")],
    "first": [("要做的事", "过期了1件", "/duties/")],
    "tasks": [(f"{BOOK}：还差哪些", "一份一份做", "/tasks/")],
    "lists": [(BOOK, "3", "/list/")],
    "recent": [("乙", BOOK, "/2")],
}

LIST: dict[str, Any] = {
    "title": BOOK,
    "words": "甲县甲镇",
    "new_href": "/new/",
    "new_label": "新登记",
    "ways": [("统计表", "/tables/"), ("结账", "/periods/")],
    "bulk": [("审核通过", "/bulk/verify/")],
    "grids": [("登<wbr>记", "/ledgers/2/grid/of/")],
    "tasks_href": "/tasks/",
    "import_href": "/import/",
    "export_xlsx_href": "/export.xlsx",
    "export_csv_href": "/export.csv",
    "export_ask_href": "/export/",
    "export_many": "一次超过500份的，要先由另一个人批准",
    "layouts": [("plain", "会员名单")],
    "q": "甲",
    "q_label": "姓名、编号或证件号码",
    "keep": [("state", "on"), ("sort", "-name")],
    "views": [("全部", "?", False), ("还没审核的", "?view=new", True)],
    "fields": [
        Row(
            name="w.sex",
            kind="code",
            label="性别",
            options=[("f", "女", True), ("m", "男", False)],
            since="",
            until="",
        ),
        Row(name="w.birth", kind="date", label="生日", options=[], since="2020-01-01", until=""),
    ],
    "shown": [("age", "年龄", True), ("more", "其他", False)],
    "places": options("全部2处", "甲村", chosen="甲村"),
    "states": [("在册", "?s=1", 3, True), ("离册", "?s=2", None, False)],
    "columns": [
        ("name", "姓名", "?sort=name", "ascending"),
        ("age", "年龄", "?sort=age", "descending"),
        ("place", "地方", "?sort=place", ""),
        ("more", "其他", "", ""),
    ],
    "rows": [
        Row(
            uid="1",
            href="/1",
            title="",
            state_label="",
            state_tag="",
            cells=[("岁", "9")],
            number="A-1",
        ),
        Row(
            uid="2",
            href="/2",
            title="乙",
            state_label="晚",
            state_tag="late",
            cells=[("岁", "")],
            number="",
        ),
    ],
    "total_words": "第1—2条，共2条",
    "pager": LAST,
    "chips": [("查找：甲", "?")],
    "empty_words": "",
}
LIST_EMPTY = LIST | {
    "words": "",
    "new_href": "",
    "ways": [],
    "bulk": [],
    "grids": [],
    "views": [],
    "fields": [],
    "shown": [],
    "tasks_href": "",
    "import_href": "",
    "export_xlsx_href": "",
    "export_csv_href": "",
    "export_ask_href": "",
    "export_many": "",
    "layouts": [],
    "q": "",
    "q_label": "姓名或编号",
    "keep": [],
    "places": [],
    "states": [],
    "rows": [],
    "total_words": "",
    "pager": None,
    "chips": [],
    "empty_words": "换个条件再查。",
}

TASK: dict[str, Any] = {"title": "乙", "label": "未开始", "tag": "todo", "href": "/new/?of=2"}
TASK |= {"hint": "", "place": "", "number": "", "quiet": False}
DONE = {"label": "已办", "tag": "done", "number": "A-1", "place": "甲村", "quiet": True}
TASKS: dict[str, Any] = {
    "title": BOOK,
    "words": "甲县",
    "count_words": "共2份，还有1份没做",
    "places": options("全部2处", "甲村", chosen="甲村"),
    "tasks": [Row(**TASK | {"hint": "退回：缺照片"}), Row(**TASK | DONE)],
    "many": False,
    "source": BOOK,
    "new_href": "/new/",
    "pager": FIRST,
    "back_href": "/list/",
    "back_label": f"回到{BOOK}",
}
TASKS_EMPTY = TASKS | {"words": "", "count_words": "", "places": [], "tasks": [], "pager": None}

RECORD: dict[str, Any] = {
    "problems": (Row(text="现在不能出具", remedy="先核实"), Row(text="没有做成", remedy="")),
    "over": FORM,
    "number": "A-1",
    "title": "乙",
    "state_label": "在册",
    "state_tag": "done",
    "sub": "甲县甲镇甲村",
    "blocks": [
        (
            "一",
            [
                ("号码", "****1149", False, True, "/records/1/reveal/number/", ""),
                ("电话", "****", False, True, "/records/1/reveal/phone/", ""),
                ("遮住", "****", False, True, "", ""),
                ("空", "", True, False, "", ""),
                ("没有", "不清楚", True, False, "", ""),
                ("连着", "甲", False, False, "/3", ""),
                ("姓名", "乙", False, False, "", "因为丙"),
            ],
        ),
        ("", [("姓名", "乙", False, False, "", "因为丙")]),
    ],
    "history": [
        Row(
            when="2030年1月1日 10:32",
            head="更改",
            lines=[("甲", "", "乙"), ("丙", "丁", "")],
            reason="填错了",
            reasons=[("甲", "问过"), ("丙", "")],
            who="安晨",
            now=True,
        ),
        Row(
            when="2029年1月1日 09:00",
            head="登记",
            lines=[],
            reason="",
            reasons=[],
            who="",
            now=False,
        ),
    ],
    "buttons": [
        Row(label="通过", action_href="/a", primary=True, hint="", method="post"),
        Row(label="更改", action_href="/b", primary=False, hint="写原因", method="get"),
    ],
    "links": [(f"打印{FORM}", "A4", "/p"), ("丁", BOOK, "/3"), (FORM, "接着这份登记", "/new/")],
    "key": "k1",
    "version": 2,
    "back_href": "/list/",
    "back_label": f"回到{BOOK}",
    "notice": "已保存",
    "older": Row(was=1, now=2, href="/m"),
    "then": "",
    "standing": [
        Row(words="安晨退回，等何柏改", reason="缺照片", late=True, take_back=""),
        Row(words="已请求转到甲镇", reason="", late=False, take_back="/records/1/offer/"),
    ],
    "unverified": [("甲", "乙", ""), ("丙", "", "丁")],
    "past_of": Row(fields=[("a", "甲", True), ("b", "丙", False)], on=""),
    "watched": Row(
        href="/seen/?record=1",
        lines=[
            Row(when="1月1日10:32", who="安晨", what="打开记录", reason="核对"),
            Row(when="1月1日10:31", who="何柏", what="打开记录（遮住的）", reason=""),
        ],
    ),
    "reasons": ["核对身份", "联系家人"],
    "reveal_label": "显示全部",
}
RECORD_BARE = RECORD | {
    "problems": (),
    "state_label": "",
    "sub": "",
    "blocks": [],
    "buttons": [],
    "links": [],
    "history": [],
    "notice": "",
    "older": None,
    "standing": [],
    "unverified": (),
    "past_of": Row(fields=[], on=""),
    "watched": None,
    "reasons": [],
}
RECORD_THEN = RECORD | {
    "then": "下面是2029年1月1日结束时的样子",
    "buttons": [],
    "unverified": (),
    "past_of": Row(fields=[("a", "甲", False)], on="2029-01-01"),
    "history": [],
    "watched": Row(href="/seen/?record=1", lines=[]),
}

MOVING: dict[str, Any] = {
    "over": f"{FORM}，编号A-1",
    "title": "乙",
    "was": 1,
    "now": 2,
    "moving": Row(stays=9, renamed=[("甲", "丙")], lost=[("丁", "1")], unseen=1, added=["戊"]),
    "wrong": "",
    "key": "k",
    "version": 2,
    "edition": 5,
    "back_href": "/1",
}
NOTHING = Row(stays=9, renamed=[], lost=[], unseen=0, added=[])

COLOURS = (
    Option(name="r", label="红", hint="像火"),
    Option(name="b", label=""),
    Option(name="g", label="绿", disabled=True),
)
A_LIST = ChoiceList(id="colours", title="颜<wbr>色", options=COLOURS)

DOOR = {"icon": "home", "label": "想借书", "hint": "怎么办证", "page": None, "address": "/a/"}
PHONE = {"number": "12345", "words": "政务服务"}
HOME = Row(
    search_description="都在这里。",
    title="找书，<wbr>找人",
    seo_title="",
    danger_number="119",
    danger_words="着火了，立刻打",
    lead="都在这里。",
    body=[
        Row(block_type="heading", value="您遇到了<wbr>什么事？"),
        Row(block_type="paragraph", value="每周六开门。"),
        Row(block_type="doors", value=[DOOR, DOOR | {"icon": "", "hint": ""}]),
        Row(block_type="phones", value=[PHONE]),
    ],
    phones=[Row(value=Row(**PHONE))],
    owner_words="主办：甲县图书馆",
)
BARE_HOME = vars(HOME) | {"seo_title": "找书", "danger_number": "", "lead": "", "body": []}
BARE_HOME |= {"phones": [], "owner_words": ""}

MESSAGE: dict[str, Any] = {
    "title": "找不到这一页",
    "lead": "地址写错了。",
    "steps": ["看看地址"],
    "href": "/work/",
    "label": "回到首页",
}
MESSAGE_BARE = MESSAGE | {"lead": "", "steps": (), "href": ""}

SEEN_HOME = {"leads_to": leads_to, "address": "https://a.invalid/", "picture": "/p.png"}
PAGES: list[tuple[str, dict[str, Any]]] = [
    ("home.html", {"chrome": VISITOR, "page": HOME} | SEEN_HOME),
    ("home.html", {"chrome": BARE, "page": Row(**BARE_HOME)} | SEEN_HOME | {"address": ""}),
    ("login.html", LOGIN | {"chrome": VISITOR}),
    ("login.html", LOGIN_AGAIN | {"chrome": VISITOR}),
    ("work.html", WORK),
    ("work.html", WORK_EMPTY | {"chrome": WITHOUT_KEYS}),
    ("list.html", LIST),
    ("list.html", LIST_EMPTY),
    ("tasks.html", TASKS),
    ("tasks.html", TASKS_EMPTY),
    ("tasks.html", TASKS_EMPTY | {"many": True, "count_words": "共1,000+份"}),
    ("tasks.html", TASKS_EMPTY | {"new_href": ""}),
    ("record.html", RECORD),
    ("record.html", RECORD_BARE),
    ("record.html", RECORD | {"older": Row(was=1, now=2, href="")}),
    ("record.html", RECORD_THEN),
    ("moving.html", MOVING),
    ("moving.html", MOVING | {"moving": NOTHING, "wrong": "改过了"}),
    ("fill.html", fill()),
    ("fill.html", forms.FILL),
    ("fill.html", forms.EDIT),
    ("step.html", forms.STEP),
    ("step.html", forms.STEP_BARE),
    ("step.html", forms.asking("text")),
    ("step.html", forms.asking("radios")),
    ("check.html", forms.CHECK),
    ("check.html", forms.CHECK | {"also": Row(label="学员", lines=[], find="")}),
    ("check.html", forms.CHECK_BARE),
    ("draft_edition.html", forms.DRAFT_EDITION),
    ("draft_edition.html", forms.DRAFT_EDITION_BARE),
    ("draft_delete.html", forms.DRAFT_DELETE),
    ("draft_delete.html", forms.DRAFT_DELETE | {"what": "登记表", "done": 0}),
    ("receipt.html", forms.RECEIPT),
    ("receipt.html", forms.RECEIPT_BARE),
    ("message.html", MESSAGE),
    ("message.html", MESSAGE_BARE),
    ("keys_missing.html", {}),
    *grids.PAGES,
    *imports.PAGES,
    *duties.PAGES,
    *keeping.PAGES,
    *life.PAGES,
    *letters.PAGES,
    *notices.PAGES,
    *seen.PAGES,
    *books.PAGES,
    *rounds.PAGES,
    *worker.PAGES,
    *forms.LEDGER_PREVIEWS,
    ("blank.html", {"title": "甲", "blocks": fill()["blocks"]}),
    ("blank.html", {"title": "甲", "blocks": []}),
    ("preview.html", forms.PREVIEW),
    ("preview.html", forms.PREVIEW_BARE),
    ("preview_phone.html", {"page": "<!doctype html><h1>甲</h1>"}),
    ("preview_list.html", {"list": A_LIST}),
    ("preview_list.html", {"list": ChoiceList(id="none", title="", options=())}),
    ("trying.html", forms.TRYING),
    ("trying.html", forms.TRIED),
    *access.PAGES,
    *accounts.PAGES,
]
ONCE = {"keys_missing.html", "preview_phone.html", "unwitnessed.html"}
"""Templates that look the same whatever they are given."""
