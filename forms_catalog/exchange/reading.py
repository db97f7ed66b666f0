"""How a roster is understood: which columns are which questions, what was left out, what must be asked.

Plain data, so that a page can keep it between the upload and the confirmation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ..problems import Place, Problem, refuse
from ..tables import letters

TAKE, LEAVE = "take", "leave"
NEAR, WHICH, TWINS, BY_HAND = "near-question", "which-question", "two-headings", "by-hand"
"""Decisions that say which column is which question."""
MAPPING = (NEAR, WHICH, TWINS, BY_HAND)


@dataclass(slots=True)
class Decision:
    """A question to the person who imports; nothing is done before it is answered.

    A choice `C=name` maps column C to that question; `rows` and `column` say what it is about.
    """

    code: str
    text: str
    choices: list[tuple[str, str]]
    column: int = 0
    rows: list[int] = field(default_factory=list)
    about: str = ""
    chosen: str | None = None

    @property
    def id(self) -> str:
        return ":".join(bit for bit in (self.code, str(self.column or ""), self.about) if bit)

    @property
    def columns(self) -> frozenset[int]:
        """Those that a choice would map."""
        heads = (choice.partition("=") for choice, _ in self.choices)
        return frozenset(int(column) for column, equals, _ in heads if equals)


@dataclass(slots=True)
class Reading:
    """One sheet as it will be read, the one at `index`; `tables` are those of the form's tables.

    Rows and columns count from 1. Every row above the last one is in `left_out` or becomes a line.
    """

    sheet: str
    index: int = -1
    path: list[str] = field(default_factory=list)
    header_rows: list[int] = field(default_factory=list)
    columns: dict[int, str] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tables: list[Reading] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        """Whether nothing stands against it and everything that was asked is answered."""
        asked = all(d.chosen is not None for one in self.all() for d in one.decisions)
        return asked and self.index >= 0 and not any(one.problems for one in self.all())

    def all(self) -> Iterator[Reading]:
        yield self
        yield from self.tables

    def decision(self, id: str) -> Decision | None:
        return next((d for one in self.all() for d in one.decisions if d.id == id), None)

    def chosen(self, code: str) -> Iterator[Decision]:
        return (d for d in self.decisions if d.code == code and d.chosen is not None)

    def mapped(self) -> dict[int, str]:
        """Column -> name, after what was chosen."""
        found = dict(self.columns)
        for decision in self.decisions:
            found = (found if decision.chosen is None else _without(found, decision)) | _told(
                decision
            )
        for decision in self.chosen("hidden-column"):
            if decision.chosen == LEAVE:
                found.pop(decision.column, None)
        return dict(sorted(found.items()))

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Reading:
        own = dict(data)
        for name in ("columns", "headings"):
            own[name] = {int(column): words for column, words in own[name].items()}
        own["decisions"] = [_decision(item) for item in own["decisions"]]
        own["left_out"] = [(row, why) for row, why in own["left_out"]]
        for name in ("notes", "problems"):
            own[name] = [problem_of(item) for item in own[name]]
        own["tables"] = [cls.from_json(item) for item in own["tables"]]
        return cls(**own)


def resolve(reading: Reading, choices: Mapping[str, str]) -> Reading:
    """The reading with answers to what was asked, by the decisions' ids; raises Refused."""
    found = answered(reading, choices)
    if twice := _twice(found):
        raise refuse("table.column-twice", f"{twice}选了同一题，请只留一列")
    return found


def answered(reading: Reading, choices: Mapping[str, str]) -> Reading:
    """The same while more is still to be said: two columns may be one question for the moment."""
    found = Reading.from_json(reading.to_json())
    for id, choice in choices.items():
        decision = found.decision(id)
        if decision is None or choice not in dict(decision.choices):
            raise refuse("table.no-such-choice", "没有这个选项，请重新选一次")
        decision.chosen = choice
    return found


def _twice(reading: Reading) -> str:
    """The columns of one question, as they are headed."""
    for one in reading.all():
        columns: dict[str, list[int]] = {}
        for column, name in one.mapped().items():
            columns.setdefault(name, []).append(column)
        for name, same in columns.items():
            if name and len(same) > 1:
                return "和".join(f"{letters(n)}列“{one.headings.get(n, '')}”" for n in same)
    return ""


def _told(decision: Decision) -> dict[int, str]:
    """The column and the question that a decision's answer puts together."""
    column, equals, name = (decision.chosen or "").partition("=")
    return {int(column): name} if equals else {}


def _without(mapped: Mapping[int, str], decision: Decision) -> dict[int, str]:
    """What is mapped apart from the columns that a decision is about."""
    return {column: name for column, name in mapped.items() if column not in decision.columns}


def _decision(data: Mapping[str, Any]) -> Decision:
    choices = [(value, words) for value, words in data["choices"]]
    return Decision(**{**data, "choices": choices, "rows": list(data["rows"])})


def problem_of(data: Mapping[str, Any]) -> Problem:
    """A problem of its plain data, as `asdict` made it."""
    told = tuple((name, value) for name, value in data["data"])
    return Problem(**{**data, "place": Place(**data["place"]), "data": told})
