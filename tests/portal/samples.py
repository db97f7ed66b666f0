"""One field for every control, a form of them all, and a way to render templates without a request."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from markupsafe import Markup

from forms_catalog.problems import Place, Problem
from forms_catalog.rendering import environment
from forms_catalog.writers.fields import Block, Box, Choice, Field
from portal.chrome import Chrome, Link

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "templates" / "web"
STATIC = ROOT / "site" / "portal" / "static" / "site"

CHROME = Chrome(
    site_name="某某",
    place="甲县",
    nav=(Link("今天", "/work/", True), Link("登记<wbr>册", "/list/")),
    user_name="安晨",
    home="/work/",
    demo=True,
    mode="care",
    contrast="",
    here="/list/?q=甲&page=2",
    keys_missing=False,
    user_token="9f0c",
    ends=1_900_000_000,
    bell=("/inbox/", 3),
)
VISITOR = replace(CHROME, nav=(), user_name="", home="/", user_token="", ends=0, bell=None)
WITHOUT_KEYS = replace(CHROME, keys_missing=True, bell=("/inbox/", 120))
BARE = replace(VISITOR, place="", demo=False, contrast="more")


@cache
def env() -> Any:
    made = environment(loader=FileSystemLoader(ROOT / "templates"))
    made.globals.update(url=lambda name, *_: f"/{name}/", static=lambda path: f"/static/{path}")
    return made


def page(name: str, /, **context: Any) -> str:
    context = {"chrome": CHROME, "csrf_input": "", "request": None} | context
    return str(env().get_template(f"web/{name}").render(**context))


def looks() -> Any:
    return env().get_template("web/controls.html").module


def options(*labels: str, chosen: str = "") -> list[Choice]:
    return [Choice(str(at), label, chosen=label == chosen) for at, label in enumerate(labels)]


def boxes(name: str, sizes: str = "ymd") -> list[Box]:
    labels = dict(zip("ymdt", ("年", "月", "日", "时间"), strict=True))
    return [Box(f"{name}-{size}", labels[size], "", size) for size in sizes]


def ask(macro: str, **more: Any) -> Field:
    return Field(name=macro, id=f"q-{macro}", label="苹果", macro=macro, type=macro, **more)


def cell(name: str, macro: str, **more: Any) -> Field:
    """One of the first row of the table `rows`."""
    return Field(f"rows-0-{name}", f"q-rows-1-{name}", name, macro, macro, **more)


SAMPLES: dict[str, Field] = {
    "text": ask("text", width="w18", inputmode="numeric", fills="birth=birth sex=sex"),
    "integer": ask("integer", inputmode="numeric"),
    "decimal": ask("decimal", inputmode="decimal"),
    "textarea": ask("textarea", value="一\n二"),
    "date": ask("date", boxes=boxes("date")),
    "month": ask("month", boxes=boxes("month", "ym")),
    "datetime": ask("datetime", boxes=boxes("datetime", "ymdt")),
    "time": ask("time", width="w4"),
    "geopoint": ask("geopoint"),
    "select": ask("select", choices=options("甲", "乙", chosen="乙")),
    "radios": ask("radios", choices=options("甲", "乙", chosen="乙"), optional=True),
    "choice": ask("choice", choices=options(*"甲乙丙丁戊己庚辛壬癸子丑寅")),
    "list": ask("list", choices=[Choice("a", "甲", "小字"), Choice("b", "乙")]),
    "checkboxes": ask("checkboxes", choices=options("甲", "乙", chosen="甲")),
    "choices": ask("choices", choices=options("甲", "乙")),
    "yes_no": ask("yes_no", value="no"),
    "boolean": ask("boolean"),
    "acknowledge": ask("acknowledge"),
    "division": ask(
        "division", groups=[("东", options("甲村", "乙村")), ("西", [Choice("9", "丙村")])]
    ),
    "record": ask("record", choices=[Choice("r1", "乙", "A-1"), Choice("r2", "丁", "A-2")]),
    "body": ask("body", choices=options("一校", "二校")),
    "file": ask("file", accept="image/*", shown="照片.jpg"),
    "signature": ask("signature", value="paper"),
    "note": ask("note"),
    "calculated": ask("calculated", shown="52"),
    "hidden": ask("hidden", value="7"),
    "rows": ask(
        "rows",
        columns=["姓名", "在家"],
        rows=[
            [
                Field("rows-0-_id", "rows-0-_id", "", "hidden", "", value="r1"),
                cell("name", "text"),
                cell("home", "yes_no"),
            ]
        ],
    ),
}


def without_options(f: Field) -> Field:
    return replace(f, choices=[], groups=[])


DRAWN = Markup('<section class="card" id="s3"><h2>三、其他</h2></section>')
"""A section as the blank ones of an edition come: drawn already."""


def fill(**more: Any) -> dict[str, Any]:
    """What a form on one page is given when nobody has typed anything yet."""
    return {
        "title": "甲<wbr>乙",
        "words": "",
        "note": "",
        "blocks": [
            Block("s1", "一、基本", "一句话", list(SAMPLES.values()), source="某办法第三条"),
            Block("s2", "", "", [Field("plum", "q-plum", "李", "text", "text")], hidden=True),
            Block("s3", "三、其他", "", [], html=DRAWN),
        ],
        "problems": [],
        "hidden": [("key", "k1"), ("ledger", "甲"), ("step", ""), ("edition", "5"), ("base", "b1")],
        "action": "/new/",
        "save_href": "/draft/save/",
        "saved": "",
        "submit_label": "保存",
        "toc": True,
        "back_href": "/list/",
        "back_label": "回到台账",
        "blank_href": "/blank/",
        "check_href": "",
        "conflict": None,
        "met": None,
        "both": None,
        "offer": None,
        "live": "",
        "unseen": "",
    } | more


def problem(text: str, question: str = "", warn: bool = False) -> Problem:
    return Problem("a.b", text, place=Place(question=question), warn=warn)
