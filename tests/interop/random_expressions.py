"""Random well-formed expressions of the portable part of the language, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from .case import Case

NAMES = "abcdefgh"
TABLE = "j"
CLOCKS = (
    "2026-11-22T23:30:00+08:00",
    "2026-11-01T00:30:00+08:00",
    "2028-02-29T12:00:00.250+08:00",
    "2027-12-31T23:59:59+08:00",
    "2026-01-01T00:00:00+08:00",
)
_WORDS = (
    "", "a", "b", "ab", "a b", "a b c", "男", "女", "张三", "李小四 ", " x ", "A-1", "yes", "no",
    "true", "false", "1", "0", "007", "3.50", "-2", "1e3", "12,5", ".5", "5.", "--1", "+1", "x1",
    "2026-03-01", "2024-02-29", "2026-3-1", "2026-02-30", "10:30", "990121201503077777",
)  # fmt: skip
_LITERALS = tuple(word for word in _WORDS if "'" not in word)
_DATES = (
    "1969-12-31", "1970-01-01", "1970-01-02", "1999-12-31", "2000-02-29", "2015-11-22",
    "2020-11-21", "2024-02-29", "2026-01-01", "2026-11-22", "2026-12-31", "2100-03-01",
)  # fmt: skip
_MOMENTS = (
    "1970-01-01T00:00:00.000+08:00", "2026-11-22T23:30:00.000+08:00",
    "2026-11-22T00:30:00.000+08:00", "2024-02-29T12:34:56.789+08:00",
)  # fmt: skip
_CODES = ("a", "ab", "b", "c")
_NUMBERS = (
    0, 1, 2, 3, 5, 7, 10, 12, 18, 100, -1, -3, 365.25, 0.5, 0.1, 0.2, 2.5, -2.5, 1.005, 99999,
)  # fmt: skip
_PATTERNS = (
    "^[0-9]+$", "^a", "b$", "^.*$", "^[a-z ]+$", "^(yes|no)$", "[0-9]{3}", "^[男女]$", "^$",
)  # fmt: skip
_FORMATS = ("%Y-%m-%d", "%Y", "%y%m%d", "%m%d", "%n/%e", "%H:%M", "%h:%M:%S.%3", "%Y年%n月%e日")


def cases(seed: int, count: int) -> Iterator[Case]:
    """About half of them are sensible in their types, the others are wild."""
    dice = random.Random(seed)
    for number in range(count):
        yield _Maker(dice, wild=number % 2 == 1).case()


class _Maker:
    """One case: its names get kinds and answers first, then an expression speaks of them."""

    def __init__(self, dice: random.Random, *, wild: bool) -> None:
        self.dice = dice
        self.wild = wild
        self.kinds: dict[str, str] = {}
        self.made: dict[str, Callable[[int], str]] = {
            "number": self.number,
            "text": self.text,
            "date": self.date,
            "boolean": self.boolean,
        }

    def case(self) -> Case:
        answers = {name: self.answer(name) for name in NAMES}
        answers[TABLE] = [self.row() for _ in range(self.dice.choice((1, 2, 3)))]
        depth = self.dice.choice((1, 2, 2, 3, 3, 4))
        expr = self.made[self.one("number", "text", "date", "boolean", "boolean")](depth)
        used = {name for name in answers if f"${{{name}}}" in expr or f"${{{name}." in expr}
        return Case(
            expr,
            {name: value for name, value in answers.items() if name in used},
            {name: kind for name, kind in self.kinds.items() if name in used},
            self.one(*CLOCKS),
        )

    def one(self, *choices: Any) -> Any:
        return self.dice.choice(choices)

    # ---- answers ----

    def answer(self, name: str) -> Any:
        kind = self.one("number", "number", "text", "text", "date", "date", "moment", "choices")
        self.kinds[name] = kind
        if self.dice.random() < 0.2:
            return ""
        return {
            "number": lambda: self.one(*_NUMBERS),
            "text": lambda: self.one(*_WORDS),
            "date": lambda: self.one(*_DATES),
            "moment": lambda: self.one(*_MOMENTS),
            "choices": lambda: sorted(self.dice.sample(_CODES, self.one(0, 1, 2, 3))),
        }[kind]()

    def row(self) -> dict[str, Any]:
        return {"x": self.one("", *_NUMBERS), "y": self.one("", "p", "q r", "7")}

    # ---- parts ----

    def part(self, kind: str, depth: int) -> str:
        """What gives such a value; when wild, anything may stand in its place."""
        if self.wild and self.dice.random() < 0.35:
            kind = self.one("number", "text", "date", "boolean", "cells")
        if kind == "cells":
            return self.one("${j.x}", "${j.y}", "${j.x}", "${j}") if depth else "${j.x}"
        return self.made[kind](depth - 1)

    def inner(self, kind: str, depth: int) -> str:
        """The same as a side of an operator, in brackets or bare."""
        said = self.part(kind, depth)
        return f"({said})" if self.dice.random() < 0.45 else said

    def named(self, *kinds: str) -> str:
        """A name of such a kind; when there is none, any or a literal."""
        found = [name for name, kind in self.kinds.items() if kind in kinds]
        if not found or (self.wild and self.dice.random() < 0.1):
            found = list(self.kinds)
        return f"${{{self.one(*found)}}}"

    def literal(self, *choices: str) -> str:
        mark = self.one("'", "'", '"')
        return f"{mark}{self.one(*choices)}{mark}"

    # ---- by the kind of value they give ----

    def number(self, depth: int) -> str:
        if depth <= 0:
            return self.one(str(abs(self.one(*_NUMBERS))), self.named("number"))
        n, t, d = (lambda kind=kind: self.part(kind, depth) for kind in ("number", "text", "date"))
        return self.one(
            self.sum, self.sum, self.sum, self.sum,
            lambda _: f"-{self.inner('number', depth)}",
            lambda _: f"int({n()})",
            lambda _: f"round({n()})",
            lambda _: f"round({n()}, {self.one('0', '1', '2', '-1', n())})",
            lambda _: f"number({t()})",
            lambda _: f"number({d()})",
            lambda _: f"string-length({t()})",
            lambda _: f"count-selected({self.one(self.named('choices'), t())})",
            lambda _: "sum(${j.x})",
            lambda _: f"{self.one('min', 'max')}({self.one('${j.x}', n() + ', ' + n())})",
            lambda _: f"count({self.one('${j}', '${j.x}')})",
            lambda _: f"count-non-empty(${{j.{self.one('x', 'y')}}})",
            lambda _: f"abs({n()})",
            lambda _: f"pow({n()}, {self.one('2', '0', '3', '-1')})",
            lambda _: f"decimal-date-time({d()})",
            lambda _: f"decimal-time({self.one('now()', self.named('moment'))})",
            lambda _: f"coalesce({self.named('number')}, {n()})",
            lambda _: f"indexed-repeat(${{j.x}}, ${{j}}, {self.one('1', '2')})",
            lambda _: f"if({self.part('boolean', depth)}, {n()}, {n()})",
        )(depth)  # fmt: skip

    def sum(self, depth: int) -> str:
        sign = self.one(" + ", " - ", " * ", " div ", " mod ", "+", " -", "*")
        kind = self.one("number", "number", "number", "date")
        return f"{self.inner(kind, depth)}{sign}{self.inner('number', depth)}"

    def text(self, depth: int) -> str:
        if depth <= 0:
            return self.one(self.literal(*_LITERALS), self.named("text", "choices"))
        n, t, d = (lambda kind=kind: self.part(kind, depth) for kind in ("number", "text", "date"))
        return self.one(
            lambda: f"concat({self.several(depth)})",
            lambda: f"substr({t()}, {self.one('0', '1', '2', '-2')})",
            lambda: f"substr({t()}, {self.one('0', '1', '2')}, {self.one('1', '3', '-1', n())})",
            lambda: f"substring-before({t()}, {self.literal('-', ' ', 'b', '')})",
            lambda: f"substring-after({t()}, {self.literal('-', ' ', 'b', '')})",
            lambda: f"translate({t()}, {self.literal('abc', 'a', '-')}, {self.literal('xy', 'A', '')})",
            lambda: f"normalize-space({t()})",
            lambda: f"string({self.one(n, t, d)()})",
            lambda: f"string({self.part('boolean', depth)})",
            lambda: f"if({self.part('boolean', depth)}, {t()}, {t()})",
            lambda: f"coalesce({t()}, {t()})",
            lambda: f"selected-at({self.one(self.named('choices'), t())}, {self.one('0', '1', '5', n())})",
            lambda: f"format-date({d()}, {self.literal(*_FORMATS)})",
            lambda: f"format-date-time({self.one('now()', d())}, {self.literal(*_FORMATS)})",
            lambda: f"join({self.literal(', ', '', '-')}, {self.one('${j.y}', t() + ', ' + n())})",
        )()  # fmt: skip

    def several(self, depth: int) -> str:
        kinds = ("text", "number", "text")
        parts = [self.part(self.one(*kinds), depth) for _ in range(self.one(1, 2, 3))]
        return ", ".join(parts)

    def date(self, depth: int) -> str:
        if depth <= 0:
            return self.one(self.named("date", "moment"), "today()", f"date('{self.one(*_DATES)}')")
        n = self.part("number", depth)
        return self.one(
            lambda: "now()",
            lambda: f"date({self.one(*map(str, (0, 1, -1, 20000, 20000.75)), n)})",
            lambda: f"date({self.part('date', depth)} + {self.one('1', '-1', '30')})",
            lambda: f"date({self.named('text', 'date')})",
            lambda: f"date-time({self.part('date', depth)})",
            lambda: f"date-time({self.literal(*_MOMENTS, *_DATES)})",
            lambda: f"if({self.part('boolean', depth)}, {self.part('date', depth)}, today())",
            lambda: f"coalesce({self.named('date')}, {self.part('date', depth)})",
        )()

    def boolean(self, depth: int) -> str:
        if depth <= 0:
            return self.one("true()", "false()", f"{self.named('text')} = {self.literal('a', '')}")
        t, b = (lambda kind=kind: self.part(kind, depth) for kind in ("text", "boolean"))
        return self.one(
            self.comparison, self.comparison, self.comparison, self.comparison, self.logic, self.logic,
            lambda _: f"not({b()})",
            lambda _: f"selected({self.one(self.named('choices'), t())}, {self.literal('a', 'b', 'ab', '')})",
            lambda _: f"regex({t()}, {self.literal(*_PATTERNS)})",
            lambda _: f"{self.one('contains', 'starts-with', 'ends-with')}({t()}, {t()})",
            lambda _: f"boolean({self.part(self.one('number', 'text', 'date'), depth)})",
            lambda _: f"boolean-from-string({t()})",
            lambda _: f"checklist({self.one('0', '1', '-1')}, {self.one('1', '2', '-1')}, {b()}, {b()})",
            lambda _: f"weighted-checklist(2, {self.one('5', '-1')}, {b()}, 1, {b()}, 2)",
            lambda _: f"if({b()}, {b()}, {b()})",
        )(depth)  # fmt: skip

    def logic(self, depth: int) -> str:
        sign = self.one("and", "or")
        return f"{self.inner('boolean', depth)} {sign} {self.inner('boolean', depth)}"

    def comparison(self, depth: int) -> str:
        kind = self.one("number", "number", "text", "date", "boolean" if self.wild else "date")
        order = kind in ("number", "date") or self.wild
        sign = self.one("=", "!=", *(("<", "<=", ">", ">=") if order else ()))
        other = self.one("''", self.inner(kind, depth), self.inner(kind, depth))
        return f"{self.inner(kind, depth)} {sign} {other}"
