"""Filling pages of small forms, drawn by the house's own macros and served without a house behind them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page, Route

from forms_catalog.bundle import Bundle
from forms_catalog.logic import Setting, evaluate, program_of
from forms_catalog.logic.wire import wire
from forms_catalog.questions import Context
from forms_catalog.rendering import page_macro
from forms_catalog.writers.field_of import Showing
from forms_catalog.writers.web import blocks
from tests.conftest import ROOT
from tests.expressions.javascript import PLACE, _headers

NOW = dt.datetime(2026, 11, 22, 9)
_STATIC = {
    name: ROOT / folder / name
    for folder, names in {
        "forms_catalog/static/forms_catalog": (
            *("values.js", "expressions.js", "expressions-more.js", "logic.js", "live.js"),
        ),
        "site/portal/static/site": ("site.js", "site.css"),
    }.items()
    for name in names
}
KINDS = {"js": "text/javascript", "css": "text/css"}
HTML = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>填表</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/site.css"><script type="module" src="/site.js"></script></head>
<body><main class="wrap"><h1>填表</h1><form method="post" enctype="multipart/form-data" novalidate>
<input type="hidden" name="unseen" value="{unseen}" data-unseen>
<script type="application/json" id="logic-page">{page}</script>
<script type="module" src="/live.js"></script>
{blocks}<button class="btn">保存</button></form></main></body></html>"""


def living(
    page: Page, bundle: Bundle, answers: Mapping[str, Any] | None = None, **said: Any
) -> None:
    """Opens the page of a form with these answers; `said` is written into the page's data."""
    html = drawn(bundle, answers or {}, said)
    program = wire(program_of(bundle))
    page.route(f"{PLACE}**", lambda route: _serve(route, html, program))
    page.goto(PLACE)
    page.wait_for_selector("[data-news]", state="attached")


def drawn(bundle: Bundle, answers: Mapping[str, Any], said: Mapping[str, Any]) -> str:
    program, ctx = program_of(bundle), Context(options=bundle.options)
    unknown = frozenset(said.get("unknown", ()))
    outcome = evaluate(program, answers, Setting(NOW, ctx, unknown=unknown))
    items = program.items.values()
    stated = frozenset(item.name for item in items if item.required or item.relevant)
    made = blocks(bundle.placed, Showing(ctx, answers=answers, outcome=outcome, stated=stated))
    data: dict[str, Any] = {
        "program": "/program.json",
        "now": NOW.isoformat(timespec="milliseconds"),
        "values": {},
        "unknown": [],
        "reserved": {},
        "action": "opening",
    }
    block = page_macro("web/controls.html", "block")
    return HTML.format(
        page=json.dumps({**data, **said}),
        blocks="".join(block(b) for b in made),
        unseen=" ".join(f.name for b in made for f in b.fields if f.hidden),
    )


def _serve(route: Route, html: str, program: bytes) -> None:
    name = route.request.url.removeprefix(PLACE)
    if path := _STATIC.get(name):
        kind, body = KINDS[path.suffix[1:]], path.read_text()
    elif name == "program.json":
        kind, body = "application/json", program.decode()
    else:
        kind, body = "text/html", html
    route.fulfill(body=body, content_type=f"{kind}; charset=utf-8", headers=_headers())
