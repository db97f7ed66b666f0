"""The JSON Schema of the format: what an editor says of a template is what we say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator

from forms_catalog.definition import KINDS, READY, keys_of, ready
from forms_catalog.format_schema import format_schema
from forms_catalog.questions import TYPES
from forms_catalog.writers.yaml import write_template

from . import yaml12
from .test_round_trip import FOLDERS, SHIPPED
from .tools import GRADE, MEMBER, MEMBERS, PACK

SCHEMA = format_schema()
VALID = Draft202012Validator(SCHEMA)
FILES = [
    path
    for root in FOLDERS
    for path in sorted(root.rglob("*.yaml"))
    if path.parent.name not in {"pages", "places", "public"}
]


def value(text: str | bytes) -> Any:
    return yaml12.as_json(yaml12.load(text))


def test_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_is_the_one_in_docs() -> None:
    kept = json.loads((settings.BASE_DIR / "docs" / "format.schema.json").read_text())
    assert kept == SCHEMA


def test_knows_every_kind_and_every_type() -> None:
    assert len(SCHEMA["oneOf"]) == len(KINDS)
    types = {one["properties"]["type"]["const"] for one in SCHEMA["$defs"]["Question"]["oneOf"]}
    assert types == {name for name, kind in TYPES.items() if kind.since in READY}
    for one, cls in zip(SCHEMA["oneOf"], KINDS.values(), strict=True):
        usable = {name for name, item in keys_of(cls).items() if ready(item)}
        assert set(one["properties"]) == {"format", cls.kind} | usable


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}-{path.stem}" for path in FILES])
def test_takes_every_shipped_file(path: Path) -> None:
    assert [error.message[:200] for error in VALID.iter_errors(value(path.read_text()))] == []


def test_takes_what_the_writer_writes() -> None:
    for template in SHIPPED.values():
        assert VALID.is_valid(value(write_template(template))), template.id


@pytest.mark.parametrize("text", [GRADE, MEMBER, MEMBERS, PACK])
def test_takes_the_examples(text: str) -> None:
    assert VALID.is_valid(value(text))


WRONG = {
    "unknown key": GRADE + "colour: 红\n",
    "no title": GRADE.replace("title: 会员等级\n", ""),
    "unknown kind": GRADE.replace("list: grade", "poem: grade"),
    "another version": GRADE.replace("format: 1", "format: 2"),
    "an id in capitals": GRADE.replace("list: grade", "list: Grade"),
    "a truth in words": GRADE.replace("disabled: true", "disabled: 是"),
    "an unknown type": MEMBER.replace("type: date", "type: day"),
    "an option of another type": MEMBER.replace("type: date", "type: date, choices: grade"),
    "no type": MEMBER.replace(", type: date", ""),
    "not yet": MEMBER + "print: {pages: 2}\n",
    "a type that comes later": MEMBER.replace("type: date", "type: derived"),
    "rules as a map": MEMBER + "rules: {constraint: 1 = 1}\n",
    "a rule without words": MEMBER + "rules: [{constraint: 1 = 1}]\n",
    "a row without a result": MEMBER + "decisions: {d: {label: 表, rows: [{when: 1 = 1}]}}\n",
    "a number in words": MEMBER.replace("type: date", "type: date, sensitivity: 高"),
    "sections as a list": "format: 1\nform: f\ntitle: 表\nsections: [s]\n",
    "identity in one list": MEMBERS + "identity: [name]\n",
    "not a map": "- a\n",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=list(WRONG))
def test_refuses(text: str) -> None:
    assert not VALID.is_valid(value(text))
