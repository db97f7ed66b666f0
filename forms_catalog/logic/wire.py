"""The program of a form as the browser gets it: trees and tables, no answers and nobody's names."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..expressions import Node, to_json, walk
from ..expressions.values import Identity, Month, Rows, Value
from ..questions import Context, type_of
from .program import Check, Expression, Item, Program, Table
from .worth import kind_of, order_of


def wire(program: Program) -> bytes:
    """JSON, the same bytes for the same edition; absent members are left out."""
    ctx = Context(options=program.bundle.options)
    said = {
        "items": [_item(item, ctx) for item in program.items.values()],
        "sections": [[_tree(part) for part in conditions] for conditions in program.sections],
        "tables": [_table(table) for table in program.tables.values()],
        "checks": [_check(check) for check in program.checks],
        "order": program.order,
        "looked": {link: list(columns) for link, columns in program.looked.items()},
        "lists": _lists(program, ctx),
        "uses": _uses(program),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _tree(expression: Expression | None) -> dict[str, Any] | None:
    return to_json(expression.node, positions=False) if expression else None


def _item(item: Item, ctx: Context) -> dict[str, Any]:
    question, kind = item.question, type_of(item.question)
    found: dict[str, Any] = {
        "name": item.name,
        "section": item.section,
        "kind": kind_of(question),
        "control": kind.macro or kind.kind,
        "above": list(item.above),
        "many": list(order_of(question, ctx)),
        "sealed": question.sealed,
        "asked": kind.asked and not question.calculation and not question.number,
        "must": question.required is True,
        "trigger": question.trigger,
        "decision": item.decision,
        "type": question.type if item.computed else "",
        "message": question.constraint_message or (f"{question.label}填得不对，请改正"),
        "relevant": _tree(item.relevant),
        "required": _tree(item.required),
        "readOnly": _tree(item.read_only),
        "constraint": _tree(item.constraint),
        "calculation": _tree(item.calculation),
        "filter": _tree(item.filter),
        "repeatCount": _tree(item.repeat_count),
        "points": _table(item.points) if item.points else None,
        "choices": _named(question.option("choices", "")) if item.filter else None,
        "words": _words(item, ctx),
    }
    if not item.constraint:
        found["message"] = None
    return {n: v for n, v in found.items() if n == "section" or v not in (None, "", [], False, {})}


def _named(choices: Any) -> str | None:
    return choices if isinstance(choices, str) else None


def _words(item: Item, ctx: Context) -> dict[str, str]:
    """The words of a computed code."""
    if not item.computed or not item.question.option("choices", ""):
        return {}
    return {option.name: option.label for option in ctx.choices(item.question)}


def _table(table: Table) -> dict[str, Any]:
    lines = []
    for line in table.lines:
        then: Any = {"tree": _tree(line.then)} if isinstance(line.then, Expression) else line.then
        said = {"when": _tree(line.when), "then": then, "why": line.why}
        lines.append({name: value for name, value in said.items() if value})
    return {"name": table.name, "label": table.label, "all": table.all, "lines": lines}


def _check(check: Check) -> dict[str, Any]:
    rule = check.rule
    said = {
        "holds": _tree(check.holds),
        "message": rule.constraint_message,
        "warn": rule.warn,
        "reason": rule.reason,
        "decision": rule.decision,
        "at": list(rule.at),
        "spot": check.spot,
    }
    return {name: value for name, value in said.items() if value}


def _lists(program: Program, ctx: Context) -> dict[str, list[dict[str, str]]]:
    """The lists that filters, look-ups and words of choices ask for; inline ones by `#question`."""
    needed = {
        choices
        for item in program.items.values()
        if item.filter and isinstance(choices := item.question.option("choices", ""), str)
    }
    found = {name: _rows(ctx.options.get(name, ())) for name in sorted(needed | _sources(program))}
    for name in sorted(_labelled(program)):
        choices = program.items[name].question.option("choices", "")
        found[f"#{name}"] = _rows(ctx.choices(program.items[name].question)) if choices else []
    return found


def _rows(options: Any) -> list[dict[str, str]]:
    """As choice filters see them; the nameless column marks what is switched off and not drawn."""
    return [
        {"name": o.name, "label": o.label, "parent": o.parent, **dict(o.tags)}
        | ({"": "off"} if o.disabled else {})
        for o in options
    ]


def _nodes(program: Program) -> Iterator[Node]:
    for expression in program.expressions:
        yield from walk(expression.node)


def _uses(program: Program) -> list[str]:
    """Functions and kinds of nodes: what the page must know before it makes closures of trees."""
    return sorted({str(n.value) if n.op == "call" else n.op for n in _nodes(program)})


def _sources(program: Program) -> set[str]:
    return {
        node.args[0].value
        for node in _nodes(program)
        if node.op == "call"
        and node.value in ("instance", "pulldata")
        and node.args
        and node.args[0].op == "text"
        and node.args[0].value in program.bundle.options
    }


def _labelled(program: Program) -> set[str]:
    """Questions whose options are asked for their words, or filtered where they stand inline."""
    found = {
        item.name
        for item in program.items.values()
        if item.filter and not isinstance(item.question.option("choices", ""), str)
    }
    for node in _nodes(program):
        if node.op == "call" and node.value == "jr:choice-name" and len(node.args) == 2:
            name = str(node.args[1].value or "").removeprefix("${").removesuffix("}").strip()
            found |= {name} & program.items.keys()
    return found


def plain_value(value: Value) -> Any:
    """A value for the page's own data: numbers and texts as they are, days marked as such."""
    if isinstance(value, Rows):
        return [{name: plain_value(cell) for name, cell in row.items()} for row in value]
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat(timespec="milliseconds")}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, Month):
        return {"year_month": str(value)}
    if isinstance(value, Identity):
        return {"identity": str(value)}
    return value


def page_values(values: Mapping[str, Value]) -> dict[str, Any]:
    return {name: plain_value(value) for name, value in values.items()}
