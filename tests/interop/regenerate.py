"""`make interop`: asks JavaRosa for its answers and keeps them for the tests that have no Java."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tests.expressions import vectors

from .case import KEPT, Case, save
from .forms import NotAsked, question
from .java import run
from .random_expressions import cases

SEED, COUNT = 20261122, 3000
BESIDES = (
    "1 div 0 > 5", "concat(-1 div 0, '!')", "abs(now())", "pow(now(), 1)", "now() = today()",
    "max(-3, -2)", "round(-12, -1)", "string(12345678901)", "string(0.00001)", "date(-0.5)", "-today()",
    "date(number('x')) = ''",
)  # fmt: skip
"""What neither the table nor chance is sure to ask."""


def main() -> None:
    said = answered([*of_table(), *map(Case, BESIDES)])
    random = [
        case for case in answered(cases(SEED, COUNT * 5 // 4)) if "error" not in case.javarosa
    ]
    for name, kept in (("vectors", said), ("random", random[:COUNT])):
        save(KEPT / f"{name}.jsonl", kept)
        errors = sum("error" in case.javarosa for case in kept)
        print(f"{name}: {len(kept)} answers of JavaRosa, {errors} of them errors")


def of_table() -> Iterator[Case]:
    """The vectors that give a value, the ones that are said to differ from JavaRosa too."""
    for case in vectors.load():
        if case.problem is None and case.warn != "expression.not-evaluated":
            kinds = {n: kind for n, kind in case.kinds.items() if re.search(rf"\b{n}\b", case.expr)}
            lists = {
                name: options
                for name, options in case.lists.items()
                if f"'{name}'" in case.expr or any(k.endswith(f":{name}") for k in kinds.values())
            }
            yield Case(case.expr, case.answers, kinds, case.now, lists, case.self, case.row)


def answered(asked: Iterable[Case]) -> list[Case]:
    """The same with JavaRosa's answers; what cannot be asked there is left out."""
    found = [(case, line) for case, line in map(_line, asked) if line]
    said = run("Evaluate", (line for _, line in found))
    return [replace(case, javarosa=one) for (case, _), one in zip(found, said, strict=True)]


def _line(case: Case) -> tuple[Case, str]:
    try:
        return case, question(case)
    except NotAsked:
        return case, ""


if __name__ == "__main__":
    main()
