"""What two editions of a form have in common: names that stay, move by `was`, come and go.

Publishing says it before it happens, records and drafts move to a newer edition by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from .definition import Question
from .questions import type_of


@dataclass(frozen=True, slots=True)
class Differences:
    """`moves`: old name -> new name of every question whose answers go on; the rest tells people."""

    moves: dict[str, str]
    added: tuple[Question, ...]
    gone: tuple[Question, ...]
    renamed: tuple[tuple[Question, Question], ...]
    changed: tuple[tuple[Question, Question], ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.renamed or self.changed)


def differences(old: Iterable[Question], new: Iterable[Question]) -> Differences:
    """Compares the questions of one record; one that changed its kind is gone and added."""
    before = {question.name: question for question in old}
    after = {question.name: question for question in new}
    pairs = _pairs(before, after)
    moved = [(a, b) for a, b in pairs if type_of(a).kind == type_of(b).kind]
    moves = {a.name: b.name for a, b in moved}
    reached = set(moves.values())
    return Differences(
        moves=moves,
        added=tuple(one for one in after.values() if one.name not in reached),
        gone=tuple(one for one in before.values() if one.name not in moves),
        renamed=tuple((a, b) for a, b in moved if a.name != b.name),
        changed=tuple((a, b) for a, b in moved if a.name == b.name and a != b),
    )


def _pairs(
    before: dict[str, Question], after: dict[str, Question]
) -> list[tuple[Question, Question]]:
    """Each old question with the one that goes on with it: of its name, else the first that had it."""
    heirs: dict[str, str] = {}
    for one in after.values():
        if one.name in before:
            heirs[one.name] = one.name
        elif one.was in before and one.was not in after:
            heirs.setdefault(one.was, one.name)
    sources = {new: old for old, new in heirs.items()}
    return [(before[sources[name]], one) for name, one in after.items() if name in sources]


def attributes(old: Question, new: Question) -> tuple[str, ...]:
    """The names of the attributes in which two questions differ, a type's own by their own names."""
    found = [
        item.name
        for item in fields(Question)
        if item.name != "options" and getattr(old, item.name) != getattr(new, item.name)
    ]
    ours, theirs = dict(old.options), dict(new.options)
    found += [
        name for name in dict.fromkeys([*ours, *theirs]) if ours.get(name) != theirs.get(name)
    ]
    return tuple(found)
