"""`make interop`: asks JavaRosa for its answers and keeps them for the tests that have no Java."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

try:
    from tests.expressions import vectors
except ImportError: vectors=None

from .case import KEPT, NOW, Case, save
from .forms import NotAsked, question
from .java import run
from .random_expressions import cases

SEED, COUNT = 20261122, 3000


def main() -> None:
    for name, asked in (("vectors", portable()), ("random", cases(SEED, COUNT))):
        kept = answered(asked)
        save(KEPT / f"{name}.jsonl", kept)
        errors = sum("error" in case.javarosa for case in kept)
        print(f"{name}: {len(kept)} answers of JavaRosa, {errors} of them errors")


def portable() -> Iterator[Case]:
    """The vectors that give a value and claim to be what JavaRosa gives."""
    for case in vectors.load():
        if case.portable and case.problem is None:
            yield Case(
                case.expr,
                case.answers,
                case.kinds,
                case.now or NOW,
                case.lists if "instance" in case.expr or "jr:" in case.expr else {},
                case.self,
            )


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
