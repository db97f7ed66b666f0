"""What is written reads back as the same definition, and is written the same way again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from forms_catalog.checks.shape import judge
from forms_catalog.definition import KINDS, Template, digest, dump, load, to_bytes
from forms_catalog.packs import Folder
from forms_catalog.questions import TYPES
from forms_catalog.readers import READERS
from forms_catalog.writers.yaml import WIDTH, write_template

from . import strategies, yaml12
from .tools import define, form

FOLDERS = [
    *sorted(Path(settings.PACKS_DIR).iterdir()),
    *sorted((Path(__file__).parents[1] / "packs").iterdir()),
]
SHIPPED = {
    f"{root.name}-{kind}-{id}": template
    for root in FOLDERS
    if (root / "pack.yaml").is_file()
    for (kind, id), template in Folder(root).templates.items()
}


def again(data: bytes, suffix: str) -> Template:
    """The definition that a file holds, judged by its shape alone."""
    node, problems = READERS[suffix].read(data, "f")
    assert problems == []
    assert node is not None
    sheet = judge(node, "f")
    assert sheet.problems == [], (data.decode(), [str(problem) for problem in sheet.problems])
    return load(sheet.data)


def round_trip(template: Template) -> bytes:
    """Through every text format and back: the same definition, the same bytes, the same digest."""
    written = write_template(template)
    assert again(written, ".yaml") == template
    assert write_template(again(written, ".yaml")) == written
    data = dump(template)
    assert load(data) == template
    assert load(json.loads(to_bytes(data))) == template
    assert again(to_bytes(data), ".json") == template
    assert digest(dump(again(written, ".yaml"))) == digest(data)
    return written


@pytest.mark.parametrize("template", SHIPPED.values(), ids=list(SHIPPED))
def test_shipped_templates(template: Template) -> None:
    round_trip(template)


@pytest.mark.parametrize("root", FOLDERS, ids=[root.name for root in FOLDERS])
def test_shipped_files_are_as_the_formatter_writes_them(root: Path) -> None:
    folder = Folder(root)
    for path, node in folder.trees:
        assert path.read_bytes() == write_template(load(judge(node).data)), path


def _normal(data: dict[str, Any]) -> Template | None:
    """The definition of generated JSON, None when it holds what no template may."""
    node, problems = READERS[".json"].read(json.dumps(data).encode(), "f")
    assert problems == []
    assert node is not None
    sheet = judge(node, "f")
    return None if sheet.problems else load(sheet.data)


@pytest.mark.parametrize("kind", KINDS)
def test_any_template(kind: str) -> None:
    seen = [0, 0]

    @trials(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(strategies.template(kind))
    def trip(data: dict[str, Any]) -> None:
        template = _normal(data)
        seen[template is not None] += 1
        if template is not None:
            _lines_are_short(round_trip(template))

    trip()
    assert seen[1] > seen[0] / 4


@pytest.mark.parametrize("type_", TYPES)
def test_any_question_of_a_type(type_: str) -> None:
    @trials(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(strategies.question(type_))
    def trip(question: dict[str, Any]) -> None:
        section = {"name": "s", "label": "部分", "questions": [{"name": "q"} | question]}
        head = {"format": 1, "kind": "form", "id": "f", "title": "表"}
        template = _normal(head | {"sections": [section]})
        if template is not None:
            round_trip(template)

    trip()


def _lines_are_short(written: bytes) -> None:
    """A map or a list is spread before its line is too long; only one long text may go on."""
    for line in written.decode().split("\n"):
        if line.endswith("}") and "{" in line and len(line) > WIDTH:
            raise AssertionError(line)


@trials(max_examples=150, deadline=None)
@given(strategies.TEXT)
def test_any_text_means_the_same_to_other_readers(text: str) -> None:
    """An editor's YAML reader sees text, never a number, a truth or nothing."""
    template = _normal({"format": 1, "kind": "role", "id": "r", "title": text, "held_at": text})
    if template is None:
        return
    said = yaml12.load(write_template(template))["title"]
    assert isinstance(said, str)
    assert said.removesuffix("\n") == template.title


