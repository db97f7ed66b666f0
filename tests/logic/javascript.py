"""A page in Chromium that holds nothing but the form's logic, under the house's own policy."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from forms_catalog.expressions.values import Value
from forms_catalog.logic import Outcome, Program, Setting
from forms_catalog.logic.wire import page_values, plain_value, wire
from forms_catalog.logic.worth import order_of, value_of
from tests.chromium import running
from tests.expressions.javascript import FILES, JavaScript

from .cases import FOLDER, values_of

_STATIC = FOLDER.parents[2] / "forms_catalog/static/forms_catalog"
_OURS = {
    "page.js": ("text/javascript", (FOLDER.parent / "page.js").read_text()),
    "logic.js": ("text/javascript", (_STATIC / "logic.js").read_text()),
}
_EPOCH = dt.date(1970, 1, 1)


def page_of(program: Program, answers: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    """What the server would write into a page on which everything is asked."""
    return {
        "now": setting.now.isoformat(timespec="milliseconds"),
        "values": typed(program, answers, setting),
        "unknown": sorted(setting.unknown),
        "reserved": {name: plain_value(value) for name, value in setting.reserved.items()},
        "before": typed(program, setting.before, setting),
        "action": setting.action,
    }


def typed(program: Program, answers: Mapping[str, Any], setting: Setting) -> dict[str, Any]:
    items = program.items
    return page_values(
        {
            name: value_of(
                items[name].question, answer, order_of(items[name].question, setting.ctx)
            )
            for name, answer in answers.items()
        }
    )


def seen(program: Program, outcome: Outcome, setting: Setting) -> dict[str, Any]:
    """An outcome as the page tells it."""
    return {
        "hidden": sorted(outcome.hidden),
        "required": outcome.required,
        "readOnly": outcome.read_only,
        "offered": {path: sorted(codes) for path, codes in outcome.offered.items()},
        "cleared": {path: list(codes) for path, codes in outcome.cleared.items()},
        "told": {name: [told.value, *told.why] for name, told in outcome.told.items()},
        "problems": sorted([p.code, p.place.question, p.text] for p in outcome.problems),
        "unknown": sorted(outcome.unknown),
        "values": _said(values_of(program, outcome.answers, setting.ctx)),
    }


def _said(value: Value) -> Any:
    if isinstance(value, Mapping):
        return {name: said for name, cell in value.items() if (said := _said(cell)) not in ("", [])}
    if isinstance(value, list):
        return [_said(row) for row in value]
    if isinstance(value, dt.datetime):
        midnight = value.replace(hour=0, minute=0, second=0, microsecond=0)
        return {"moment": [(value.date() - _EPOCH).days, (value - midnight).total_seconds() * 1e6]}
    if isinstance(value, dt.date):
        return {"date": (value - _EPOCH).days}
    return plain_value(value)


def tidy(found: dict[str, Any]) -> dict[str, Any]:
    """What the browser found, in an order that can be compared."""
    found = found | {name: sorted(found[name]) for name in ("hidden", "problems", "unknown")}
    found["offered"] = {path: sorted(codes) for path, codes in found["offered"].items()}
    return {name: part for name, part in found.items() if name != "counts"}


class Pages(JavaScript):
    """Asked for the outcome after each step."""

    def lived(self, asked: Iterable[tuple[Program, Mapping[str, Any], list[Any]]]) -> list[Any]:
        return self.answers(
            {"program": json.loads(wire(program)), "page": page, "steps": steps}
            for program, page, steps in asked
        )


@contextmanager
def opened() -> Iterator[Pages]:
    with running() as browser:
        yield Pages(browser.new_page(timezone_id="America/New_York"), FILES | _OURS)
