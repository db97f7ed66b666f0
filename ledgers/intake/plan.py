"""One part of a sitting on its way in: read, judged, not yet written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from forms_catalog.definition import Question

from ..models import Record
from ..registry import Live
from ..sealing import DataKey
from ..submission import UPDATE, Part


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
    blind: dict[str, dict[str, bytes]] = field(default_factory=dict)
    row_numbers: dict[str, list[int]] = field(default_factory=dict)
    stored: dict[str, Any] = field(default_factory=dict)
    diff: dict[str, Any] = field(default_factory=dict)
    row: Record | None = None

    @property
    def opens(self) -> bool:
        return self.record is None

    @property
    def number(self) -> str:
        row = self.row or self.record
        return row.number if row else ""

    @property
    def version(self) -> int:
        return self.record.version + (not self.idle) if self.record else 1

    @property
    def idle(self) -> bool:
        """An update that changes nothing is no version."""
        old = self.record
        if old is None or self.part.action != UPDATE or self.changed:
            return False
        return (self.place, self.state) == (old.place_path, old.state)

    @property
    def changed(self) -> list[str]:
        return [name for name in self.questions if self.before.get(name) != self.after.get(name)]
