"""What the writers make of the shipped forms is what was blessed, and is sound in itself."""

from __future__ import annotations

import difflib
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from forms_catalog.bundle import Bundle
from forms_catalog.questions import Context, read, type_of
from tests import people

from . import FOLDER, TEXT, bundles, golden

NAMES = sorted(bundles())
each_form = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def made() -> dict[Path, bytes]:
    return golden()


def test_every_form_has_every_file(made: dict[Path, bytes]) -> None:
    assert {path.name for path in made} == {name + suffix for name in NAMES for suffix in TEXT}
    kept = {path.name for path in FOLDER.iterdir() if path.suffix in {".yaml", ".json", ".html"}}
    assert kept == {path.name for path in made}, "remove what no writer makes"


@each_form
@pytest.mark.parametrize("suffix", TEXT)
def test_is_as_it_was_blessed(made: dict[Path, bytes], name: str, suffix: str) -> None:
    path = FOLDER / f"{name}{suffix}"
    old, new = path.read_bytes() if path.is_file() else b"", made[path]
    if old != new:
        lines = difflib.unified_diff(
            _lines(old), _lines(new), f"blessed/{path.name}", f"now/{path.name}"
        )
        shown = "\n".join(line[:200] for _, line in zip(range(80), lines, strict=False))
        pytest.fail(f"{shown}\n\n看过差别，认可了，就运行：make bless", pytrace=False)


def _lines(data: bytes) -> list[str]:
    """Canonical JSON is one line: broken at its signs so that a difference can be read."""
    text = data.decode()
    return (text if text.count("\n") > 1 else text.replace(",", ",\n")).splitlines()


class Page(HTMLParser):
    """Ids, labels, controls and open tags of a page."""

    VOID = frozenset(["meta", "link", "input", "br", "hr", "img", "wbr", "col"])

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.controls: list[dict[str, str | None]] = []
        self.described: list[str] = []
        self.open: list[str] = []
        self.inside: list[int] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        found = dict(attrs)
        if tag not in self.VOID:
            self.open.append(tag)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "label":
            self.targets += [found["for"]] if "for" in found else []
        if tag in {"input", "select", "textarea"} and found.get("type") != "hidden":
            self.controls.append(found | {"wrapped": "yes" if "label" in self.open else None})
        self.described += (found.get("aria-describedby") or "").split()
        self.described += (found.get("aria-labelledby") or "").split()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, tag


@each_form
def test_the_page_is_sound(made: dict[Path, bytes], name: str) -> None:
    text = made[FOLDER / f"{name}.html"].decode()
    page = Page(text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    ids = {control.get("id") for control in page.controls}
    assert page.targets
    assert set(page.targets) <= ids, "a label for nothing"
    assert set(page.described) <= set(page.ids)
    unnamed = [
        control for control in page.controls
        if not (control["wrapped"] or control.get("id") in page.targets or control.get("aria-label"))
    ]  # fmt: skip
    assert unnamed == []
    assert "None" not in text
    assert "http://" not in text


@each_form
def test_the_page_asks_every_question(made: dict[Path, bytes], name: str) -> None:
    text = made[FOLDER / f"{name}.html"].decode()
    bundle = bundles()[name]
    for question, _ in bundle.questions.values():
        if question.name not in bundle.through and question.type != "print_only":
            assert f'id="q-{question.name}"' in text, question.name
            assert question.label in text


@each_form
def test_the_schema_is_one(made: dict[Path, bytes], name: str) -> None:
    schema = json.loads(made[FOLDER / f"{name}.schema.json"])
    Draft202012Validator.check_schema(schema)
    kept = {q.name for q, _ in bundles()[name].questions.values() if type_of(q).stored}
    assert set(schema["properties"]) == kept


def _parsed(bundle: Bundle, typed: dict[str, Any]) -> dict[str, Any]:
    ctx = Context(options=bundle.options)
    answers = {name: read(bundle.questions[name][0], raw, ctx) for name, raw in typed.items()}
    return {name: answer for name, answer in answers.items() if answer is not None}


def test_good_answers_pass_the_schema(world: Any, made: dict[Path, bytes]) -> None:
    found = bundles()
    child = _parsed(found["child_protection.child"], people.dossier())
    visit = _parsed(found["child_protection.left_behind_registration"], people.registration())
    visit["child"] = "01900000-0000-7000-8000-000000000001"
    for name, answers in (("child", child), ("left_behind_registration", visit | child)):
        schema = json.loads(made[FOLDER / f"child_protection.{name}.schema.json"])
        validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        assert [error.message for error in validator.iter_errors(answers)] == []
        assert not validator.is_valid(answers | {"nothing": "x"})
        assert not validator.is_valid(answers | {"name": {"$missing": "unknown"}})
        assert not validator.is_valid(answers | {"sex": "女"})
        assert not validator.is_valid({key: answers[key] for key in answers if key != "name"})
