"""The template format as data: every key is declared once, on the field of the class that holds it.

Reader, checks, writer, JSON Schema and reference page all work from these declarations, so a key
cannot be read and not written, or be documented and not exist. The order of the fields is the
order in which keys are written.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

Pairs = tuple[tuple[str, Any], ...]
"""A `map:` of plain values, order kept."""

STAGES = {
    "first": "现在",
    "logic": "表单逻辑",
    "ledgers": "台账动作",
    "relations": "台账之间",
    "tables": "统计表和花名册",
    "rounds": "轮次和覆盖",
    "periods": "轮次和结账",
    "layouts": "导出版式",
    "d-n-l": "事项、通知和文书",
    "print": "打印版式",
    "reports": "统计报表",
    "outside": "对外收件",
    "public": "公开网站",
}
READY: frozenset[str] = frozenset(
    {
        "first",
        "logic",
        "ledgers",
        "relations",
        "rounds",
        "periods",
        "tables",
        "layouts",
        "d-n-l",
        "outside",
    }
)
"""The stages whose keys may be used; a key of a later one is refused with "not yet"."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its Chinese-facing type word, the class of its parts, and when it came to be.

    `shape` is one or more of `name ref names code text texts md template expr value span int num bool
    dur monthday`,
    `map:`, `list:`, `obj:` joined by `|`; `part` is the class behind the last three, `str` for a map
    of plain values. `short` names the one key of the part that a bare scalar stands for.
    """

    name: str
    shape: str
    default: Any
    required: bool
    since: str
    part: type | None
    short: str
    note: str

    @property
    def shapes(self) -> tuple[str, ...]:
        return tuple(self.shape.split("|"))


def key(
    shape: str,
    *,
    default: Any = "",
    required: bool = False,
    since: str = "first",
    part: Any = None,
    short: str = "",
    note: str = "",
) -> Any:
    """Declares a dataclass field as a key of the format."""
    if default == "":
        default = _empty(shape)
    data = {"shape": shape, "required": required, "since": since, "part": part}
    return dataclasses.field(
        default=default, metadata={"key": {**data, "short": short, "note": note}}
    )


def keys_of(part: type[Any]) -> dict[str, Key]:
    """The keys of a class in writing order; a field without `key()` (the name) is left out."""
    if part not in _KEYS:
        _KEYS[part] = _read_keys(part)
    return _KEYS[part]


def _read_keys(part: type[Any]) -> dict[str, Key]:
    found: dict[str, Key] = {}
    for item in dataclasses.fields(part):
        if "key" not in item.metadata:
            continue
        data = item.metadata["key"]
        name = item.name.rstrip("_")
        found[name] = Key(name=name, default=item.default, **data)
    return found


def _empty(shape: str) -> Any:
    """What a key of this shape is when nobody wrote it."""
    if "map:" in shape or "list:" in shape or shape in {"names", "texts"}:
        return ()
    if shape == "bool":
        return False
    return None if shape in {"int", "num"} or shape.startswith("obj:") else ""


_KEYS: dict[type[Any], dict[str, Key]] = {}


def short_of(part: type) -> str:
    """The key that a bare scalar stands for, or ''."""
    return next((name for name, item in keys_of(part).items() if item.short), "")


def ready(item: Key, stages: frozenset[str] = READY) -> bool:
    return item.since in stages
