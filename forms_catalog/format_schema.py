"""A JSON Schema of the template format itself, so that an editor completes and checks it."""

from __future__ import annotations

from typing import Any

from .checks.shape import question_keys
from .definition import KINDS, READY, Key, keys_of, ready, short_of
from .definition.form import Question
from .questions import TYPES

_SCALARS: dict[str, dict[str, Any]] = {
    "text": {"type": ["string", "number"]},
    "name": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
    "ref": {"type": "string", "pattern": "^_?[a-z][a-z0-9_]*$"},
    "code": {"type": ["string", "integer"]},
    "int": {"type": "integer"},
    "num": {"type": "number"},
    "bool": {"type": "boolean"},
    "dur": {"type": "string", "pattern": "^(0|[1-9][0-9]{0,4})(min|h|d|wd|w|mo|y)$"},
    "monthday": {"type": "string", "pattern": "^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"},
    "texts": {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]},
    "names": {"type": "array", "items": {"type": ["string", "integer"]}},
    "list:names": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
}


def format_schema() -> dict[str, Any]:
    """One definition a class of the format; a file is told apart by its second key."""
    defs: dict[str, Any] = {}
    kinds = [_kind(kind, cls, defs) for kind, cls in KINDS.items()]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "童护模板格式 1",
        "oneOf": kinds,
        "$defs": dict(sorted(defs.items())),
    }


def _kind(kind: str, cls: type, defs: dict[str, Any]) -> dict[str, Any]:
    body = _object(keys_of(cls), defs)
    head = {"format": {"const": 1}, kind: _SCALARS["name"] | {"description": "标识"}}
    body["properties"] = head | body["properties"]
    body["required"] = ["format", kind, *body["required"]]
    return body


def _object(keys: dict[str, Key], defs: dict[str, Any]) -> dict[str, Any]:
    usable = {name: item for name, item in keys.items() if ready(item)}
    return {
        "type": "object",
        "properties": {
            name: _value(item, defs) | {"description": item.note} for name, item in usable.items()
        },
        "required": [name for name, item in usable.items() if item.required],
        "additionalProperties": False,
    }


def _value(item: Key, defs: dict[str, Any]) -> dict[str, Any]:
    ways = [_shape(shape, item, defs) for shape in item.shapes]
    return ways[0] if len(ways) == 1 else {"anyOf": ways}


def _shape(shape: str, item: Key, defs: dict[str, Any]) -> dict[str, Any]:
    head = shape.partition(":")[0]
    if head == "map":
        return {"type": "object", "additionalProperties": _inner(item.part, defs)}
    if head == "obj":
        return _inner(item.part, defs)
    if head == "list" and item.part:
        rows = {"type": "array", "items": _inner(item.part, defs)}
        return {"anyOf": [_SCALARS["text"], rows]} if short_of(item.part) else rows
    return _SCALARS.get(shape, _SCALARS["text"])


def _inner(part: type | None, defs: dict[str, Any]) -> dict[str, Any]:
    if part is None or part is str:
        return _SCALARS["text"]
    if part.__name__ not in defs:
        defs[part.__name__] = {}
        defs[part.__name__] = _question(defs) if part is Question else _object(keys_of(part), defs)
    ref = {"$ref": f"#/$defs/{part.__name__}"}
    return {"anyOf": [_SCALARS["text"], ref]} if short_of(part) else ref


def _question(defs: dict[str, Any]) -> dict[str, Any]:
    """Every type's own keys appear only beside that type."""
    one_of = []
    for name in sorted(name for name, kind in TYPES.items() if kind.since in READY):
        body = _object(question_keys(name), defs)
        body["properties"]["type"] = {"const": name, "description": TYPES[name].label}
        one_of.append(body)
    return {"oneOf": one_of}
