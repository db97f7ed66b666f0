"""A page in Chromium that holds nothing but the interpreter, under the house's own policy."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import batched
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route

from forms_catalog.expressions.functions import FUNCTIONS
from tests.chromium import running

ROOT = Path(__file__).resolve().parents[2]
MODULES = {
    name: (ROOT / "forms_catalog/static/forms_catalog" / name).read_text()
    for name in ("values.js", "expressions.js", "expressions-more.js")
}
PLACE = "http://tonghu.test/"
FILES = {
    "": ("text/html", '<!doctype html><script type="module" src="/page.js"></script>'),
    "page.js": ("text/javascript", Path(__file__).with_name("page.js").read_text()),
    **{name: ("text/javascript", text) for name, text in MODULES.items()},
}
type Files = Mapping[str, tuple[str, str]]
CHUNK = 2_000
REASONS = {"pattern", "pow", "steps", "length"}


class JavaScript:
    """What the page is asked; `faults` is everything its console complains of."""

    def __init__(self, page: Page, files: Files = FILES) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.route(f"{PLACE}**", lambda route: _serve(route, files))
        page.goto(PLACE)
        page.wait_for_function("() => Boolean(window.answers)")

    def answers(self, asked: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """`value` and `warnings` of each, or `unknown`: left to the server."""
        found: list[dict[str, Any]] = []
        for chunk in batched(asked, CHUNK):
            found += json.loads(
                self.page.evaluate("text => answers(text)", json.dumps(chunk, ensure_ascii=False))
            )
        return found


def _serve(route: Route, files: Files) -> None:
    kind, body = files.get(route.request.url.removeprefix(PLACE), ("text/plain", ""))
    route.fulfill(body=body, content_type=f"{kind}; charset=utf-8", headers=_headers())


def _headers() -> dict[str, str]:
    from django.conf import settings
    from django.utils.csp import build_policy

    return {"Content-Security-Policy": build_policy(settings.SECURE_CSP)}


def excused(found: dict[str, Any]) -> bool:
    """Left to the server for a reason: chance, digests, what nobody evaluates, patterns, bounds."""
    why = found.get("unknown")
    known = FUNCTIONS.get(why or "")
    return why in REASONS or bool(known and (known.server or known.tier == 3))


@contextmanager
def opened() -> Iterator[JavaScript]:
    """On a device whose zone is not the house's: dates must not notice."""
    with running() as browser:
        yield JavaScript(browser.new_page(timezone_id="America/New_York"))
