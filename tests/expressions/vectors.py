"""The vector table of the expression language: one list for every interpreter.

Each `vectors/*.yaml` is a map of `about`, defaults (`now`, `lists`, `kinds`, `names`) and `cases`.
A case has `expr` (or `expr_repeat: [prefix, times, middle, suffix?]` = prefix * times + middle +
suffix * times) and what it gives: `value`, or `problem` with `start` and `end` in code points.

- `answers`: JSON answers; no `kinds` given, they are read as `manage.py evaluate` reads them.
- `kinds`: name -> kind, where the JSON does not say it; `choice:sex` also names the list.
- `lists`: list -> code -> label, tags, parent; `names`: all names of the form, judged beforehand.
- `now`: clock of the evaluation; `self`: value of the dot; `row: [rows, n]`: stands in its nth row.
- `warn`: a code that must be among the warnings or lints; without it nothing is said of them.
- `portable: false`: ours differs from JavaRosa on purpose, or JavaRosa has no answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "vectors"
NOW = "2026-11-22T12:00:00+08:00"
NOTHING: dict[str, Any] = {}
OF_A_FILE = {"about", "now", "lists", "kinds", "names", "cases"}
OF_A_CASE = {"expr", "expr_repeat", "answers", "now", "kinds", "names", "self", "row", "note"}
OF_A_CASE |= {"value", "problem", "start", "end", "warn", "portable"}


@dataclass(frozen=True, slots=True)
class Case:
    """One expression and what it must give; `value` counts only where `problem` is None."""

    file: str
    number: int
    expr: str
    answers: dict[str, Any]
    now: str
    lists: dict[str, Any]
    kinds: dict[str, str]
    names: tuple[str, ...] | None
    self: Any
    row: tuple[str, int] | None
    value: Any
    problem: str | None
    start: int | None
    end: int | None
    warn: str | None
    portable: bool
    note: str

    @property
    def id(self) -> str:
        """The name of the case in a test run: file, number, start of the expression."""
        return f"{self.file}-{self.number}-{self.expr[:40]}"


def load() -> list[Case]:
    """Every case of every file, in order."""
    return [case for path in sorted(FOLDER.glob("*.yaml")) for case in _cases(path)]


def _cases(path: Path) -> list[Case]:
    whole = yaml.safe_load(path.read_text(encoding="utf-8"))
    _known(whole, OF_A_FILE, path.name)
    return [_case(path.stem, n, whole, raw) for n, raw in enumerate(whole["cases"], 1)]


def _case(file: str, number: int, whole: dict[str, Any], raw: dict[str, Any]) -> Case:
    _known(raw, OF_A_CASE, f"{file} {number}")
    if ("value" in raw) == ("problem" in raw):
        raise ValueError(f"{file} {number}: exactly one of value and problem")
    names = raw.get("names", whole.get("names"))
    row = raw.get("row")
    return Case(
        file=file,
        number=number,
        expr=_expression(raw),
        answers=raw.get("answers") or NOTHING,
        now=raw.get("now", whole.get("now", NOW)),
        lists=whole.get("lists", NOTHING),
        kinds=whole.get("kinds", NOTHING) | raw.get("kinds", NOTHING),
        names=None if names is None else tuple(names),
        self=raw.get("self"),
        row=None if row is None else (row[0], row[1]),
        value=raw.get("value"),
        problem=raw.get("problem"),
        start=raw.get("start"),
        end=raw.get("end"),
        warn=raw.get("warn"),
        portable=raw.get("portable", True),
        note=raw.get("note", ""),
    )


def _expression(raw: dict[str, Any]) -> str:
    if "expr" in raw:
        return str(raw["expr"])
    prefix, times, middle, *suffix = raw["expr_repeat"]
    return str(prefix * times + middle + "".join(suffix) * times)


def _known(given: dict[str, Any], known: set[str], where: str) -> None:
    if unknown := set(given) - known:
        raise ValueError(f"{where}: unknown {sorted(unknown)}")
