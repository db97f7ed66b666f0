"""The rule builder's normal form: rule <-> tree, without loss either way.

A rule is `{"all" | "any" | "not": [line or rule, ...]}`; `not` says that they do not all hold. A line
is `{"field", "op", "value"?, "on"?}`: `field` a name or `.`; `op` a comparison (eq ne gt ge lt le
between), one before which stands what is measured (`age.ge`, `picked.le`, `count.eq`, `sum.ge`,
`length.eq`), or has lacks among outside blank filled format. `value` is text, a number, `{"date": ISO,
"today" or "now"}`, `{"field": name}`, a pair of those for between, or codes for among; `on` is the question
up to whose date an age is counted, today without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any

from ..problems import Refused, refuse
from .nodes import Node, same
from .patterns import PATTERNS, named

Rule = dict[str, Any]
GROUPS = ("all", "any", "not")
COMPARISONS = {"eq": "=", "ne": "!=", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
_BACK = {sign: name for name, sign in COMPARISONS.items()}
_COUNTS = {"picked": "count-selected", "count": "count", "sum": "sum", "length": "string-length"}
_MEASURES = {function: name for name, function in _COUNTS.items()}
CLOCK = ("today", "now")
DEEPEST = 20


# ---- rule -> tree ----


def compile_rule(rule: Rule) -> Node:
    """The tree of a rule; raises Refused for a line that is not finished."""
    return _joined(rule, 0)


def _joined(rule: Rule, depth: int) -> Node:
    kind = next((name for name in GROUPS if name in rule), "")
    parts = rule.get(kind)
    if not kind or not isinstance(parts, list) or not parts or depth > DEEPEST:
        raise refuse("rule.incomplete", "条件还没有写完", "加一行，或去掉这一组")
    sign = "or" if kind == "any" else "and"
    trees = [tree for part in parts for tree in _members(part, sign, depth)]
    whole = reduce(lambda one, other: Node(sign, None, (one, other)), trees)
    return _call("not", whole) if kind == "not" else whole


def _members(part: Any, sign: str, depth: int) -> Iterator[Node]:
    """A part as the trees that its group joins: its own kind of group melts into it."""
    if not isinstance(part, dict):
        raise refuse("rule.incomplete", "条件还没有写完", "选题目，再选怎么比")
    tree = _joined(part, depth + 1) if any(name in part for name in GROUPS) else compile_line(part)
    yield from _chain(tree, sign)


def _chain(node: Node, sign: str) -> Iterator[Node]:
    """The items of `a and b and c`, which nest to the left."""
    items: list[Node] = []
    while node.op == sign:
        items.append(node.args[1])
        node = node.args[0]
    yield node
    yield from reversed(items)


def compile_line(line: Rule) -> Node:
    field, op = line.get("field"), line.get("op")
    if not isinstance(field, str) or not field or not isinstance(op, str):
        raise refuse("rule.incomplete", "条件还没有写完", "选题目，再选怎么比")
    measure, _, comparison = op.rpartition(".")
    value = line.get("value")
    if not measure and comparison in _WORDS:
        return _WORDS[comparison](_name(field), value)
    return _compared(_measured(measure, field, line.get("on")), comparison, value)


def _measured(measure: str, field: str, on: Any) -> Node:
    if not measure:
        return _name(field)
    if measure == "age":
        return age(_name(field), _name(on) if isinstance(on, str) and on else _call("today"))
    if measure in _COUNTS:
        return _call(_COUNTS[measure], _name(field))
    raise refuse("rule.incomplete", "没有这种比法", "重新选怎么比")


def _compared(subject: Node, comparison: str, value: Any) -> Node:
    if comparison == "between":
        if not isinstance(value, list) or len(value) != 2:
            raise refuse("rule.incomplete", "还没有写从多少到多少", "两边都写上")
        least = Node(">=", None, (subject, _ordered(value[0])))
        return Node("and", None, (least, Node("<=", None, (subject, _ordered(value[1])))))
    if comparison not in COMPARISONS:
        raise refuse("rule.incomplete", "条件还没有写完", "选怎么比")
    of = _operand if comparison in ("eq", "ne") else _ordered
    return Node(COMPARISONS[comparison], None, (subject, of(value)))


def _ordered(value: Any) -> Node:
    """What has a size: no text."""
    if isinstance(value, str):
        raise refuse("rule.no-number", "这里要写数", "写成数字")
    return _operand(value)


def _operand(value: Any) -> Node:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = Node("number", abs(value))
        return Node("neg", None, (number,)) if value < 0 else number
    if isinstance(value, str) and value:
        return _text(value)
    if isinstance(value, dict) and isinstance(value.get("field"), str) and value["field"]:
        return _name(value["field"])
    if isinstance(value, dict) and isinstance(value.get("date"), str) and value["date"]:
        day = value["date"]
        return _call(day) if day in CLOCK else _call("date", _text(day))
    raise refuse("rule.incomplete", "还没有写和什么比", "写上要比的值")


def _text(text: Any) -> Node:
    if not isinstance(text, str) or not text:
        raise refuse("rule.incomplete", "还没有选答案", "选一项")
    if "'" in text and '"' in text:
        raise refuse("rule.two-quotes", "文字里不能又有单引号又有双引号", "去掉其中一种")
    return Node("text", text)


def _name(field: str) -> Node:
    return Node("self") if field == "." else Node("name", field)


def _call(function: str, *args: Node) -> Node:
    return Node("call", function, args)


def _codes(value: Any) -> Node:
    codes = value if isinstance(value, list) else []
    if not codes or not all(isinstance(code, str) and code.split() == [code] for code in codes):
        raise refuse("rule.incomplete", "还没有选答案", "至少选一项")
    return _text(" ".join(codes))


def _format(subject: Node, value: Any) -> Node:
    if value not in PATTERNS:
        raise refuse("rule.incomplete", "还没有选格式", "选一种格式")
    return _call("regex", subject, Node("text", PATTERNS[value].pattern))


def _not(node: Node) -> Node:
    return _call("not", node)


_WORDS: dict[str, Callable[[Node, Any], Node]] = {
    "blank": lambda subject, value: Node("=", None, (subject, Node("text", ""))),
    "filled": lambda subject, value: Node("!=", None, (subject, Node("text", ""))),
    "has": lambda subject, value: _call("selected", subject, _text(value)),
    "lacks": lambda subject, value: _not(_call("selected", subject, _text(value))),
    "among": lambda subject, value: _call("selected", _codes(value), subject),
    "outside": lambda subject, value: _not(_call("selected", _codes(value), subject)),
    "format": _format,
}


def age(born: Node, on: Node) -> Node:
    """Full years, right on birthdays and the same in every engine."""

    def part(day: Node, how: str) -> Node:
        return _call("format-date", day, Node("text", how))

    years = Node("-", None, (part(on, "%Y"), part(born, "%Y")))
    early = Node("<", None, (part(on, "%m%d"), part(born, "%m%d")))
    return Node("-", None, (years, _call("if", early, Node("number", 1), Node("number", 0))))


# ---- tree -> rule ----


def decompile(node: Node) -> Rule | None:
    """The rule of a tree; None when the builder could not write exactly this."""
    found = _part(node, 0)
    if found is None:
        return None
    rule = found if any(name in found for name in GROUPS) else {"all": [found]}
    try:
        return rule if same(compile_rule(rule), node) else None
    except Refused:
        return None


def depth(rule: Rule) -> int:
    """How many groups stand in one another."""
    parts = next((rule[name] for name in GROUPS if name in rule), None)
    return 0 if parts is None else 1 + max((depth(part) for part in parts), default=0)


def _part(node: Node, deep: int) -> Rule | None:
    """A line where one will do, else a group."""
    line = line_of(node)
    if line or deep > DEEPEST:
        return line
    if node.op in ("and", "or"):
        return _group("all" if node.op == "and" else "any", node, deep)
    if node.op == "call" and node.value == "not" and len(node.args) == 1:
        return _group("not", node.args[0], deep)
    return None


def _group(kind: str, node: Node, deep: int) -> Rule | None:
    parts = _merged([_part(item, deep + 1) for item in _chain(node, _sign(kind))], kind)
    if any(part is None for part in parts):
        return None
    return parts[0] if len(parts) == 1 and kind != "not" else {kind: parts}


def _sign(kind: str) -> str:
    return "or" if kind == "any" else "and"


def _merged(parts: list[Rule | None], kind: str) -> list[Rule | None]:
    """At least and at most of the same thing, one after the other, are one line."""
    found: list[Rule | None] = []
    for part in parts:
        if kind != "any" and found and (between := _between(found[-1], part)):
            found[-1] = between
        else:
            found.append(part)
    return found


def _between(one: Rule | None, other: Rule | None) -> Rule | None:
    if not one or not other or "value" not in one or "value" not in other:
        return None
    measure, _, low = str(one.get("op")).rpartition(".")
    of, _, high = str(other.get("op")).rpartition(".")
    alike = all(one.get(name) == other.get(name) for name in ("field", "on"))
    if not alike or measure != of or (low, high) != ("ge", "le"):
        return None
    op = f"{measure}.between" if measure else "between"
    return one | {"op": op, "value": [one["value"], other["value"]]}


def line_of(node: Node) -> Rule | None:
    """The line that a condition is, None for any other."""
    if node.op in _BACK:
        return _line_of_comparison(node)
    if node.op == "call" and node.value == "not" and len(node.args) == 1:
        line = line_of(node.args[0])
        op = {"has": "lacks", "among": "outside"}.get(str(line and line["op"]))
        return line | {"op": op} if line and op else None
    return _line_of_call(node) if node.op == "call" and len(node.args) == 2 else None


def _line_of_call(node: Node) -> Rule | None:
    first, second = node.args
    if node.value == "regex" and second.op == "text" and named(second.value):
        field = _field(first)
        found = {"field": field, "op": "format", "value": named(second.value)}
        return found if field else None
    if node.value != "selected":
        return None
    if second.op == "text" and (field := _field(first)):
        return {"field": field, "op": "has", "value": second.value}
    if first.op == "text" and (field := _field(second)):
        return {"field": field, "op": "among", "value": first.value.split(" ")}
    return None


def _line_of_comparison(node: Node) -> Rule | None:
    subject, other = node.args
    found = _subject(subject)
    if found is None:
        return None
    measure = found.pop("measure", "")
    op = _BACK[node.op]
    if other.op == "text" and not other.value and not measure and op in ("eq", "ne"):
        return found | {"op": "blank" if op == "eq" else "filled"}
    value = _value(other)
    if value is None or (isinstance(value, str) and op not in ("eq", "ne")):
        return None
    return found | {"op": f"{measure}.{op}" if measure else op, "value": value}


def _subject(node: Node) -> Rule | None:
    """What stands before a comparison: a question, or something measured of one."""
    if field := _field(node):
        return {"field": field}
    if node.op == "call" and node.value in _MEASURES and len(node.args) == 1:
        field = _field(node.args[0])
        return {"field": field, "measure": _MEASURES[node.value]} if field else None
    return age_of(node)


def age_of(node: Node) -> Rule | None:
    """`field`, `measure` and `on` of an age in full years, None for anything else."""
    born, on = _ages(node)
    if born is None or on is None or not same(node, age(born, on)):
        return None
    field, day = _field(born), _field(on)
    if not field or not (day or same(on, _call("today"))):
        return None
    found = {"field": field, "measure": "age"}
    return found | {"on": day} if day else found


def _ages(node: Node) -> tuple[Node | None, Node | None]:
    """The two dates where an age would have them."""
    try:
        years = node.args[0]
        return years.args[1].args[0], years.args[0].args[0]
    except IndexError:
        return None, None


def _field(node: Node) -> str:
    if node.op == "self":
        return "."
    return str(node.value) if node.op == "name" and node.value else ""


def _value(node: Node) -> Any:
    """The operand, None when the builder has no control for it."""
    if node.op in ("number", "text"):
        return node.value if node.op == "number" else node.value or None
    if node.op == "neg" and node.args[0].op == "number":
        return -node.args[0].value
    if node.op == "name" and node.value:
        return {"field": node.value}
    if node.op == "call" and node.value in CLOCK and not node.args:
        return {"date": node.value}
    if node.op == "call" and node.value == "date" and len(node.args) == 1:
        return {"date": node.args[0].value} if node.args[0].op == "text" else None
    return None
