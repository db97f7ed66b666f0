"""What goes on, moves, comes and goes between two editions."""

from __future__ import annotations

from typing import Any

import pytest

from forms_catalog.definition import Question
from forms_catalog.differences import attributes, differences


def asked(name: str, type: str = "text", **more: Any) -> Question:
    return Question(name=name, label=more.pop("label", name), type=type, **more)


A, B, C = asked("a"), asked("b"), asked("c")
CASES = {
    "same": ((A, B), (A, B), {"a": "a", "b": "b"}, "", "", "", ""),
    "another order is no change": ((A, B), (B, A), {"a": "a", "b": "b"}, "", "", "", ""),
    "added": ((A,), (A, B), {"a": "a"}, "b", "", "", ""),
    "gone": ((A, B), (B,), {"b": "b"}, "", "a", "", ""),
    "renamed": ((A,), (asked("x", was="a"),), {"a": "x"}, "", "", "x", ""),
    "was of nobody": ((A,), (A, asked("x", was="z")), {"a": "a"}, "x", "", "", ""),
    "own name before was": ((A, B), (asked("a", was="b"),), {"a": "a"}, "", "b", "", "a"),
    "other words": ((A,), (asked("a", label="甲"),), {"a": "a"}, "", "", "", "a"),
    "another kind": ((A,), (asked("a", "integer"),), {}, "a", "a", "", ""),
    "another type of one kind": ((A,), (asked("a", "phone"),), {"a": "a"}, "", "", "", "a"),
}


@pytest.mark.parametrize("case", CASES)
def test_differences(case: str) -> None:
    old, new, moves, added, gone, renamed, changed = CASES[case]
    found = differences(old, new)
    assert found.moves == moves
    assert "".join(q.name for q in found.added) == added
    assert "".join(q.name for q in found.gone) == gone
    assert "".join(b.name for _, b in found.renamed) == renamed
    assert "".join(b.name for _, b in found.changed) == changed
    assert bool(found) is any((added, gone, renamed, changed))


def test_one_old_answer_goes_to_one_question_only() -> None:
    """Two that say they were `a`: the one that still is called so keeps it."""
    found = differences((A,), (asked("x", was="a"), A))
    assert found.moves == {"a": "a"} and [q.name for q in found.added] == ["x"]
    assert found.renamed == ()
    twins = differences((A,), (asked("x", was="a"), asked("y", was="a")))
    assert twins.moves == {"a": "x"} and [q.name for q in twins.added] == ["y"]


def test_attributes_name_what_differs() -> None:
    old = asked("a", "choice", required=True, options=(("choices", "sex"),))
    new = asked("a", "choice", hint="想一想", options=(("choices", "yes_no"),))
    assert attributes(old, new) == ("required", "hint", "choices")
