"""Template files: the only formatter, so that a file written twice has the same bytes."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from ..bundle import Bundle
from ..checks.shape import question_keys
from ..definition import KINDS, Key, Template, dump, keys_of, short_of
from ..definition.form import Question
from ..expressions import is_expression

SUFFIX = ".yaml"
LABEL = "模板文件"
WIDTH = 120


class Expr(str):
    """Text that is an expression: inside `{}` it stands only in the row of a table, quoted."""

    __slots__ = ()


def write(bundle: Bundle) -> bytes:
    return write_template(bundle.template)


def write_template(template: Template) -> bytes:
    """Line 1 `format: 1`, line 2 `KIND: id`, then the keys in the order of their declaration."""
    data = dump(template)
    body = _keys(keys_of(KINDS[template.kind]), data)
    lines = ["format: 1", f"{template.kind}: {template.id}", *_map(body, 0)]
    return ("\n".join(lines) + "\n").encode()


def _keys(keys: Mapping[str, Key], data: Mapping[str, Any]) -> dict[str, Any]:
    """The YAML shape of a part: named maps as maps, shorthand where it says all."""
    return {name: _shape(item, data[name]) for name, item in keys.items() if name in data}


def _shape(item: Key, value: Any) -> Any:
    if item.part is str and isinstance(value, list):
        value = {pair["name"]: pair["value"] for pair in value}
        return {name: _computed(text) for name, text in value.items()} if _computes(item) else value
    if isinstance(value, list) and item.part and "list:" in item.shape:
        return _rows(item.part, value)
    if isinstance(value, list) and item.part:
        return {part["name"]: _part(item.part, part) for part in value}
    if isinstance(value, dict) and item.part:
        return _part(item.part, value)
    return _scalar(item, value)


def _rows(cls: type, rows: list[dict[str, Any]]) -> list[Any]:
    """All in short, or none: a list in which some lines are maps is a table."""
    short = [_part(cls, row) for row in rows]
    if not any(isinstance(row, Mapping) for row in short):
        return short
    return [_keys(keys_of(cls), row) for row in rows]


def _part(cls: type, data: dict[str, Any]) -> Any:
    keys = question_keys(data["type"]) if cls is Question else keys_of(cls)
    out = _keys(keys, data)
    short = short_of(cls)
    return out[short] if short and list(out) == [short] else out


def _computes(item: Key) -> bool:
    return item.shape == "map:expr"


def _computed(text: str) -> str:
    return Expr(text) if is_expression(text) else text


def _scalar(item: Key, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    asks = "expr" in item.shapes or (item.shape == "value" and is_expression(value))
    return Expr(value) if asks else value


def _map(value: Mapping[str, Any], indent: int) -> list[str]:
    lines: list[str] = []
    for name, item in value.items():
        lines += _entry(f"{' ' * indent}{_key(name)}:", item, indent)
    return lines


def _entry(head: str, value: Any, indent: int) -> list[str]:
    if isinstance(value, str) and _literal(value):
        pad = " " * (indent + 2)
        return [f"{head} |", *(f"{pad}{line}".rstrip() for line in value.split("\n"))]
    one_line = _one_line(value)
    if one_line is not None and _width(f"{head} {one_line}") <= WIDTH:
        return [f"{head} {one_line}"]
    if isinstance(value, Mapping):
        return [head, *_map(value, indent + 2)]
    if _is_table(value):
        return [head, *(line for row in value for line in _row(row, indent))]
    if isinstance(value, list):
        return [f"{head} [", *_wrapped(value, indent + 2)]
    return [f"{head} {_text(value, flow=False)}"]


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(row, Mapping) for row in value)


def _row(row: Mapping[str, Any], indent: int) -> list[str]:
    """One row of a table: on one line when it fits, expressions quoted, else one attribute a line."""
    pad = " " * indent
    if not any(_spreads(item) for item in row.values()):
        line = f"{pad}- {_flow_map(row)}"
        if _width(line) <= WIDTH:
            return [line]
    first, *rest = _map(row, indent + 2)
    return [f"{pad}- {first[indent + 2 :]}", *rest]


def _one_line(value: Any) -> str | None:
    """The value on one line, or None when it must spread: inner maps, expressions, line breaks."""
    if isinstance(value, Mapping):
        inside = value.values()
        spread = any(isinstance(item, Expr) or _spreads(item) for item in inside)
        return None if spread else _flow_map(value)
    if isinstance(value, list):
        return None if _is_table(value) else _flow(value)
    return _text(value, flow=False)


def _spreads(value: Any) -> bool:
    """Whether no `{}` may hold the value: maps, lists of more than words, line breaks."""
    if isinstance(value, list):
        return any(isinstance(row, (list, Mapping)) for row in value)
    return isinstance(value, Mapping) or "\n" in str(value)


def _flow_map(value: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{_key(name)}: {_flow(item)}" for name, item in value.items()) + "}"


def _flow(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _quoted(value) if isinstance(value, Expr) else _text(value, flow=True)


def _wrapped(items: Iterable[Any], indent: int) -> list[str]:
    """The items of a long list and its end, all deeper than the key, as YAML 1.2 wants it."""
    lines, row = [], " " * indent
    for bit in [_flow(item) + "," for item in items]:
        if row.strip() and len(row) + len(bit) > WIDTH - 20:
            lines.append(row.rstrip())
            row = " " * indent
        row += bit + " "
    return [*lines, row.rstrip().rstrip(",") + "]"]


def _text(value: Any, flow: bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return json.dumps(value)
    return value if _plain(value, flow) else _quoted(value)


_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What YAML folds, refuses or takes for a line end."""


def _literal(text: str) -> bool:
    """Whether text may stand behind `|` and come back as it is."""
    lines = text.split("\n")
    if len(lines) < 2 or not lines[-1] or not lines[0] or lines[0].startswith(" "):
        return False
    return not _ODD.search(text) and all(line == line.rstrip() for line in lines)


def _quoted(text: str) -> str:
    """JSON's quotes are YAML's double quotes, but for characters that JSON leaves as they are."""
    return _ODD.sub(lambda c: f"\\u{ord(c[0]):04x}", json.dumps(text, ensure_ascii=False))


_NUMBER = re.compile(r"[-+]?(\d[\d_]*)?\.?\d*([eE][-+]?\d+)?|0[xo][0-9a-fA-F]+|[-+]?\.(inf|nan)")
_WORDS = {"", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "-"}
_FIRST = set("-?:,[]{}#&*!|>'\"%@`=")


def _plain(text: str, flow: bool) -> bool:
    """Whether text may stand without quotes: it reads back as itself in any YAML 1.2 editor."""
    if text.lower() in _WORDS or _NUMBER.fullmatch(text) or text != text.strip():
        return False
    if text[0] in _FIRST and not (text[0] in "-" and text[1:2] not in ("", " ")):
        return False
    if re.search(r":(\s|$)|\s#", text) or _ODD.search(text) or "\n" in text:
        return False
    return not (flow and re.search(r"[,\[\]{}]|:\W", text))


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_.-]+|[\u3400-\u9fff]+", name) else _quoted(name)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
