"""One expression with the answers and the clock it is asked under, as it is kept in a line of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

KEPT = Path(__file__).parent.parent / "expressions/javarosa"
NOW = "2026-11-22T23:30:00+08:00"


@dataclass(frozen=True)
class Case:
    """`kinds` are those of the vectors; `own` is the value of the dot, None when it has none."""

    expr: str
    answers: dict[str, Any] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    now: str = NOW
    lists: dict[str, dict[str, Any]] = field(default_factory=dict)
    own: Any = None
    row: tuple[str, int] | None = None
    """The table and the number of the row it stands in."""
    javarosa: dict[str, Any] = field(default_factory=dict)
    """`value`, `date` or `number` (NaN, Infinity), and `stored`; or `error` and `message`."""

    def line(self) -> str:
        said = {key: value for key, value in asdict(self).items() if value not in ({}, None)}
        if self.now == NOW:
            del said["now"]
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def load(path: Path) -> list[Case]:
    return [_case(json.loads(line)) for line in path.read_text().splitlines()]


def _case(said: dict[str, Any]) -> Case:
    row = said.pop("row", None)
    return Case(**said, row=tuple(row) if row else None)


def save(path: Path, cases: Iterable[Case]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(case.line() + "\n" for case in cases))
