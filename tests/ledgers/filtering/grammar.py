"""Random conditions over the columns of `rows`: seeded, typed enough to mean something."""

from __future__ import annotations

import random

from .rows import age_of

TEXTS = ("sex", "kind", "level", "name", "words", "card", "_state", "_place")
NUMBERS = ("score", "weight", "level", "_age")
DATES = ("born", "visit", "_created", "since", "level")
WORDS = (
    "", "1", "2", "3", "F", "BOTH", "both", "yes", "罗安", "安", "red", "a", "!none", "Anna", "%",
    "_", "0001", "00010001", "OPEN", "VOID", "990121", "2026-03-01", "2012-02-29", "𠮷", " ", "!",
)  # fmt: skip
FIGURES = ("0", "1", "2", "3", "16", "60", "0.1", "0.3", "-1", "2.5", "59.9999", "100000", "14")
DAYS = (
    "today()", "${_today}", "date('2010-11-22')", "date('2026-03-01')", "today() - 30", "now()",
    "date('2012-02-29')", "today() + 1", "date('2026-11-22') - 365", "date('x')", "20000", "''",
)  # fmt: skip
ORDERS = ("<", "<=", ">", ">=")
EQUALS = ("=", "!=")
FORMS = ("%Y", "%Y-%m", "%Y%m%d", "%m", "%m%d", "%d", "%n", "%Y年%m月", "%b", "%e")


class Maker:
    """Draws expressions; `depth` bounds how deep they nest."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def of(self, *choices: str) -> str:
        return self.dice.choice(choices)

    def name(self, names: tuple[str, ...]) -> str:
        return f"${{{self.of(*names)}}}"

    def word(self) -> str:
        return f"'{self.of(*WORDS)}'"

    def condition(self, depth: int = 3) -> str:
        if depth and self.dice.random() < 0.45:
            one, other = self.condition(depth - 1), self.condition(depth - 1)
            return self.of(
                f"({one} and {other})",
                f"({one} or {other})",
                f"not({one})",
                f"if({one}, {other}, {self.condition(depth - 1)})",
                f"({one}) = ({other})",
            )
        return self.dice.choice((self.of_text, self.of_number, self.of_date, self.of_age))()

    def of_text(self) -> str:
        name, other = self.name(TEXTS), self.name(TEXTS)
        return self.of(
            f"{name} {self.of(*EQUALS)} {self.word()}",
            f"{name} {self.of(*EQUALS)} {self.word()}",
            f"{name} {self.of(*EQUALS)} {self.of(*FIGURES)}",
            f"{name} {self.of(*EQUALS)} {other}",
            f"selected({name}, {self.word()})",
            f"selected('BOTH F 1 OPEN', {name})",
            f"contains({name}, {self.word()})",
            f"starts-with({name}, {self.word()})",
            f"ends-with({name}, {self.word()})",
            f"string-length({name}) {self.of(*ORDERS, *EQUALS)} {self.of(*FIGURES)}",
            f"count-selected({name}) {self.of(*ORDERS)} {self.of(*FIGURES)}",
            f"regex({name}, '{self.of('^[0-9]+$', '^1.*$', '^(red|a).?b?c$', '^[A-Z]{4}$')}')",
            f"coalesce({name}, 'x') {self.of(*EQUALS)} {self.word()}",
            f"count-non-empty({name}) = 1",
            name,
        )

    def number(self, depth: int = 2) -> str:
        if not depth or self.dice.random() < 0.4:
            return self.of(self.name(NUMBERS), self.name(NUMBERS), self.of(*FIGURES))
        one, other = self.number(depth - 1), self.of(*FIGURES)
        return self.of(
            f"coalesce({one}, 0)",
            f"({one} + {other})",
            f"({one} - {self.number(depth - 1)})",
            f"({other} - {one})",
            f"({one} * {other})",
            f"({one} div {other})",
            f"round({one})",
            f"round({one}, 1)",
            f"int({one})",
            f"-({one})",
            f"abs({one})",
            f"max({one}, {other})",
            f"min(2, {one})",
            f"if({self.name(TEXTS)} = {self.word()}, {one}, {other})",
            f"({self.name(NUMBERS)} + {self.name(NUMBERS)})",
            f"({self.name(NUMBERS)} div {self.name(NUMBERS)})",
            f"({self.name(NUMBERS)} * 2 - {self.name(NUMBERS)})",
            f"(if({self.of_text()}, 2, 0) + if({self.of_text()}, 3, 0))",
        )

    def of_number(self) -> str:
        return self.of(
            f"{self.number()} {self.of(*ORDERS, *EQUALS)} {self.of(*FIGURES)}",
            f"{self.of(*FIGURES)} {self.of(*ORDERS, *EQUALS)} {self.number()}",
            f"{self.number()} {self.of(*ORDERS, *EQUALS)} {self.number()}",
            self.number(),
        )

    def of_date(self) -> str:
        name, other, order = self.name(DATES), self.name(DATES), self.of(*ORDERS, *EQUALS)
        form = self.of(*FORMS)
        return self.of(
            f"{name} {order} {self.of(*DAYS)}",
            f"{name} + {self.of('0', '1', '30', '-7', '0.5')} {order} {self.of(*DAYS)}",
            f"{self.of(*DAYS)} {order} {name}",
            f"{name} {order} {other}",
            f"{name} - {other} {order} {self.of('0', '30', '365', '5844')}",
            f"date({name} + 30) {order} {other}",
            f"{name} {self.of(*EQUALS)} {self.word()}",
            f"format-date({name}, '{form}') {self.of(*EQUALS)} format-date(today(), '{form}')",
            f"format-date({name}, '{form}') {order} {self.of('2026', '2012', '3', '11', '1122')}",
            f"${{met}} >= {self.of('today()', "date('2026-03-01')")}",
            f"${{met}} < {self.of('today()', 'today() - 30')}",
            f"${{met}} {order} {self.of(*DAYS)}",
            f"starts-with({name}, '{self.of('2026', '2026-1', '2012-02-29', '')}')",
            name,
        )

    def of_age(self) -> str:
        day = self.of("today()", "${_today}", "date('2026-02-28')", "date('2028-02-29')")
        age = age_of(self.of("${born}", "${born}", "${visit}"), day)
        return f"{age} {self.of(*ORDERS, *EQUALS)} {self.of('14', '16', '0', '15')}"
