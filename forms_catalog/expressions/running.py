"""The interpreter that judges: a tree becomes closures once, and runs against an environment."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from .functions import FUNCTIONS
from .functions.texts import each
from .nodes import Node, path_name
from .values import (
    Rows,
    Value,
    equal,
    first,
    to_boolean,
    to_number,
    to_text,
    unequal,
)

MOST_STEPS = 100_000
type Run = Callable[[Any], Value]


class TooManySteps(ArithmeticError):
    """An evaluation went on beyond MOST_STEPS."""


@lru_cache(maxsize=8192)
def compiled(node: Node) -> Run:
    """The closure of a tree; `run(env)` gives its value. Unknown functions give blank."""
    return _compile(node)


def _compile(node: Node) -> Run:
    make = _MAKERS.get(node.op)
    if make:
        return make(node)
    return _arithmetic(node)


def _literal(node: Node) -> Run:
    value = float(node.value) if node.op == "number" else node.value
    return lambda env: value


def _name(node: Node) -> Run:
    name = node.value
    return lambda env: env.name(name)


def _column(node: Node) -> Run:
    name = node.value
    return lambda env: env.column(name)


def _neg(node: Node) -> Run:
    inner = _compile(node.args[0])
    return lambda env: -to_number(inner(env))


def _logic(node: Node) -> Run:
    """`and` and `or`: the left spine as one list, so that long chains do not nest."""
    stops = node.op == "or"
    parts = [_compile(part) for part in _spine(node)]

    def run(env: Any) -> bool:
        for part in parts:
            if to_boolean(part(env)) is stops:
                return stops
        return not stops

    return run


def _spine(node: Node) -> list[Node]:
    found: list[Node] = []
    op = node.op
    while node.op == op:
        found.append(node.args[1])
        node = node.args[0]
    return [node, *reversed(found)]


def _equality(node: Node) -> Run:
    left, right = map(_compile, node.args)
    holds = equal if node.op == "=" else unequal

    def run(env: Any) -> bool:
        one, other = left(env), right(env)
        if type(one) is str and type(other) is str:
            return (one == other) is (holds is equal)
        return holds(one, other)

    return run


def _order(node: Node) -> Run:
    left, right = map(_compile, node.args)
    holds = _ORDERS[node.op]

    def run(env: Any) -> bool:
        one, other = left(env), right(env)
        if isinstance(one, list) or isinstance(other, list):
            return any(holds(a, b) for a in _numbers(one) for b in _numbers(other))
        return holds(to_number(one), to_number(other))

    return run


def _numbers(value: Value) -> list[float]:
    return [to_number(item) for item in value] if isinstance(value, list) else [to_number(value)]


_ORDERS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _arithmetic(node: Node) -> Run:
    """+ - * div mod, the left spine as one list."""
    steps: list[tuple[Callable[[Any, float, float], float], Run]] = []
    while node.op in _SUMS:
        steps.append((_SUMS[node.op], _compile(node.args[1])))
        node = node.args[0]
    head = _compile(node)
    steps.reverse()

    def run(env: Any) -> float:
        found = to_number(head(env))
        for sign, part in steps:
            found = sign(env, found, to_number(part(env)))
        return found

    return run


def _div(env: Any, one: float, other: float) -> float:
    if other == 0:
        if one == one and other == other:
            env.warn("expression.no-number")
        return math.nan
    return one / other


def _mod(env: Any, one: float, other: float) -> float:
    if other == 0 or math.isinf(one):
        env.warn("expression.no-number")
        return math.nan
    return math.fmod(one, other)


_SUMS: dict[str, Callable[[Any, float, float], float]] = {
    "+": lambda env, a, b: a + b,
    "-": lambda env, a, b: a - b,
    "*": lambda env, a, b: a * b,
    "div": _div,
    "mod": _mod,
}


def _call(node: Node) -> Run:
    special = _SPECIAL.get(node.value)
    if special:
        return special(node)
    known = FUNCTIONS.get(node.value)
    if known is None or known.run is None or not known.low <= len(node.args) <= known.high:
        return _unevaluated
    function, args = known.run, [_compile(part) for part in node.args]
    if len(args) == 1:
        one = args[0]
        return lambda env: (env.step(), function(env, one(env)))[1]
    if len(args) == 2:
        left, right = args
        return lambda env: (env.step(), function(env, left(env), right(env)))[1]

    def run(env: Any) -> Value:
        env.step()
        return function(env, *[part(env) for part in args])

    return run


def _unevaluated(env: Any) -> Value:
    env.warn("expression.not-evaluated")
    return ""


def _if(node: Node) -> Run:
    if len(node.args) != 3:
        return _unevaluated
    when, then, other = map(_compile, node.args)
    return lambda env: then(env) if to_boolean(when(env)) else other(env)


def _once(node: Node) -> Run:
    """The value that stands already, else the expression's."""
    if len(node.args) != 1:
        return _unevaluated
    inner = _compile(node.args[0])

    def run(env: Any) -> Value:
        own = env.own
        return inner(env) if to_text(own) == "" else own

    return run


