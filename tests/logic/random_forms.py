"""Small forms with logic everywhere and answers to them, drawn by a seed."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.forms_catalog.tools import form

LISTS = (
    (
        "kinds",
        "tags: [t]\noptions:\n  x: {label: 子, tags: {t: 'a'}}\n  y: {label: 丑}\n"
        "  z: {label: 寅, tags: {t: 'a'}}\n",
    ),
)
CODES = ("x", "y", "z")
TYPED: dict[str, tuple[Any, ...]] = {
    "integer": (0, 1, 2, 3, 7, -1, 12),
    "decimal": ("0.1", "2.5", "-3", "10"),
    "text": ("x", "甲乙", "12", "y z"),
    "yes_no": ("yes", "no"),
    "date": ("2026-11-22", "2026-01-31", "2024-02-29"),
    "month": ("2026-03", "2025-12"),
    "choice": CODES,
    "choices": (["x"], ["x", "z"], ["y", "z"]),
}


class Maker:
    """One form: every expression reads names that were made before it, so nothing is circular."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.types: dict[str, str] = {}
        self.columns: dict[str, str] = {}
        self.whole: list[str] = []
        """What sees the table from outside, once its columns are made."""

    def pick(self, *found: Any) -> Any:
        return self.random.choice(found)

    def atom(self, names: dict[str, str]) -> str:
        if not names or self.random.random() < 0.15:
            return str(self.pick("1", "'x'", "today()", "''", "3"))
        name = self.pick(*names)
        return f"${{{name}}}"

    def number(self, names: dict[str, str], depth: int = 2) -> str:
        inner = self.atom(names)
        if not depth or self.random.random() < 0.3:
            return inner
        one, other = self.number(names, depth - 1), self.number(names, depth - 1)
        return str(
            self.pick(
                f"({one} {self.pick('+', '-', '*', 'div', 'mod')} {other})",
                f"round({one}, 1)",
                f"coalesce({one}, {other})",
                f"if({self.ask(names, 0)}, {one}, {other})",
                f"string-length({inner})",
                f"count-selected({inner})",
                *self.whole,
            )
        )

    def ask(self, names: dict[str, str], depth: int = 1) -> str:
        one, other = self.atom(names), self.atom(names)
        plain = self.pick(
            f"{one} = {other}",
            f"{one} != ''",
            f"{one} {self.pick('<', '<=', '>', '>=')} {self.number(names, 1)}",
            f"selected({one}, '{self.pick(*CODES)}')",
            f"{one}",
        )
        if not depth or self.random.random() < 0.5:
            return str(plain)
        return f"{plain} {self.pick('and', 'or')} {self.ask(names, depth - 1)}"

    def question(self, name: str, names: dict[str, str], column: bool = False) -> str:
        kind = self.pick(*TYPED, "calculated", "calculated")
        said = {"label": "题", "type": kind}
        if kind in ("choice", "choices"):
            said["choices"] = "kinds"
            if self.random.random() < 0.5:
                said["choice_filter"] = self.pick(
                    "t = 'a'", f"name != {self.atom(names)}", self.ask(names)
                )
        if kind == "calculated" or (
            kind in ("integer", "decimal", "text", "date") and self.random.random() < 0.15
        ):
            said["calculation"] = self.pick(
                self.number(names),
                f"concat({self.atom(names)}, 'x')",
                f"date({self.atom(names)} + 1)",
            )
        for key, share in (("relevant", 0.4), ("required", 0.2), ("read_only", 0.1)):
            if self.random.random() < share:
                said[key] = self.ask(names)
        if self.random.random() < 0.2:
            said["constraint"] = self.pick(". != 'x'", f". = {self.atom(names)}", ". > 1")
        (self.columns if column else self.types)[name] = kind
        head = f"{name}:\n"
        return head + "".join(f'  {key}: "{value}"\n' for key, value in said.items())

    def form(self) -> str:
        made = [self.question(f"q{n}", dict(self.types)) for n in range(self.random.randint(2, 4))]
        shown = self.ask(dict(self.types))
        columns: list[str] = []
        for n in range(3):
            columns.append(self.question(f"c{n}", {**self.types, **self.columns}, column=True))
        self.whole = ["count(${r})", *(f"sum(${{r.{c}}})" for c in self.columns)]
        table = "r:\n  label: 表\n  type: rows\n"
        if self.random.random() < 0.3:
            table += f'  relevant: "{shown}"\n'
        table += "  questions:\n" + "".join(
            f"    {line}\n" for c in columns for line in c.splitlines()
        )
        decision = self.decision()
        names = {**self.types, **dict.fromkeys(self.columns, "")}
        made += [table, "p: {label: 题, type: calculated, decision: d}\n"]
        made += [self.question(f"s{n}", {**names, "d": "", "p": ""}) for n in range(3)]
        self.random.shuffle(made)
        rule = f'rules:\n- {{constraint: "{self.ask({**names, "d": ""})}", constraint_message: 不对}}\n'
        return form("".join(made), foot=decision + rule)

    def decision(self) -> str:
        names = {**self.types, **dict.fromkeys(self.columns, "")}
        rows = "".join(
            f'    - {{when: "{self.ask(names)}", then: {code}, why: 因{code}}}\n' for code in "AB"
        )
        hit = self.pick("", "    hit: all\n")
        return f"decisions:\n  d:\n    label: 表\n{hit}    rows:\n{rows}    - {{then: C}}\n"

    def answers(self) -> dict[str, Any]:
        found = self.some(self.types)
        rows = [
            {"_id": f"r{n}"} | self.some(self.columns) for n in range(self.random.randint(0, 3))
        ]
        if rows:
            found["r"] = rows
        return found

    def some(self, types: dict[str, str]) -> dict[str, Any]:
        return {
            name: self.pick(*TYPED[kind])
            for name, kind in types.items()
            if kind in TYPED and self.random.random() < 0.6
        }


__all__ = ["LISTS", "Maker"]
