"""The one table of what a form's logic must make of answers, for the server and the browser.

Each `cases/*.yaml` is a map of `about`, `lists`, `forms` and `cases`. A form is the text of its
questions, or a map of `questions` or `sections` and `foot` (rules, decisions). A case has `form`,
`answers`, what is known besides (`now`, `fresh`, `before`, `unknown`, `reserved`, `lookup`, `action`)
and what it `gives`; whatever is not named there must be empty:

- `answers`: what they are afterwards where that is not what they were, null for gone; answers of
  hidden questions are expected to be gone without a word here.
- `hidden`, `required`, `read_only`, `offered`, `cleared`, `presets`, `unknown`: as in Outcome.
- `told`: name -> [value, words ...]; `problems`: `code @ place` or `code`.
- `page_unknown`: what the browser leaves to the server, where that is more than `unknown`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from forms_catalog.bundle import Bundle, make
from forms_catalog.expressions.values import Rows, Value
from forms_catalog.logic import Outcome, Program, Setting, evaluate, program_of
from forms_catalog.logic.scene import Unknown
from forms_catalog.logic.worth import order_of, value_of
from forms_catalog.questions import Context
from tests.forms_catalog.tools import ALL_STAGES, SHELF, Shelf, define, form

FOLDER = Path(__file__).parent / "cases"
NOW = "2026-11-22T09:00:00"
_CASE = "form answers now fresh before unknown reserved lookup action gives note"
_GIVES = "answers hidden required read_only offered cleared presets told problems unknown"
OF_A_CASE = frozenset(_CASE.split())
PARTS = frozenset([*_GIVES.split(), "page_unknown"])


@dataclass(frozen=True)
class Case:
    """A form, answers, and what its logic makes of them."""

    id: str
    program: Program
    answers: Mapping[str, Any]
    setting: Setting
    gives: Mapping[str, Any]


def load() -> list[Case]:
    return [case for path in sorted(FOLDER.glob("*.yaml")) for case in _of_file(path)]


def _of_file(path: Path) -> Iterator[Case]:
    said = yaml.safe_load(path.read_text())
    lists = tuple(said.get("lists", {}).items())
    for number, case in enumerate(said["cases"], 1):
        assert case.keys() <= OF_A_CASE and case.get("gives", {}).keys() <= PARTS, (path, number)
        bundle = bundle_of(lists, _text(said["forms"][case["form"]]))
        words = case.get("note", "")
        yield Case(
            f"{path.stem}-{number}-{case['form']}{words and '-' + words}",
            program_of(bundle),
            case.get("answers", {}),
            setting_of(bundle, case),
            case.get("gives", {}),
        )


def _text(said: Any) -> str:
    if isinstance(said, str):
        return form(said)
    foot = said.get("foot", "")
    if "sections" in said:
        return f"format: 1\nform: f\ntitle: 表\nsections:\n{said['sections']}{foot}"
    return form(said["questions"], foot=foot)


@cache
def bundle_of(lists: tuple[tuple[str, str], ...], text: str) -> Bundle:
    shelf = Shelf(*(f"format: 1\nlist: {name}\ntitle: 表\n{rest}" for name, rest in lists))
    shelf.templates = SHELF.templates | shelf.templates
    return make(define(text, shelf, ALL_STAGES), shelf)


def setting_of(bundle: Bundle, case: Mapping[str, Any]) -> Setting:
    looked: Mapping[str, Value] = case.get("lookup", {})

    def look(link: str, column: str) -> Value:
        if f"{link}.{column}" not in looked:
            raise Unknown(f"{link}.{column}")
        return looked[f"{link}.{column}"]

    return Setting(
        now=dt.datetime.fromisoformat(case.get("now", NOW)),
        ctx=Context(options=bundle.options, today=dt.date(2026, 11, 22)),
        reserved=case.get("reserved", {}),
        fresh=frozenset(case.get("fresh", ())),
        before=case.get("before", {}),
        unknown=frozenset(case.get("unknown", ())),
        lookup=look if "lookup" in case else None,
        action=case.get("action", "opening"),
    )


def evaluated(case: Case) -> Outcome:
    return evaluate(case.program, case.answers, case.setting)


# ---- outcomes as plain data, the same of Python and of JavaScript ----


def found(outcome: Outcome) -> dict[str, Any]:
    """Every part of an outcome that says something."""
    said = {
        "answers": outcome.answers,
        "hidden": sorted(outcome.hidden),
        "required": outcome.required,
        "read_only": outcome.read_only,
        "offered": {path: sorted(codes) for path, codes in outcome.offered.items()},
        "cleared": {path: list(codes) for path, codes in outcome.cleared.items()},
        "presets": outcome.presets,
        "told": {name: [told.value, *told.why] for name, told in outcome.told.items()},
        "problems": sorted(_problem(problem) for problem in outcome.problems),
        "unknown": sorted(outcome.unknown),
    }
    return {name: part for name, part in said.items() if part or name == "answers"}


def _problem(problem: Any) -> str:
    place = f" @ {problem.place.question}" if problem.place.question else ""
    return f"{problem.code}{place}"


def expected(case: Case) -> dict[str, Any]:
    gives, gone = case.gives, set(case.gives.get("hidden", ()))
    kept = {name: answer for name, answer in case.answers.items() if name not in gone}
    changed = gives.get("answers", {})
    answers = {name: a for name, a in {**kept, **changed}.items() if a is not None}
    said = {n: part for n, part in gives.items() if n != "page_unknown" and part}
    said |= {n: sorted(said[n]) for n in ("hidden", "problems", "unknown") if n in said}
    if "offered" in said:
        said["offered"] = {path: sorted(codes) for path, codes in said["offered"].items()}
    return said | {"answers": answers}


def values_of(program: Program, answers: Mapping[str, Any], ctx: Context) -> dict[str, Value]:
    """The values of all questions that stand in the form itself; blank ones are left out."""
    made = {
        name: value_of(item.question, answers.get(name), order_of(item.question, ctx))
        for name, item in program.items.items()
        if not item.above
    }
    return {name: v for name, v in made.items() if v != "" and not (isinstance(v, Rows) and not v)}
