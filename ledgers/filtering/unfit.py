"""What a database cannot be asked: why, and how to ask it otherwise."""

from __future__ import annotations

from forms_catalog.expressions import Node
from forms_catalog.problems import Place, Problem


class Unfit(Exception):
    """Raised where no node is at hand; whoever holds the node gives it its place."""

    def __init__(self, text: str, remedy: str) -> None:
        super().__init__(text)
        self.text, self.remedy = text, remedy

    def at(self, node: Node) -> Problem:
        return problem("filter.not-compilable", self.text, self.remedy, node)


def problem(code: str, text: str, remedy: str, node: Node) -> Problem:
    return Problem(code, text, remedy, Place(start=node.start, end=node.end))


CALCULATE = "加一道自动计算的题，把结果列成台账的列，再按它筛选"