LOOKS = {
    "a bool stays bare": ("q: {label: 题, type: text, required: true}",) * 2,
    "text that looks like a bool is quoted": (
        'q: {label: "true", type: text}',
        'q: {label: "true", type: text}',
    ),
    "numbers as text are quoted": ("q: {label: 01, type: text}", 'q: {label: "01", type: text}'),
    "a short map is on one line": ("q:\n  label: 题\n  type: text", "q: {label: 题, type: text}"),
    "keys come in the declared order": ("q: {type: text, label: 题}", "q: {label: 题, type: text}"),
    "a type's own keys follow the type": (
        "q: {hint: 注, type: division, level: town, label: 题}",
        "q: {label: 题, type: division, level: town, hint: 注}",
    ),
    "an expression has a line of its own": (
        "q: {label: 题, type: date, default: today()}",
        "q:\n  label: 题\n  type: date\n  default: today()",
    ),
    "defaults are not written": (
        'q: {label: 题, type: text, sensitivity: 1, sealed: false, hint: ""}',
        "q: {label: 题, type: text}",
    ),
    "an option is its label": (
        "q: {label: 题, type: choice, choices: {A: {label: 甲}, B: {label: 乙, hint: 注}}}",
        "q:\n  label: 题\n  type: choice\n  choices:\n    A: 甲\n    B: {label: 乙, hint: 注}",
    ),
    "several lines stand behind a bar": (
        'q: {label: 题, type: note, note: "甲\\n\\n  乙"}',
        "q:\n  label: 题\n  type: note\n  note: |\n    甲\n\n      乙",
    ),
    "lines that a bar would change are quoted": (
        'q: {label: 题, type: note, note: "  甲\\n乙"}',
        'q:\n  label: 题\n  type: note\n  note: "  甲\\n乙"',
    ),
    "the rows of a table stand on a line each": (
        "q:\n  label: 题\n  type: score\n  score:\n    rows:\n      - when: 1 = 1\n        then: 5\n"
        "        why: 甲\n      - {then: 0}",
        "q:\n  label: 题\n  type: score\n  score:\n    rows:\n"
        '    - {when: "1 = 1", then: "5", why: 甲}\n    - {then: "0"}',
    ),
    "a long row has one attribute a line": (
        f"q: {{label: 题, type: score, score: {{max: 10, rows: [{{then: 5, why: {'甲' * 60}}}]}}}}",
        "q:\n  label: 题\n  type: score\n  score:\n    max: 10\n    rows:\n"
        f'    - then: "5"\n      why: {"甲" * 60}',
    ),
    "a row of several lines has one attribute a line": (
        'q: {label: 题, type: score, score: {rows: [{when: 1 = 1, then: 5, why: "甲\\n乙"}]}}',
        "q:\n  label: 题\n  type: score\n  score:\n    rows:\n    - when: 1 = 1\n"
        '      then: "5"\n      why: |\n        甲\n        乙',
    ),
    "a tab is written as a sign": (
        'q: {label: "甲\\t乙", type: text}',
        'q: {label: "甲\\t乙", type: text}',
    ),
    "a line separator is written as a sign": (
        'q: {label: "甲\\u2028乙", type: text}',
        'q: {label: "甲\\u2028乙", type: text}',
    ),
}


@pytest.mark.parametrize(("text", "written"), LOOKS.values(), ids=list(LOOKS))
def test_the_one_look(text: str, written: str) -> None:
    lines = write_template(define(form(text))).decode()
    assert lines == form(written)
    assert write_template(define(lines)).decode() == lines


@given(st.lists(strategies.NAME, min_size=1, max_size=60, unique=True))
def test_a_long_list_is_wrapped(names: list[str]) -> None:
    data = {
        "format": 1,
        "kind": "role",
        "id": "r",
        "title": "角色",
        "held_at": "none",
        "can": names,
    }
    template = _normal(data)
    assert template is not None
    written = round_trip(template).decode()
    assert max(map(len, written.split("\n"))) <= WIDTH
