"""What the pages of an import are given: each once with all there can be and once with the least."""

from __future__ import annotations

from types import SimpleNamespace as Row
from typing import Any

from .form_contexts import BOOK
from .samples import options, problem

HEAD: dict[str, Any] = {
    "file_name": "名册.xlsx",
    "ledger_title": BOOK,
    "back_href": "/import/",
    "href": "/imports/1/",
    "problems": [],
    "may_give_up": True,
}
BEGIN = {
    "ledger_title": BOOK,
    "back_href": "/list/",
    "template_href": "/import/template.xlsx",
    "problems": [problem("文件是空的")],
    "last": [
        Row(href="/imports/1/", name="名册.xlsx", when="1月1日10:00", label="已写入", tag="done")
    ],
}
ASKED = HEAD | {
    "problems": [problem("还有没选的")],
    "decisions": [
        Row(
            name="d.two-headings:name",
            id="q-d-two",
            text="用哪一列？",
            hint="第3、5行",
            choices=options("A列", "B列", chosen="B列"),
        )
    ],
    "sheets": [
        Row(
            name="甲",
            table=table,
            heading="第2行",
            columns=[
                Row(
                    letter="A",
                    heading="姓名",
                    name=f"c.{at}.1",
                    id=f"c-{at}-1",
                    choices=options("不导入", "姓名", chosen="姓名"),
                ),
                Row(letter="B", heading="电话", name="", id="", choices=[]),
            ],
            left_out=[("合计", "第9行")],
        )
        for at, table in enumerate(("", "奖"))
    ],
    "against": [],
    "notes": ["C列没有这一题"],
    "again": False,
}
ASKED_BARE = HEAD | {"decisions": [], "sheets": [], "against": ["没有找到表头"], "notes": []}
ASKED_BARE |= {"again": True}
WAIT = HEAD | {
    "doing": "正在写入",
    "done": 40,
    "total": 100,
    "words": "40 / 100行",
    "stopped": False,
    "refresh": True,
    "failed": [],
}
FAILED = WAIT | {"stopped": True, "refresh": False, "failed": [problem("没有做完")], "total": 0}
JUDGED = HEAD | {
    "title": "看一遍再写入",
    "lead": "现在什么都还没有写入。",
    "gone": "",
    "step": "judged",
    "tabs": [("新增", "?show=new", 3, False), ("不收", "?show=refused", 1, True)],
    "rows": [
        Row(
            who="安晨",
            line=3,
            label="不收",
            tag="late",
            wrong=True,
            problems=["C列：没有这个选项"],
            changes=[["年龄", "9", "10"], ["备注", "", ""]],
            notes=["按10读"],
        ),
        Row(
            who="", line=4, label="新增", tag="todo", wrong=False, problems=[], changes=[], notes=[]
        ),
    ],
    "both": False,
    "caption": "甲：不收1行",
    "pager": None,
    "refused_href": "/imports/1/refused.xlsx",
    "refused": 1,
    "sure": 3,
    "doubts": 1,
    "reason": "",
    "undo_href": "",
    "goes": None,
    "undo_days": 30,
    "finished": "",
}
NOTHING = JUDGED | {"tabs": [], "rows": [], "refused": 0, "sure": 0, "doubts": 0}
WRITTEN = JUDGED | {"step": "written", "may_give_up": False, "sure": 0, "both": True}
WRITTEN |= {"undo_href": "?undo=1", "finished": "1月1日10:00", "lead": ""}
FORGOTTEN = NOTHING | {"step": "written", "gone": "逐行的结果不再保存。", "tabs": JUDGED["tabs"]}
UNDOING = WRITTEN | {"undo_href": "", "goes": Row(opened=2, changed=1)}
ASKING: dict[str, Any] = {
    "ledger_title": BOOK,
    "filters": ["地方：甲村", "查找：“乙”"],
    "count": "3份",
    "beside": ["甲", "乙"],
    "layout": "",
    "back_href": "/list/",
    "problems": [problem("请写导出来做什么用", "purpose")],
    "purpose": "",
    "most": 100,
    "keep": [("q", "乙")],
    "masked_without": True,
    "days": 7,
}
ASKING_BARE = ASKING | {"problems": [], "filters": [], "beside": [], "masked_without": False}
ASKING_BARE |= {"layout": "会员名单"}
LINE = Row(
    label=f"{BOOK}，3份", hint="核对", when="1月1日10:00", href="/1", tag="wait", standing="等批准"
)
EXPORTS: dict[str, Any] = {"waiting": [LINE], "own": [LINE]}
EXPORT: dict[str, Any] = ASKING | {
    "problems": [problem("请写为什么不同意", "words")],
    "label": "等批准",
    "tag_name": "wait",
    "mine": False,
    "by": "安晨",
    "purpose": "核对",
    "until": "",
    "replied": "",
    "events": [Row(when="1月1日10:00", head="申请", who="安晨")],
    "may_decide": True,
    "words": "",
    "take": [],
    "who_may": "",
}
AGREED = EXPORT | {"problems": [], "mine": True, "may_decide": False, "until": "1月8日10:00"}
AGREED |= {"take": [("下载Excel", "/1.xlsx"), ("给别的软件用：CSV", "/1.csv")], "replied": "好"}
PAGES: list[tuple[str, dict[str, Any]]] = [
    ("import.html", BEGIN),
    ("import.html", BEGIN | {"problems": [], "last": []}),
    ("import_asked.html", ASKED),
    ("import_asked.html", ASKED_BARE),
    ("import_wait.html", WAIT),
    ("import_wait.html", FAILED),
    ("import_rows.html", JUDGED),
    ("import_rows.html", NOTHING),
    ("import_rows.html", WRITTEN),
    ("import_rows.html", UNDOING),
    ("import_rows.html", FORGOTTEN),
    ("export_ask.html", ASKING),
    ("export_ask.html", ASKING_BARE),
    ("exports.html", EXPORTS),
    ("exports.html", {"waiting": [], "own": []}),
    ("export_one.html", EXPORT),
    ("export_one.html", AGREED),
    ("export_one.html", AGREED | {"take": [], "until": "", "who_may": "安恩、安柏"}),
]
