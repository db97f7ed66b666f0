"""One part of a sitting on its way in: read, judged, not yet written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from forms_catalog.definition import Question

from ..models import Record
from ..registry import Live
from ..sealing import DataKey
from ..submission import Part


@dataclass(slots=True)
class Plan:
    """Everything the writer needs of one record: answers before and after, place, state, links."""

    index: int
    part: Part
    ledger: Live
    questions: dict[str, Question]
    uid: str
    edition: int
    record: Record | None = None
    post: int | None = None
    key: DataKey | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    place: str = ""
    state: str = ""
    blind: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    stored: dict[str, Any] = field(default_factory=dict)
    diff: dict[str, Any] = field(default_factory=dict)
    row: Record | None = None

    @property
    def opens(self) -> bool:
        return self.record is None

    @property
    def version(self) -> int:
        return self.record.version + 1 if self.record else 1

    @property
    def changed(self) -> list[str]:
        return [name for name in self.questions if self.before.get(name) != self.after.get(name)]
