"""What the pages of accounts are given: each once with all there can be and once with the least."""

from __future__ import annotations

from types import SimpleNamespace as Row
from typing import Any

from .samples import options, problem

LINE = Row(
    href="/1", name="乙", username="v1", where="甲村", title="村长", label="使用中", tag="done"
)
LINE.seen = "2030年1月1日 10:32"
EMPTY = Row(
    href="/2", name="", username="", where="甲村", title="村长", label="空缺", tag="wait", seen=""
)
PAGER = Row(
    number=1, pages=[("1", "?", True), ("2", "?page=2", False)], previous="", next="?page=2"
)

ACCOUNTS: dict[str, Any] = {
    "words": "9个账号，空着1个岗位",
    "states": [("全部", "?", 10, True), ("空缺", "?state=empty", 1, False)],
    "q": "乙",
    "places": options("全部地方", "甲村", chosen="甲村"),
    "roles": options("全部岗位", "村长"),
    "state": "used",
    "slips": 3,
    "rows": [LINE, EMPTY],
    "total_words": "第1—2个，共2个",
    "pager": PAGER,
}
ACCOUNTS_BARE = ACCOUNTS | {
    "states": [("全部", "?", 0, True)],
    "q": "",
    "places": [],
    "roles": [],
    "state": "",
    "slips": 0,
    "rows": [],
    "pager": None,
}

BUTTON = Row(label="停用", action_href="/3", primary=False, hint="都留着", method="get")
ACCOUNT: dict[str, Any] = {
    "who": "乙",
    "username": "v1",
    "phone": "10000000001",
    "seen": "2030年1月1日 10:32",
    "label": "已发放",
    "tag_look": "half",
    "posts": [
        Row(title="村长", where="甲村", since="2030年1月1日起", href="/4"),
        Row(title="会计", where="丙村", since="2030年1月1日起", href=""),
    ],
    "slip": 7,
    "again": True,
    "buttons": [BUTTON],
    "managed": True,
    "own": False,
    "events": [
        Row(when="2030年1月1日 10:32", head="重置", note="", who="安晨"),
        Row(when="2029年1月1日 10:32", head="任职", note="甲村村长", who="命令行"),
    ],
    "notice": "改好了",
    "words_href": "/5",
}
ACCOUNT_BARE = ACCOUNT | {
    "phone": "",
    "seen": "",
    "posts": [],
    "slip": 0,
    "again": False,
    "buttons": [],
    "managed": False,
    "events": [],
    "notice": "",
    "words_href": "",
}

ASK: dict[str, Any] = {
    "title": "停用乙的账号",
    "points": ("都留着",),
    "label": "停用",
    "bad": True,
    "back_href": "/1",
}

WHERE: dict[str, Any] = {"groups": [("", [("1", "甲镇")]), ("甲镇", [("2", "甲村")])]}


def field(name: str, **more: Any) -> Row:
    said = {"name": name, "label": "姓名", "hint": "", "kind": "text", "value": "", "error": ""}
    return Row(**said | more)


def pick(value: str, **more: Any) -> Row:
    return Row(**{"value": value, "label": "村长", "hint": "", "chosen": False} | more)


FORM: dict[str, Any] = {
    "title": "交接",
    "lead": "甲村",
    "points": ("今天起",),
    "problems": [problem("写上姓名", "name"), problem("选一种", "way"), problem("选岗位", "role")],
    "hidden": [("at", "1")],
    "roles": [pick("a", chosen=True), pick("b", hint="乡里的")],
    "role_error": "选岗位",
    "ways": [pick("new")],
    "way_error": "选一种",
    "fields": [field("name", error="写上姓名"), field("phone", hint="可以不填", kind="tel")],
    "label": "交接",
    "action": "/1",
    "back_href": "/2",
    "back_label": "不交接了",
}
FORM_BARE = FORM | {
    "points": (),
    "problems": [],
    "hidden": [],
    "roles": [],
    "role_error": "",
    "ways": [],
    "way_error": "",
    "fields": [field("name", value="乙")],
}

WANT = Row(line=2, label="新开", tag="todo", where="甲村", title="村长", name="乙", username="v1")
WANT.changes, WANT.wrong, WANT.doubts = [], [], ["请再看一眼"]
WRONG = Row(line=3, label="不能收", tag="late", where="", title="", name="", username="")
WRONG.changes, WRONG.wrong, WRONG.doubts = [], ["姓名：写上姓名"], []
CHANGED = Row(**vars(WANT))
CHANGED.changes, CHANGED.doubts = [("电话", "1", "2"), ("岗位", "", "村长")], []
ROSTER: dict[str, Any] = {
    "problems": [],
    "plan": Row(
        sheet="名单",
        counts=[("不能收", "late", 1), ("新开", "todo", 2)],
        doubts=1,
        unknown=["年龄"],
        rows=[WRONG, WANT, CHANGED],
        more=5,
        todo=2,
        refused=1,
    ),
    "held": "sealed",
    "notice": "再看一遍",
}
NOTHING = Row(sheet="名单", counts=[], doubts=0, unknown=[], rows=[], more=0, todo=0, refused=0)
CHOOSING = {"problems": [problem("没有表头")], "plan": None, "held": "", "notice": ""}

SLIPS: dict[str, Any] = {
    "notice": "开了3个账号",
    "groups": [
        Row(place="", label="全部", new=3, both=5),
        Row(place="1", label="甲镇", new=0, both=0),
    ],
    "most": 1000,
    "here_only": True,
    "action": "/1",
    "back_href": "/2",
    "nothing": True,
}
SLIPS_BARE = SLIPS | {
    "notice": "",
    "groups": [Row(place="", label="全部", new=0, both=0)],
    "here_only": False,
    "nothing": False,
}

PAGES: list[tuple[str, dict[str, Any]]] = [
    ("accounts.html", ACCOUNTS),
    ("accounts.html", ACCOUNTS_BARE),
    ("account.html", ACCOUNT),
    ("account.html", ACCOUNT_BARE),
    ("account.html", ACCOUNT_BARE | {"own": True}),
    ("account_ask.html", ASK),
    ("account_ask.html", ASK | {"bad": False}),
    ("account_where.html", WHERE),
    ("account_where.html", {"groups": []}),
    ("account_form.html", FORM),
    ("account_form.html", FORM_BARE),
    ("accounts_roster.html", ROSTER),
    ("accounts_roster.html", ROSTER | {"plan": NOTHING, "notice": ""}),
    ("accounts_roster.html", CHOOSING),
    ("accounts_slips.html", SLIPS),
    ("accounts_slips.html", SLIPS_BARE),
]
