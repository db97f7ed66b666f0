"""A value of the canonical form as the text of one cell, and back."""

from __future__ import annotations

import json
from typing import Any

from ..definition import Key, to_bytes

LONGEST = 32_767
"""Characters that a cell of a workbook can hold."""
_TRUE = frozenset(["yes", "true", "true()"])
_FALSE = frozenset(["no", "false", "false()"])


def to_cell(value: Any) -> str:
    """Text as it is, names joined by blanks, objects as canonical JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return " ".join(value)
    return to_bytes(value).decode()


def from_cell(text: str, item: Key) -> Any:
    """Text, lists and maps of text, as a YAML file would hold them; raises ValueError."""
    if "bool" in item.shapes:
        return json.loads(text) if text.startswith('"') else truth(text) or text
    if item.shapes[0] == "names" and not text.lstrip().startswith("["):
        return text.split()
    structured = item.part is not None or any(":" in shape for shape in item.shapes)
    if structured and text.lstrip()[:1] in ("{", "["):
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=_no_constant)
    return text


def _no_constant(text: str) -> Any:
    raise ValueError(text)


def truth(text: str) -> str:
    """`true` or `false` for the words that XLSForm has for them, '' for any other."""
    plain = text.strip().lower()
    return "true" if plain in _TRUE else "false" if plain in _FALSE else ""
