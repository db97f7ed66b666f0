"""Which column of the record table mirrors which question: decided once, never moved.

The families and their sizes are measured (docs/architecture.md): c codes, t nearly unique text,
n numbers, d dates. A question keeps its slot in every later edition; a new one takes a free slot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .definition import Question
from .questions import TYPES

FAMILIES = {"c": 16, "t": 8, "n": 6, "d": 6}
SLOTS = tuple(f"{family}{n}" for family, size in FAMILIES.items() for n in range(1, size + 1))


def family(question: Question) -> str:
    """The family of a question, '' when it cannot be a column: sealed, or of a type without slot."""
    kind = TYPES.get(question.type)
    return "" if question.sealed or kind is None else kind.slot_family


def assign(
    columns: Iterable[str], questions: Mapping[str, Question], before: Mapping[str, str]
) -> dict[str, str]:
    """Question -> slot; `before` is the mapping of the last edition.

    What was mapped once stays mapped: its slot holds old answers, so nobody else may have it.
    """
    mapping = dict(before)
    taken = set(before.values())
    for name in columns:
        if name in mapping or name not in questions:
            continue
        kind = family(questions[name])
        free = (f"{kind}{n}" for n in range(1, FAMILIES.get(kind, 0) + 1))
        slot = next((slot for slot in free if slot not in taken), None)
        if slot:
            mapping[name] = slot
            taken.add(slot)
    return mapping
