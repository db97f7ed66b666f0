"""Template packs that tests walk: the shipped ones, those of the tests, and one named from outside."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from forms_catalog.checks import Node, check
from forms_catalog.checks.shape import Sheet, judge
from forms_catalog.definition import Pack, Template, load
from forms_catalog.problems import Problem
from forms_catalog.readers import READERS

from .tools import ALL_STAGES

OUTSIDE = "TONGHU_FIELD_PACK"
"""A folder in the layout of a pack: `forms/ID.yaml`, `lists/ID.yaml` and so on."""
PARTS = {"form": "forms", "list": "lists"}
"""The kinds of template that are walked, by their folders; of others only the names are known."""
NAMED = ("ledgers", "roles")


class Field:
    """The forms and lists of one folder as a book, read with the keys of every stage."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = [path for name in PARTS.values() for path in sorted((root / name).glob("*"))]
        self.faults: list[Problem] = []
        self.trees: dict[Path, Node] = {}
        self.sheets: dict[Path, Sheet] = {}
        for path in self.files:
            self._read(path)

    def _read(self, path: Path) -> None:
        node, problems = READERS[path.suffix].read(path.read_bytes(), str(path))
        self.faults += problems
        if node is not None:
            self.trees[path] = node
            self.sheets[path] = judge(node, str(path), ALL_STAGES)
            self.faults += self.sheets[path].problems

    def templates(self) -> dict[Path, Template]:
        return {path: load(sheet.data) for path, sheet in self.sheets.items() if sheet.data}

    def get(self, kind: str, id: str) -> Template | None:
        sheet = self.sheets.get(self.root / PARTS.get(kind, "") / f"{id}.yaml")
        return load(sheet.data) if sheet and sheet.data else None

    def later(self) -> frozenset[str]:
        files = (path for name in NAMED for path in (self.root / name).glob("*.yaml"))
        return frozenset(path.stem for path in files) | self._announced()

    def _announced(self) -> frozenset[str]:
        """What the pack says it does not ship yet."""
        head = self.root / "pack.yaml"
        node = READERS[".yaml"].read(head.read_bytes())[0] if head.is_file() else None
        pack = load(judge(node).data) if node else None
        return frozenset(pack.later) if isinstance(pack, Pack) else frozenset()

    def problems(self, path: Path) -> list[Problem]:
        """What is wrong with one file beside the others; what is only told is left out."""
        found = check(self.trees[path], str(path), self, ALL_STAGES)[1]
        return [problem for problem in found if not problem.warn]


def roots() -> Iterator[Path]:
    """The folders to walk; one that is named and not there is an error, not nothing."""
    yield from sorted(Path(settings.PACKS_DIR).iterdir())
    yield from sorted((Path(__file__).parents[1] / "packs").iterdir())
    if outside := os.environ.get(OUTSIDE):
        assert (Path(outside) / "forms").is_dir(), f"{OUTSIDE}: {outside}"
        yield Path(outside)
