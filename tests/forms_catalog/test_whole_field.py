"""Whole packs with the keys of every stage: each form and list reads, means something, is kept."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from forms_catalog.bundle import make, thaw_bundle
from forms_catalog.checks.shape import judge
from forms_catalog.definition import FormDefinition, Template, digest, dump, load, to_bytes
from forms_catalog.readers import READERS
from forms_catalog.writers.yaml import write_template

from .field import PARTS, Field, roots
from .tools import ALL_STAGES

ROOTS = list(roots())
each_root = pytest.mark.parametrize("root", ROOTS, ids=[root.name for root in ROOTS])


@cache
def field(root: Path) -> Field:
    return Field(root)


FILES = [(root, path) for root in ROOTS for path in field(root).files]
each_file = pytest.mark.parametrize(
    ("root", "path"),
    FILES,
    ids=[f"{root.name}-{path.parent.name}-{path.stem}" for root, path in FILES],
)


@each_root
def test_every_file_is_read_whole(root: Path) -> None:
    assert [str(problem) for problem in field(root).faults] == []
    sheets = field(root).sheets
    assert list(sheets) == field(root).files
    assert {PARTS[sheet.kind] for sheet in sheets.values()} == {
        p.name for p in root.iterdir()
    } & set(PARTS.values())
    for path, sheet in sheets.items():
        assert (PARTS[sheet.kind], sheet.id) == (path.parent.name, path.stem)


@each_file
def test_means_something(root: Path, path: Path) -> None:
    assert [str(problem) for problem in field(root).problems(path)] == []


def again(data: bytes, suffix: str) -> Template:
    node, problems = READERS[suffix].read(data, "f")
    assert problems == []
    assert node is not None
    sheet = judge(node, "f", ALL_STAGES)
    assert sheet.problems == []
    return load(sheet.data)


@each_file
def test_comes_back_from_every_text(root: Path, path: Path) -> None:
    template = field(root).templates()[path]
    written = write_template(template)
    assert again(written, ".yaml") == template
    assert write_template(again(written, ".yaml")) == written
    assert again(to_bytes(dump(template)), ".json") == template
    assert digest(dump(again(written, ".yaml"))) == digest(dump(template))


@each_root
def test_forms_are_kept_with_what_they_embed(root: Path) -> None:
    forms = [t for t in field(root).templates().values() if isinstance(t, FormDefinition)]
    for form in forms:
        bundle = make(form, field(root))
        assert thaw_bundle(json.loads(bundle.to_bytes())) == bundle
    assert forms