def _choice_name(node: Node) -> Run:
    """The second argument names a question: `'${q}'`, as XLSForm writes it, or `${q}`."""
    if len(node.args) != 2:
        return _unevaluated
    value, named = _compile(node.args[0]), node.args[1]
    question = named.value if named.op in ("name", "text") else path_name(named)
    if not isinstance(question, str):
        return _unevaluated
    question = question.removeprefix("${").removesuffix("}").strip()
    return lambda env: env.label(to_text(value(env)), question)


def _indexed(node: Node) -> Run:
    """`indexed-repeat(${cell}, ${rows}, n)`: the cells of the whole table, wherever it is asked."""
    if len(node.args) < 3:
        return _unevaluated
    named, index = node.args[0], _compile(node.args[2])
    name = named.value if named.op == "name" else path_name(named)
    if not isinstance(name, str):
        return _unevaluated

    def run(env: Any) -> Value:
        env.step()
        found, at = each(env.cells(name)), to_number(index(env))
        return found[int(at) - 1] if 1 <= at <= len(found) else ""

    return run


def _over_cells(node: Node) -> Run:
    """Aggregates see every cell of a column, also when they are asked inside a row."""
    known = FUNCTIONS[node.value]
    if not known.low <= len(node.args) <= known.high:
        return _unevaluated
    function = known.run
    assert function is not None
    parts = [_cells(part) for part in node.args]

    def run(env: Any) -> Value:
        env.step()
        return function(env, *[part(env) for part in parts])

    return run


def _cells(node: Node) -> Run:
    if node.op == "name":
        name = node.value
        return lambda env: env.cells(name)
    return _compile(node)


def _lookup(node: Node) -> Run:
    """`pulldata('list', 'column', 'key column', key)`."""
    if len(node.args) != 4:
        return _unevaluated
    source, column, key, value = map(_compile, node.args)

    def run(env: Any) -> Value:
        wanted, field, out = to_text(value(env)), to_text(key(env)), to_text(column(env))
        if not wanted:
            return ""
        for row in env.rows_of(to_text(source(env))):
            env.step()
            if row.get(field) == wanted:
                return row.get(out, "")
        return ""

    return run


def _path(node: Node) -> Run:
    if name := path_name(node):
        return lambda env: env.name(name)
    base = node.args[0]
    steps = [part for part in node.args if part.op == "step"]
    if base.op == "call" and base.value == "instance" and len(base.args) == 1:
        return _instance(base, steps)
    if base.op == "call":
        here = base.value == "current" and [part.value for part in steps] == ["."]
        return (lambda env: env.own) if here else _unevaluated
    if [part.value for part in steps] == [".."]:
        return lambda env: " "
    return _unevaluated


def _instance(base: Node, steps: Sequence[Node]) -> Run:
    """`instance('list')/root/item[...]/column`: the rows of a list, filtered, one column of each."""
    source = _compile(base.args[0])
    tests = [_compile(test) for step in steps for test in step.args]
    names = [step.value for step in steps if step.value not in ("root", "item", ".")]
    column = names[-1] if names else ""

    def run(env: Any) -> Value:
        rows = list(env.rows_of(to_text(source(env))))
        for test in tests:
            rows = _kept(env, rows, test)
        return [row.get(column, "") for row in rows] if column else Rows(rows)

    return run


def _kept(env: Any, rows: list[dict[str, Any]], test: Run) -> list[dict[str, Any]]:
    found = []
    for number, row in enumerate(rows, 1):
        env.step()
        value = test(env.within(row, number))
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            keep = value == number
        else:
            keep = to_boolean(value)
        if keep:
            found.append(row)
    return found


def _union(node: Node) -> Run:
    return _unevaluated


_SPECIAL: dict[str, Callable[[Node], Run]] = {
    "if": _if,
    "once": _once,
    "jr:choice-name": _choice_name,
    "indexed-repeat": _indexed,
    "pulldata": _lookup,
    **dict.fromkeys(("sum", "min", "max", "count", "count-non-empty", "join"), _over_cells),
}
_MAKERS: dict[str, Callable[[Node], Run]] = {
    "text": _literal,
    "number": _literal,
    "name": _name,
    "column": _column,
    "self": lambda node: lambda env: env.own,
    "neg": _neg,
    "or": _logic,
    "and": _logic,
    "=": _equality,
    "!=": _equality,
    "<": _order,
    "<=": _order,
    ">": _order,
    ">=": _order,
    "call": _call,
    "path": _path,
    "step": lambda node: _unevaluated,
    "union": _union,
}


def truth(node: Node, env: Any) -> bool:
    return to_boolean(compiled(node)(env))


def value_of(node: Node, env: Any) -> Value:
    return first(compiled(node)(env))
