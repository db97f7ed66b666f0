"""Every question of a stream gets the name that it had, was given, or is made from its words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from ..pinyin import free, name_of
from .identity import block_id

ID = "$id"
"""Where a question keeps the id of its block until it is named."""

Questions = list[dict[str, Any]]


def settle(questions: Questions, published: Collection[str], taken: Collection[str]) -> Questions:
    """Names the questions in place, columns too, and drops the ids of their blocks."""
    known = {block_id(name): name for name in published}
    flat = [(question, question.pop(ID, "")) for question in walk(questions)]
    for question, id in flat:
        question["name"] = known.get(id) or question["name"]
    used = {question["name"] for question, _ in flat} | set(taken)
    _rename_copies(flat, used)
    for question, _ in flat:
        question["name"] = question["name"] or name_of(str(question.get("label", "")), used)
        used.add(question["name"])
    return questions


def walk(questions: Questions) -> Iterator[dict[str, Any]]:
    for question in questions:
        yield question
        yield from walk(question.get("questions", []))


def _rename_copies(flat: list[tuple[dict[str, Any], str]], used: set[str]) -> None:
    """A block that was copied still has the name of the other: the copy gets one of its own."""
    seen = {question["name"] for question, id in flat if id == block_id(question["name"])}
    for question, id in flat:
        name = question["name"]
        if name in seen and not _is_own(name, id):
            question["name"] = free(name, used)
            used.add(question["name"])
        seen.add(name)


def _is_own(name: str, id: str) -> bool:
    """Whether the block showed this name already; a faulty draft may have it a few times."""
    return not name or id in {block_id(name, nth) for nth in range(1, 10)}
