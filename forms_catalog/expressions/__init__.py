"""The expression language: XLSForm's dialect of XPath 1.0, one tree, several interpreters."""

from __future__ import annotations

from ..problems import Refused
from .environment import Environment, Plain
from .evaluating import evaluate_text, run, value_of_json
from .lint import Scope, check, judged
from .nodes import Node, from_json, names, same, to_json, walk
from .parser import parse, parse_noting, problems_in
from .printing import to_text


def is_expression(text: str) -> bool:
    """A `value` key holds an expression when it contains `${` or `(`, else a fixed value."""
    return "${" in text or "(" in text


def canonical(text: str) -> str:
    """The one spelling of a text that can be read, the text itself when it cannot."""
    try:
        return to_text(parse(text))
    except Refused:
        return text


__all__ = [
    "Environment", "Node", "Plain", "Scope", "canonical", "check", "evaluate_text", "from_json",
    "is_expression", "judged", "names", "parse", "parse_noting", "problems_in", "run", "same",
    "to_json", "to_text", "value_of_json", "walk",
]  # fmt: skip
