"""From the tree of a condition to a Q, every part that no column can answer named with its place."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from forms_catalog.expressions import Environment, Node
from forms_catalog.expressions.nodes import path_name
from forms_catalog.problems import Problem, Refused

from .ages import age_at, age_in
from .calls import called
from .columns import Column, cases_of
from .comparing import equals, ordered
from .formulas import Formula, both, either, opposite, size
from .rendering import to_q
from .sums import negative, summed
from .unfit import CALCULATE, Unfit, problem
from .values import Along, Cases, Const, Leaf, always, combined, constant, of_truth, truth

MOST_COMPARISONS = 300
_ORDERS = frozenset({"<", "<=", ">", ">="})


@dataclass(frozen=True)
class Compiled:
    """`q` is the whole condition, None when a part of it cannot be asked of the database.

    `partial` holds what can: whatever `q` would let through passes it, and `rest` says what is left
    to ask of each record. `problems` name the parts of `rest`.
    """

    q: Q | None
    partial: Q
    rest: tuple[Node, ...] = ()
    problems: tuple[Problem, ...] = ()


def compile_filter(
    node: Node,
    columns: Mapping[str, Column],
    now: dt.datetime,
    given: Mapping[str, Any] | None = None,
) -> Compiled:
    """The condition over a ledger's columns; `given` are names that mean the same for every row."""
    compiler = _Compiler(columns, _civil(now), given or {})
    parts = _spine(node, "and")
    made: list[Formula] = []
    rest: list[Node] = []
    problems: list[Problem] = []
    for part in parts:
        try:
            made.append(compiler.condition(part))
        except Refused as refused:
            rest.append(part)
            problems += [item for item in refused if item not in problems]
    formula = both(*made)
    if size(formula) > MOST_COMPARISONS:
        over = problem("filter.not-compilable", "这个条件太长", "拆成几个条件分开筛选", node)
        return Compiled(None, Q(), (node,), (over, *problems))
    q = to_q(formula)
    return Compiled(None if rest else q, q, tuple(rest), tuple(problems))


def _civil(now: dt.datetime) -> dt.datetime:
    return timezone.make_naive(now) if timezone.is_aware(now) else now


def _spine(node: Node, op: str) -> list[Node]:
    found: list[Node] = []
    while node.op == op:
        found.append(node.args[1])
        node = node.args[0]
    return [node, *reversed(found)]


class _Compiler:
    """One run over one tree."""

    def __init__(
        self, columns: Mapping[str, Column], now: dt.datetime, given: Mapping[str, Any]
    ) -> None:
        self.columns = columns
        self.env = Environment(now)
        self.given = {"_today": now.date(), "_ref": now.date(), "_now": now, **given}

    def condition(self, node: Node) -> Formula:
        if node.op in ("and", "or"):
            parts = self.each(self.condition, _spine(node, node.op))
            return both(*parts) if node.op == "and" else either(*parts)
        return truth(self.value(node))

    def value(self, node: Node) -> Cases:
        """The cases of a part; raises Refused with everything below it that does not fit."""
        try:
            return self._value(node)
        except Unfit as unfit:
            raise Refused(unfit.at(node)) from None
        except RecursionError:
            deep = Unfit("这一部分套得太深", "拆成几个条件分开筛选")
            raise Refused(deep.at(node)) from None

    def _value(self, node: Node) -> Cases:
        if node.op == "text":
            return constant(node.value)
        if node.op == "number":
            return constant(float(node.value))
        if node.op in ("and", "or"):
            return of_truth(self.condition(node))
        name = path_name(node) if node.op == "path" else node.value
        if node.op in ("name", "path") and name:
            return self.column(str(name), node)
        if node.op == "call":
            return self.call(node)
        if not node.args or node.op in ("path", "union", "step"):
            raise Unfit("这样的写法不能用来筛选", "写成 ${列名} 和固定的值相比")
        return self.operation(node)

    def operation(self, node: Node) -> Cases:
        if aged := age_in(node):
            return self.age(*aged)
        values = self.each(self.value, node.args)
        if node.op == "neg":
            return negative(values[0])
        if node.op in _ORDERS:
            return of_truth(ordered(node.op, *values))
        if node.op in ("=", "!="):
            held = equals(*values)
            return of_truth(held if node.op == "=" else opposite(held))
        return summed(node.op, *values)

    def call(self, node: Node) -> Cases:
        if node.value == "not" and len(node.args) == 1:
            return of_truth(opposite(self.condition(node.args[0])))
        if node.value == "jr:choice-name":
            raise Unfit("选项的文字不能用来筛选", "用选项的值来比")
        return called(node.value, self.env, self.each(self.value, node.args))

    def age(self, born: Node, day: Node) -> Cases:
        """Whole years between a column and a fixed day."""
        return combined(_age, *self.each(self.value, (born, day)))

    def column(self, name: str, node: Node) -> Cases:
        if name in self.given:
            return constant(self.given[name])
        found = self.columns.get(name)
        if found is None:
            raise Refused(self._unknown(name, node))
        if found.sealed:
            text, words = f"“{name}”是加密的，不能用来筛选", "换一题不加密的；要找某个人，用搜索框"
            raise Refused(problem("filter.sealed", text, words, node))
        if not found.field:
            text, words = f"“{name}”没有列在台账里，不能用来筛选", "先把这一题加到台账的列里"
            raise Refused(problem("filter.not-in-columns", text, words, node))
        return cases_of(found, self.given["_ref"])

    def _unknown(self, name: str, node: Node) -> Problem:
        near = difflib.get_close_matches(name, self.columns, 1)
        words = f"是不是 ${{{near[0]}}}" if near else "看看这个台账有哪些列"
        return problem("filter.not-in-columns", f"台账里没有“{name}”这一列", words, node)

    def each[T](self, make: Callable[[Node], T], nodes: Iterable[Node]) -> list[T]:
        """All of them, or all that is wrong with them."""
        made: list[T] = []
        problems: list[Problem] = []
        for node in nodes:
            try:
                made.append(make(node))
            except Refused as refused:
                problems += refused
        if problems:
            raise Refused(*problems)
        return made


def _age(born: Leaf, day: Leaf) -> Cases:
    if isinstance(born, Const) and isinstance(day, Const):
        return constant(age_at(born.value, day.value))
    if isinstance(born, Along) and isinstance(day, Const):
        return always(born.then(lambda value: age_at(value, day.value), -1))
    if isinstance(day, Along) and isinstance(born, Const):
        return always(day.then(lambda value: age_at(born.value, value)))
    raise Unfit("两列日期之间的周岁不能用来筛选", CALCULATE)
