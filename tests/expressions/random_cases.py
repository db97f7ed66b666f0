"""Random questions for two interpreters of ours: the portable ones, and all that the language has besides."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from forms_catalog.expressions import parse, value_of_json
from forms_catalog.expressions.values import Value
from tests.interop import random_expressions as portable

from .asking import Asked, value_of

LISTS: dict[str, list[dict[str, Value]]] = {
    "villages": [
        {"name": "v1", "label": "河湾村", "town": "t1", "size": "120"},
        {"name": "v2", "label": "柳坪村", "town": "t1", "size": ""},
        {"name": "v3", "label": "𠮷家村", "town": "t2", "size": "7"},
    ],
    "none": [],
}
CHOICES = {"v": "villages"}
TEXTS = (
    "v1", "v1 v3", "童户𠮷田", "𠮷", "１２", "\u00a07\u3000", "\ufeff7", "a\u2028b", "0.1",
    "1" * 40, "9" * 330, "-0",
    "2026-03-01T16:30:00Z", "2026-03-01T23:30:00.5", "9999-12-31T23:59:59-11:00", "0001-01-01",
    "2026-3-1T1:30", "23:59:30", "24:00", "2026-03", "00990121201503077777", "TRUE", "it is", "%Y",
)  # fmt: skip
NUMBERS = (
    "12345678901234567890", "9007199254740993", "0.000001234", "1.005", "2.675", "0.5", "1234.5",
    "2932896.99999999999", "-719162", "20000.123456789", "3000000", "1000000000000000000000000",
)  # fmt: skip
PATTERNS = (
    "^1[3-9][0-9]{9}$", "^[^@ ]+@[^@ ]+[.][^@ ]+$", ".*", "^.{2,4}$", "[\\d]+", "\\d{1,3}(\\.\\d{1,2})?",
    "\\s*\\S+\\s*", "^[\\s\\w-]*$", "^(a|b)?( (a|b))?$", "^(a+)+$", "(", "a)(b", "^\\x{7ae5}.+$", "[^a]b?",
    "\\w+\\W?\\w*", "a{2,1}", "^[\\x{4e00}-\\x{9fff}]{2,}$", "\\bx", "(?i)A", "\\@|\\-", "[a-c-e]", "",
)  # fmt: skip
FORMATS = ("%Y-%m-%d %H:%M:%S.%3", "%W", "%a %b", "%y%n%e%h%M", "%q%%%", "第%W周𠮷%")
NUMBER = (
    "round({n}, {n})", "pow({n}, {n})", "pow({n}, 0.5)", "min({n}, {t}, {c})", "max({c}, {d})",
    "sum({c}, {n}, {t})", "sum({c}, 0.1, 0.2, 0.3)", "count({any})", "count-non-empty({any})",
    "decimal-time({any})", "decimal-date-time({any})", "position(..)", "position()", "number(.)",
    "string-length(.)", "string-length()", "indexed-repeat({cell}, ${{j}}, {n})", "once({n})",
    "count(instance('villages')/root/item[{p}])", "sum(instance('villages')/root/item[{p}]/size)",
    "count-selected({any})", "int({any})", "abs({any})", "{x}", "{x}", "{any} mod {any}", "{any} div {any}",
)  # fmt: skip
TEXT = (
    "jr:choice-name({t}, '${{v}}')", "jr:choice-name({t}, 'v')", "pulldata('villages', 'label', 'name', {t})",
    "pulldata('villages', {l}, 'town', {t})", "instance('villages')/root/item[{p}]/label",
    "instance('villages')/root/item[{p}][{p}]/name", "join({t}, {c}, {any})", "concat({c}, {any}, {any})",
    "../a", "current()/../b", "current()/.", "..", ".", "string()", "normalize-space()", "{l}", "{l}",
    "coalesce({any}, {any})", "if({any}, {any}, {any})", "once({any})", "substr({t}, {n}, {n})",
    "translate({t}, {t}, {t})", "format-date({any}, {f})", "format-date-time({any}, {f})", "string({any})",
    "selected-at({t}, {n})", "substring-before({any}, {any})", "substring-after({any}, {any})",
    "digest({t}, 'SHA-256')", "sin({n})", "{cell}", "${{j}}", "${{j.none}}", "${{none}}",
)  # fmt: skip
DATE = (
    "date({any})", "date-time({any})", "date({x})", "date-time({x})", "date({l})", "date-time({l})",
    "date-time({d} + {n})", "once({d})", "today() + {n}",
)  # fmt: skip
BOOLEAN = (
    "regex({t}, {r})", "regex({t}, {r})", "regex({l}, {r})", "{any} = {any}", "{any} != {any}",
    "{any} < {any}",
    "{any} >= {any}", "{c} = {any}", "{c} != {c}", "{c} <= {n}", "not({any})", "boolean({any})",
    "selected({any}, {any})", "checklist({n}, {n}, {any}, {c})",
    "weighted-checklist({n}, {n}, {any}, {n}, {any}, {x})",
    "boolean-from-string({any})", "contains({any}, {any})", "starts-with({l}, {l})", "ends-with({l}, {l})",
    "{any} and {any}", "{any} or {any}", "true() = {any}",
)  # fmt: skip
PREDICATES = (
    "name = {t}", "size > {n}", "town = 't1'", "selected({t}, name)", "{n}", "position() < 3", "label != ''",
    "starts-with(name, {l})", "none", "{b}", "2", "string-length(label) = 3",
)  # fmt: skip
SHAPES = {"number": NUMBER, "text": TEXT, "date": DATE, "boolean": BOOLEAN}


class Maker(portable._Maker):
    """The portable maker with every other function, clumsier values and places to stand."""

    def __init__(self, dice: random.Random, *, wild: bool) -> None:
        super().__init__(dice, wild=wild)
        self.made = {kind: self._wider(kind, make) for kind, make in self.made.items()}

    def _wider(self, kind: str, make: Any) -> Any:
        def made(depth: int) -> str:
            if depth > 0 and self.dice.random() < 0.4:
                return self.filled(self.one(*SHAPES[kind]), depth)
            return str(make(depth))

        return made

    def filled(self, shape: str, depth: int) -> str:
        """A shape with something of the right kind in each of its holes."""
        while "{" in shape.replace("${", "").replace("{{", ""):
            before, _, rest = shape.partition("{")
            if before.endswith("$") or rest.startswith("{"):  # a name
                head, _, tail = rest.partition("}}")
                return f"{before}{{{head.lstrip('{')}}}" + self.filled(tail, depth)
            hole, _, rest = rest.partition("}")
            return f"{before}{self.hole(hole, depth)}" + self.filled(rest, depth)
        return shape.replace("{{", "{").replace("}}", "}")

    def hole(self, hole: str, depth: int) -> str:
        kinds = {"n": "number", "t": "text", "d": "date", "b": "boolean", "any": self.one(*SHAPES)}
        if hole in kinds:
            return f"({self.part(kinds[hole], depth)})"
        if hole == "p":
            return self.filled(self.one(*PREDICATES), depth - 1)
        known = {
            "c": ("${j.x}", "${j.y}", "${x}", "${j}"),
            "cell": ("${j.x}", "${y}"),
            "x": NUMBERS,
        }
        if hole in known:
            return str(self.one(*known[hole]))
        return self.literal(*{"l": TEXTS, "r": PATTERNS, "f": FORMATS}[hole])

    def answer(self, name: str) -> Any:
        found = super().answer(name)
        dice = self.dice.random()
        if dice < 0.2:
            self.kinds[name] = "text"
            return self.one(*TEXTS)
        if dice < 0.35:
            kind = self.kinds[name] = self.one("identity", "month", "boolean")
            return {"identity": "990121201503077777", "month": "2024-02", "boolean": True}[kind]
        return found

    def asked(self) -> Asked:
        case = self.case()
        answers = {n: value_of(a, case.kinds.get(n, "")) for n, a in case.answers.items()}
        answers["j"] = value_of_json([self.row() for _ in range(self.one(1, 2, 3))])
        row = ("j", self.one(*range(1, len(answers["j"]) + 1))) if self.one(0, 0, 1) else None
        now = dt.datetime.fromisoformat(case.now).replace(tzinfo=None)
        own = value_of_json(self.one("", "", "a b", 3, "2026-03-01", True, *TEXTS))
        return Asked(parse(case.expr), answers, now, own, LISTS, CHOICES, row)


def asked(seed: int, count: int) -> Iterator[Asked]:
    """Half of them sensible, half wild, the same for the same seed."""
    dice = random.Random(seed)
    for number in range(count):
        yield Maker(dice, wild=number % 2 == 1).asked()
