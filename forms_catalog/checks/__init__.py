"""Judging a template: first its shape against the declared keys, then what it means."""

from __future__ import annotations

from ..bundle import Book, EmptyBook
from ..definition import READY, Template, load
from ..problems import Problem
from .shape import Sheet, judge
from .tree import Node


def check(
    root: Node, file: str = "", book: Book | None = None, stages: frozenset[str] = READY
) -> tuple[Template | None, list[Problem]]:
    """The definition of a tree (None when it has a fault) and all its problems in file order."""
    from .meaning import JUDGES

    sheet = judge(root, file, stages)
    template: Template | None = None
    if sheet.data:
        template = load(sheet.data)
        for judge_kind in JUDGES.get(sheet.kind, ()):
            judge_kind(template, book or EmptyBook(), sheet)
    problems = sorted(sheet.problems, key=lambda p: (p.place.line, p.place.column))
    faulty = any(not problem.warn for problem in problems)
    return (None if faulty else template), problems


__all__ = ["Node", "Sheet", "check", "judge"]
