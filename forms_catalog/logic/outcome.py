"""What an evaluation finds: for pages, the gate and paper alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..problems import Problem


@dataclass(frozen=True, slots=True)
class Told:
    """The result of a decision table or a score, with the words of the rows that held."""

    label: str
    value: str
    why: tuple[str, ...] = ()


@dataclass(slots=True)
class Outcome:
    """Paths are `question`, or `table.2.column` with rows counted from 1.

    `answers` are the answers as they are kept: without what is not asked, with what is computed.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    """Paths of what is not asked, the headings of whole sections by number (`§3`) among them."""
    required: dict[str, bool] = field(default_factory=dict)
    """Only where an expression decides."""
    read_only: dict[str, bool] = field(default_factory=dict)
    offered: dict[str, frozenset[str]] = field(default_factory=dict)
    """Path of a filtered choice -> the codes that may be chosen."""
    cleared: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Path -> codes that were chosen and are offered no more."""
    presets: dict[str, Any] = field(default_factory=dict)
    """Answers that begin as an expression says."""
    told: dict[str, Told] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    """Paths whose expressions could not be evaluated here."""
    sources: dict[str, Any] = field(default_factory=dict)
    """Looked-up name -> the record and version its value came from."""

    def asked(self, path: str) -> bool:
        return path not in self.hidden

    def must(self, path: str, fixed: bool | str) -> bool:
        """Whether it has to be answered: as an expression says, else as the definition does."""
        return self.asked(path) and self.required.get(path, fixed is True)

    def why(self, name: str) -> Mapping[str, Any]:
        found = self.told.get(name)
        return {"label": found.label, "why": found.why} if found else {}
