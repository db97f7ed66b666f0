"""The expression language. Until form logic arrives expressions are carried as text, never judged."""

from __future__ import annotations


def is_expression(text: str) -> bool:
    """A `value` key holds an expression when it contains `${` or `(`, else a fixed value."""
    return "${" in text or "(" in text
