"""How a type reads its own attributes out of the frozen definition."""

from __future__ import annotations

from ..definition import Question


def pairs(question: Question, name: str) -> tuple[tuple[str, str], ...]:
    """A `map:text` attribute: canonical form keeps it as objects with `name` and `value`."""
    items = (dict(item) for item in question.option(name, ()))
    return tuple((item["name"], item["value"]) for item in items)
