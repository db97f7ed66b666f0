"""What every door hands to the intake gate, and what it gets back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forms_catalog.problems import Problem

OPENING = "opening"
UPDATE = "update"
UPGRADE = "upgrade_edition"
UNDO = "undo"
UNDONE = "_undone"
"""Beside the answers of a change that takes one back: the version of that one."""
VOID = "_void"
"""The state of a record whose opening was taken back: in nobody's sight, its past is kept."""
MERGED = "_merged"
"""The state of a record that went into another one: only its past and the way there are left."""
GONE = (VOID, MERGED)


@dataclass(frozen=True, slots=True)
class Part:
    """One record's share of a sitting.

    `record` is the outside identity of an existing record, '' opens a new one. `answers` is a patch:
    an absent question is unchanged, None clears it. `links` names record questions that point at
    another part of the same sitting by its index. `edition` is the form edition the answers were
    given for, 0 the current one. `reasons` says of a warned question why its answer is right.
    `undoes` is the version that the action `undo` takes back. `reason` is why the action is taken,
    `said` what its verb asks beside: a place, a person, another record, a day.
    """

    ledger: str
    answers: Mapping[str, Any]
    record: str = ""
    action: str = OPENING
    base_version: int | None = None
    links: Mapping[str, int] = field(default_factory=dict)
    edition: int = 0
    reasons: Mapping[str, str] = field(default_factory=dict)
    undoes: int = 0
    reason: str = ""
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Submission:
    """One sitting. `key` makes it safe to send twice; `clock` is the day its expressions see.

    `number` is what the new record of its last part is called by, where somebody was told already.
    """

    key: str
    door: str
    actor: Any
    post: int | None
    parts: tuple[Part, ...]
    clock: dt.datetime
    batch: str = ""
    number: str = ""

    @staticmethod
    def new_key() -> str:
        return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that a submission wrote."""

    uid: str
    number: str
    ledger: str
    version: int


@dataclass(frozen=True, slots=True)
class Result:
    """`status`: accepted, held, refused, replayed or conflict. `problems` name their part by index."""

    status: str
    key: str
    records: tuple[Kept, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        return self.status in {"accepted", "replayed"}
