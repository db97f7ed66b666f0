"""What is wrong, or will surprise, in an expression that can be read: every finding with its place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..problems import Place, Problem, Refused
from .functions import FUNCTIONS, UNPORTABLE
from .functions.texts import compile_pattern
from .nodes import Node, names, path_name
from .parser import parse_noting
from .values import to_date

ORDERS = frozenset({"<", "<=", ">", ">="})
SUMS = frozenset({"+", "-", "*", "div", "mod", "neg"})
TRUTHS = frozenset({"or", "and", "=", "!="}) | ORDERS
_TEXTS = frozenset(
    {"concat", "join", "substr", "string", "selected-at", "format-date", "jr:choice-name"}
)
_DATES = frozenset({"today", "date"})
_MOMENTS = frozenset({"now", "date-time"})
_TRUE = frozenset(
    {"not", "true", "false", "selected", "regex", "contains", "starts-with", "ends-with"}
    | {"boolean", "boolean-from-string", "checklist", "weighted-checklist"}
)


@dataclass(frozen=True)
class Scope:
    """What an expression may speak of, and what it is for.

    `kinds` gives the kind of every name: text, number, date, moment, boolean, identity, truth (a
    calculated true or false), list or ''; None: names are not checked. `own` is the kind of the dot,
    '' where it may not stand. `columns` are the bare names of a choice filter.
    """

    kinds: Mapping[str, str] | None = None
    own: str = ""
    columns: frozenset[str] = frozenset()
    stored: bool = False
    """The value is kept: the clock in it must be seen."""
    condition: bool = False
    """It is asked only whether it holds."""
    predicate: bool = False
    """Inside `[...]`: bare names are columns of what is being filtered."""


def judged(source: str, scope: Scope | None = None) -> Node:
    """The tree of a text without an error; raises Refused with all of them."""
    node, problems = check(source, scope or Scope(own="text"))
    faults = [problem for problem in problems if not problem.warn]
    if node is None or faults:
        raise Refused(*faults)
    return node


def check(source: str, scope: Scope) -> tuple[Node | None, list[Problem]]:
    """The tree, None when it cannot be read, and every finding in the order of the text."""
    try:
        node, notes = parse_noting(source)
    except Refused as refused:
        return None, list(refused)
    found = [*notes, *lint(node, scope)]
    return node, sorted(found, key=lambda problem: problem.place.start)


def lint(node: Node, scope: Scope) -> Iterator[Problem]:
    yield from _below(node, scope)
    if scope.condition:
        yield from _truth(node, scope)


def _below(node: Node, scope: Scope) -> Iterator[Problem]:
    """The findings of a part and of what it is made of; a predicate speaks of other columns."""
    waiting = [(node, scope)]
    while waiting:
        part, around = waiting.pop()
        for rule in _RULES.get(part.op, ()):
            yield from rule(part, around)
        if part.op == "step":
            around = replace(around, predicate=True)
        waiting.extend((inner, around) for inner in reversed(part.args))


def finding(code: str, text: str, remedy: str, node: Node, *, warn: bool = False) -> Problem:
    return Problem(code, text, remedy, Place(start=node.start, end=node.end), warn)


def kind_of(node: Node, scope: Scope) -> str:
    """The kind of value a part gives, as far as its text tells; '' when it may be any."""
    if node.op in TRUTHS:
        return "boolean"
    if node.op in SUMS or node.op == "number":
        return "number"
    if node.op == "text":
        return "text"
    if node.op == "self":
        return scope.own
    if node.op in ("name", "path"):
        name = node.value if node.op == "name" else path_name(node)
        return (scope.kinds or {}).get(name, "")
    return _kind_of_call(node, scope) if node.op == "call" else ""


def _kind_of_call(node: Node, scope: Scope) -> str:
    name = node.value
    for kind, family in (
        ("text", _TEXTS), ("date", _DATES), ("moment", _MOMENTS), ("boolean", _TRUE)
    ):  # fmt: skip
        if name in family:
            return kind
    if name == "if" and len(node.args) == 3:
        kinds = {kind_of(part, scope) for part in node.args[1:]}
        return kinds.pop() if len(kinds) == 1 else ""
    known = {
        "number",
        "int",
        "round",
        "sum",
        "count",
        "string-length",
        "count-selected",
        "abs",
        "pow",
    }
    return "number" if name in known else ""


# ---- rules, by the op they look at ----


def _name(node: Node, scope: Scope) -> Iterator[Problem]:
    if scope.kinds is None or node.value in scope.kinds:
        return
    near = difflib.get_close_matches(node.value, [n for n in scope.kinds if n[:1] != "_"], 1)
    words = f"是不是“${{{near[0]}}}”" if near else "检查题名，或先加上这一题"
    said = f"没有“{node.value}”这一题" if node.value else "“${}”里没有题名"
    yield finding("expression.unknown-name", said, words, node)


def _column(node: Node, scope: Scope) -> Iterator[Problem]:
    if scope.predicate or node.value in scope.columns:
        return
    if scope.columns:
        near = difflib.get_close_matches(node.value, scope.columns, 1)
        words = f"是不是“{near[0]}”" if near else f"可以用“{'、'.join(sorted(scope.columns))}”"
        yield finding("expression.unknown-name", f"选项没有“{node.value}”这一列", words, node)
    elif node.value in (scope.kinds or {}):
        words = f"写成“${{{node.value}}}”"
        yield finding("expression.unknown-name", f"题名“{node.value}”要写在“${{}}”里", words, node)
    else:
        words = f"文字写成“'{node.value}'”，题目写成“${{题名}}”"
        yield finding("expression.unknown-name", f"不认识“{node.value}”", words, node)


def _self(node: Node, scope: Scope) -> Iterator[Problem]:
    if not scope.predicate and scope.kinds is not None and not scope.own:
        text = "“.”是这一题自己的值，只能写在答案的限制里"
        yield finding("expression.self-not-here", text, "写成“${题名}”", node)


def _call(node: Node, scope: Scope) -> Iterator[Problem]:
    name = node.value
    known = FUNCTIONS.get(name)
    if name in UNPORTABLE or name.startswith("cht:"):
        words = UNPORTABLE.get(name, "换一种写法")
        yield finding("expression.not-portable", f"这里不能用“{name}”", words, node)
    elif known is None:
        near = difflib.get_close_matches(name, FUNCTIONS, 1)
        words = f"是不是“{near[0]}(…)”" if near else "看函数一览"
        yield finding("expression.unknown-function", f"没有“{name}”这个函数", words, node)
    elif not known.low <= len(node.args) <= known.high:
        text = f"“{name}”要{known.arity}，写了{len(node.args)}项"
        yield finding("expression.wrong-arity", text, f"括号里写{known.arity}", node)
    elif known.tier == 3:
        text = f"“{name}”在这里不计算，结果是空的；导出到别的软件时照样带着"
        yield finding("expression.not-evaluated", text, "要用它的值，就换一种算法", node, warn=True)
    else:
        yield from (p for rule in _CALLS.get(name, ()) for p in rule(node, scope))


def _regex(node: Node, scope: Scope) -> Iterator[Problem]:
    pattern = node.args[1]
    if pattern.op != "text":
        return
    if compile_pattern(pattern.value) is None:
        text, words = "这个格式写得不对", "检查括号和反斜线；不能用前后断言和反向引用"
        yield finding("expression.bad-pattern", text, words, pattern)
    elif not (pattern.value.startswith("^") and pattern.value.endswith("$")):
        text = "这里按整段文字比较，别的软件可能只比较一部分"
        yield finding("expression.open-pattern", text, "写成“'^…$'”", pattern, warn=True)


def _selected(node: Node, scope: Scope) -> Iterator[Problem]:
    code = node.args[1]
    if kind_of(code, scope) == "number":
        text = "选项的值是文字，手机上的软件不接受数"
        shown = code.value if code.op == "number" else "…"
        yield finding("expression.selected-number", text, f"写成“'{shown}'”", code, warn=True)


def _pairs(node: Node, scope: Scope) -> Iterator[Problem]:
    if len(node.args) % 2:
        text = f"“{node.value}”的条件和分值要成对，少了一项"
        yield finding("expression.wrong-arity", text, "每个条件后面写它的分值", node)


def _date(node: Node, scope: Scope) -> Iterator[Problem]:
    day = node.args[0]
    if day.op == "text" and day.value and to_date(day.value) is None:
        text = f"没有“{day.value}”这一天"
        yield finding("expression.bad-date", text, "写成“date('2026-03-01')”", day, warn=True)


def _number(node: Node, scope: Scope) -> Iterator[Problem]:
    yield from _of_identity(node.args, scope)


def _clock(node: Node, scope: Scope) -> Iterator[Problem]:
    if scope.stored:
        text = "存下来的值用了今天的日期：以后打开也不会变"
        words = "确实要存当天的就不用改；要随时间变的，不要存成答案"
        yield finding("expression.stored-today", text, words, node, warn=True)


def _reserved_clock(node: Node, scope: Scope) -> Iterator[Problem]:
    if node.value in ("_today", "_now"):
        yield from _clock(node, scope)


def _union(node: Node, scope: Scope) -> Iterator[Problem]:
    yield finding("expression.not-portable", "这里不能用“|”", "“或者”写成“or”", node)


def _sum_of_identity(node: Node, scope: Scope) -> Iterator[Problem]:
    yield from _of_identity(node.args, scope)


def _of_identity(parts: tuple[Node, ...], scope: Scope) -> Iterator[Problem]:
    for part in parts:
        if kind_of(part, scope) == "identity":
            text = "号码是文字，不能当数来算"
            words = "要其中几位，写成“number(substr(…))”"
            yield finding("expression.number-of-identity", text, words, part, warn=True)


def _order(node: Node, scope: Scope) -> Iterator[Problem]:
    yield from _of_identity(node.args, scope)
    texts = all(part.op == "text" for part in node.args)
    for part in node.args:
        if part.op == "text" and to_date(part.value):
            words = f"写成“date('{part.value}')”"
            yield finding(
                "expression.text-order", "日期要写在“date()”里才能比先后", words, part, warn=True
            )
        elif part.op == "text" and not re.fullmatch("-?[0-9.]+", part.value.strip()):
            text = "文字不能比大小，这个条件永远不成立"
            yield finding("expression.text-order", text, "换成数或日期", part, warn=True)
        elif texts:
            text = "文字在这里按数比大小"
            yield finding("expression.text-order", text, "数不用引号", part, warn=True)


def _truth(node: Node, scope: Scope) -> Iterator[Problem]:
    """A calculated true or false is kept as the words true and false, and both are true."""
    if kind_of(node, scope) == "truth":
        words = f"写成“${{{node.value}}} = 'true'”"
        text = "算出来的是与否存成文字，这样写永远成立"
        yield finding("expression.always-true", text, words, node, warn=True)


def _sides(node: Node, scope: Scope) -> Iterator[Problem]:
    for side in node.args:
        yield from _truth(side, scope)


def _negated(node: Node, scope: Scope) -> Iterator[Problem]:
    yield from _truth(node.args[0], scope)


type Rule = Callable[[Node, Scope], Iterator[Problem]]
_RULES: dict[str, tuple[Rule, ...]] = {
    "name": (_name, _reserved_clock),
    "column": (_column,),
    "self": (_self,),
    "call": (_call,),
    "union": (_union,),
    "and": (_sides,),
    "or": (_sides,),
    **dict.fromkeys(SUMS, (_sum_of_identity,)),
    **dict.fromkeys(ORDERS, (_order,)),
}
_CALLS: dict[str, tuple[Rule, ...]] = {
    "regex": (_regex,),
    "selected": (_selected,),
    "weighted-checklist": (_pairs,),
    "date": (_date,),
    "number": (_number,),
    "int": (_number,),
    "today": (_clock,),
    "now": (_clock,),
    "if": (_negated,),
    "not": (_negated,),
    "boolean": (_negated,),
}

__all__ = ["Scope", "check", "finding", "judged", "kind_of", "lint", "names"]
