"""The title of a copy: our template `((name)) ((date))` against XLSForm's `concat(${name}, ...)`."""

from __future__ import annotations

import re

from ..placeholders import Mark, parse

_PART = re.compile(r"""\s*(?:\$\{\s*(?P<name>[^{}]+?)\s*\}|'(?P<one>[^']*)'|"(?P<two>[^"]*)")\s*""")


def to_expression(template: str) -> str:
    """The expression that says what a template says; '' when it cannot."""
    parts = []
    for part in parse(template):
        if isinstance(part, Mark) and not part.form and part.words is None:
            parts.append(f"${{{part.name}}}")
        elif isinstance(part, str) and "'" not in part:
            parts.append(f"'{part}'")
        else:
            return ""
    return parts[0] if len(parts) == 1 else f"concat({', '.join(parts)})"


def to_template(expression: str) -> str:
    """The template of a name, or of a `concat` of names and words; '' for any other expression."""
    inner = re.fullmatch(r"\s*concat\s*\((.*)\)\s*", expression, re.S)
    rest, found = inner[1] if inner else expression, ""
    while match := _PART.match(rest):
        words = match["one"] if match["one"] is not None else match["two"]
        found += f"(({match['name']}))" if match["name"] else words or ""
        rest = rest[match.end() :]
        if not rest:
            return found
        if not rest.startswith(",") or not inner:
            return ""
        rest = rest[1:]
    return ""
