"""One field for every control, and a way to render templates without a request."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader

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
    nav=(Link("今天", "/work/", True), Link("登记", "/list/")),
    user_name="安晨",
    home="/work/",
    demo=True,
    mode="care",
    contrast="",
    here="/list/?q=甲&page=2",
    keys_missing=False,
)


@cache
def env() -> Any:
    made = environment(loader=FileSystemLoader(ROOT / "templates"))
    made.globals.update(url=lambda name, *_: f"/{name}/", static=lambda path: f"/static/{path}")
    return made


def page(name: str, **context: Any) -> str:
    context = {"chrome": CHROME, "csrf_input": "", "request": None} | context
    return env().get_template(f"web/{name}").render(**context)


def looks() -> Any:
    return env().get_template("web/controls.html").module


def options(*labels: str, chosen: str = "") -> list[Choice]:
    return [Choice(str(at), label, chosen=label == chosen) for at, label in enumerate(labels)]


def boxes(name: str) -> list[Box]:
    return [
        Box(f"{name}.{size}", label, "", size) for size, label in zip("ymd", "年月日", strict=True)
    ]


def ask(macro: str, **more: Any) -> Field:
    return Field(name="apple", id="q-apple", label="苹果", macro=macro, type=macro, **more)


SAMPLES: dict[str, Field] = {
    "text": ask("text", width="w18", inputmode="numeric", fills="birth=birth sex=sex"),
    "integer": ask("integer", inputmode="numeric"),
    "decimal": ask("decimal", inputmode="decimal"),
    "textarea": ask("textarea", value="一\n二"),
    "date": ask("date", boxes=boxes("apple")),
    "month": ask("month", boxes=boxes("apple")[:2]),
    "datetime": ask("datetime", boxes=[*boxes("apple"), Box("apple.t", "时间", "", "t")]),
    "time": ask("time", width="w4"),
    "geopoint": ask("geopoint"),
    "select": ask("select", choices=options("甲", "乙", chosen="乙")),
    "radios": ask("radios", choices=options("甲", "乙", chosen="乙"), optional=True),
    "choice": ask("choice", choices=options(*"甲乙丙丁戊己庚辛壬癸子丑寅")),
    "list": ask("list", choices=options("甲", "乙")),
    "checkboxes": ask("checkboxes", choices=options("甲", "乙", chosen="甲")),
    "choices": ask("choices", choices=options("甲", "乙")),
    "yes_no": ask("yes_no", value="no"),
    "boolean": ask("boolean"),
    "acknowledge": ask("acknowledge"),
    "division": ask(
        "division", groups=[("东", options("甲村", "乙村")), ("西", [Choice("9", "丙村")])]
    ),
    "record": ask("record"),
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
                Field("apple-0-_id", "q-apple-0-_id", "", "hidden", "text", value="r1"),
                Field("apple-0-name", "q-apple-0-name", "姓名", "text", "text"),
                Field("apple-0-home", "q-apple-0-home", "在家", "yes_no", "yes_no"),
            ]
        ],
    ),
}


def fill(**more: Any) -> dict[str, Any]:
    return {
        "title": "甲<wbr>乙",
        "words": "",
        "blocks": [Block("s1", "一、基本", "", list(SAMPLES.values()))],
        "problems": [],
        "key": "k1",
        "hidden": [("version", "3")],
        "submit_label": "保存",
        "toc": True,
        "back_href": "/list/",
        "back_label": "返回",
        "blank_href": "",
        "conflict": None,
        "offer": None,
    } | more


def problem(text: str, question: str = "", warn: bool = False) -> Problem:
    return Problem("a.b", text, place=Place(question=question), warn=warn)
