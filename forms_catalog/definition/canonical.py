"""Definitions to canonical JSON and back; the bytes that an edition keeps, and their digest."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import is_dataclass
from typing import Any

from .common import Template
from .duties import Calendar
from .form import FormDefinition, Question
from .keys import Key, keys_of
from .ledger import Ledger
from .letters import Letter
from .lists import ChoiceList
from .notices import Notice
from .pack import Pack, Role

FORMAT = 1
KINDS: dict[str, type[Template]] = {
    cls.kind: cls
    for cls in (FormDefinition, ChoiceList, Ledger, Notice, Letter, Calendar, Role, Pack)
}
LATER_KINDS = {
    "report": "reports",
    "layout": "print",
}


class FrozenMap(tuple[tuple[str, Any], ...]):
    """A JSON object inside a question's options; like there, the order of its keys means nothing."""

    __slots__ = ()


def freeze(value: Any) -> Any:
    if isinstance(value, dict):
        return FrozenMap((name, freeze(item)) for name, item in sorted(value.items()))
    return tuple(freeze(item) for item in value) if isinstance(value, (list, tuple)) else value


def thaw(value: Any) -> Any:
    if isinstance(value, FrozenMap):
        return {name: thaw(item) for name, item in value}
    return [thaw(item) for item in value] if isinstance(value, (list, tuple)) else value


def attribute(name: str) -> str:
    """Words of Python: their fields end with an underscore."""
    return f"{name}_" if name in {"as", "from", "with"} else name


def dump(template: Template) -> dict[str, Any]:
    """The canonical object of a definition: defaults dropped, named maps as lists."""
    return {"format": FORMAT, "kind": template.kind, "id": template.id} | _dump_part(template)


def _dump_part(part: Any) -> dict[str, Any]:
    out: dict[str, Any] = {"name": part.name} if hasattr(part, "name") else {}
    for name, item in keys_of(type(part)).items():
        value = getattr(part, attribute(name))
        if value != item.default:
            out[name] = _dump_value(value, item)
    if isinstance(part, Question):
        out |= {name: thaw(value) for name, value in part.options}
        if part.questions:
            out["questions"] = [_dump_part(question) for question in part.questions]
    return out


def _dump_value(value: Any, item: Key) -> Any:
    if is_dataclass(value):
        return _dump_part(value)
    if item.part is str and isinstance(value, tuple):
        return [{"name": name, "value": text} for name, text in value]
    if isinstance(value, tuple):
        return [_dump_part(part) if is_dataclass(part) else thaw(part) for part in value]
    return value


def load(data: dict[str, Any]) -> Template:
    """The definition of a canonical object; what a faulty file left out takes its default."""
    cls = KINDS[data["kind"]]
    return cls(id=data.get("id", ""), **_load_keys(cls, data))


def option_part[Part](question: Question, name: str, cls: type[Part]) -> Part | None:
    """An option that is a part (`score`, `derived`) as the object of its class, None without one."""
    data = thaw(question.option(name, None))
    return _load_part(cls, data) if isinstance(data, dict) else None


def _load_part(cls: type, data: dict[str, Any]) -> Any:
    named = {"name": data.get("name", "")} if "name" in cls.__dataclass_fields__ else {}  # type: ignore[attr-defined]
    fields = named | _load_keys(cls, data)
    if cls is Question:
        fields["questions"] = tuple(
            _load_part(Question, item) for item in data.get("questions", ())
        )
        known = {*keys_of(cls), "name", "questions"}
        fields["options"] = tuple(
            (name, freeze(value)) for name, value in sorted(data.items()) if name not in known
        )
    return cls(**fields)


def _load_keys(cls: type, data: dict[str, Any]) -> dict[str, Any]:
    return {
        attribute(name): _load_value(item, data[name]) if name in data else item.default
        for name, item in keys_of(cls).items()
    }


def _load_value(item: Key, value: Any) -> Any:
    if item.part is str and isinstance(value, list):
        return tuple((pair["name"], pair["value"]) for pair in value)
    if item.part and isinstance(value, dict):
        return _load_part(item.part, value)
    if item.part and isinstance(value, list):
        return tuple(_load_part(item.part, part) for part in value)
    return freeze(value)


def to_bytes(value: Any) -> bytes:
    """Sorted keys, no blanks, UTF-8, no newline; text in NFC with LF and no trailing blanks."""
    text = _ENCODER.encode(value)
    if not _is_clean(text):
        text = _ENCODER.encode(_clean(value))
    return text.encode()


def _is_clean(text: str) -> bool:
    """Whether cleaning would change nothing that this JSON says; most of it is clean."""
    if not unicodedata.is_normalized("NFC", text):
        return False
    if text.isprintable() and "\\" not in text:  # no blank but the common one, no line end
        return ' "' not in text
    return not _UNCLEAN.search(text)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_UNCLEAN = re.compile(r'(?:\s|\\[tnrfb]|\\u[0-9a-f]{4})(?:"|\\n)|\\r')
"""A blank before the end of a text or of a line, a carriage return."""


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, dict):
        return {name: _clean(item) for name, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, (list, tuple)) else value


def clean_text(text: str) -> str:
    """NFC, LF, no trailing blanks; never NFKC, which would change what was written."""
    text = unicodedata.normalize("NFC", text)
    if "\n" not in text and "\r" not in text:
        return text.rstrip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip("\n")


def digest(value: Any) -> str:
    """`sha256:` and the hex of the canonical bytes."""
    return "sha256:" + hashlib.sha256(to_bytes(value)).hexdigest()
