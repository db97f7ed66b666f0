"""XForms for phones: what pyxform makes of the sheets, the same bytes twice, losses told."""

from __future__ import annotations

import builtins
import os
import re
import subprocess
import sys
from typing import Any
from xml.etree import ElementTree

import pytest

from forms_catalog.bundle import Bundle, EmptyBook, make
from forms_catalog.definition import FormDefinition
from forms_catalog.problems import Refused
from forms_catalog.writers import sheets, xform
from forms_catalog.writers.portable_sheets import PortableSheets

from ..tools import ALL_STAGES, define, form
from .test_round_trip import BUNDLES

X = "{http://www.w3.org/2002/xforms}"


def bundle(questions: str, head: str = "", foot: str = "") -> Bundle:
    found = define(form(questions, head, foot), None, ALL_STAGES)
    assert isinstance(found, FormDefinition)
    return make(found, EmptyBook())


def binds(made: Bundle) -> dict[str, dict[str, str]]:
    """Attributes of the bind of every question, by its name."""
    tree = ElementTree.fromstring(xform.write(made))
    found = {}
    for bind in tree.iter(f"{X}bind"):
        said = {name.rpartition("}")[2]: " ".join(text.split()) for name, text in bind.items()}
        found[said.pop("nodeset").rpartition("/")[2]] = said
    return found


@pytest.mark.parametrize("made", BUNDLES.values(), ids=list(BUNDLES))
def test_shipped_forms(made: Bundle) -> None:
    data = xform.write(made)
    assert xform.write(made) == data
    tree = ElementTree.fromstring(data)
    names = {node.get("nodeset", "").rpartition("/")[2] for node in tree.iter(f"{X}bind")}
    asked = {row["name"] for row in PortableSheets(made).survey if row.get("name")}
    groups = {node.get("ref", "").rpartition("/")[2] for node in tree.iter(f"{X}group")}
    tables = {node.get("nodeset", "").rpartition("/")[2] for node in tree.iter(f"{X}repeat")}
    assert asked <= names | groups | tables


def test_the_same_bytes_in_another_process() -> None:
    name = next(iter(BUNDLES))
    code = (
        "import django, hashlib; django.setup()\n"
        "from tests.forms_catalog.xlsform.test_round_trip import BUNDLES\n"
        "from forms_catalog.writers import xform\n"
        f"print(hashlib.sha256(xform.write(BUNDLES[{name!r}])).hexdigest())"
    )
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": ".:site"}
    made = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | settings | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


def test_no_hour_and_no_machine_in_it() -> None:
    data = xform.write(next(iter(BUNDLES.values()))).decode()
    assert not re.search(r"20\d\d-\d\d-\d\dT|/work/|/home/|/tmp/", data)
    assert 'version="' in data


EXPRESSIONS = {
    "a column outside its table": ("sum(${r.n})", "sum( /data/s/r/n )"),
    "the table": ("count(${r})", "count( /data/s/r )"),
    "today": ("${_today}", "/data/own__today"),
    "a place": ("${_village}", "/data/own__village"),
    "a column of a record": ("${link.name}", "/data/link__name"),
    "a decision": ("${level}", "/data/level__decision"),
    "words in quotes": ("if(${a} = '1', '甲', \"it's\")", "if( /data/s/a = '1', '甲', \"it's\")"),
    "full-width signs": ("${a}＋１", "/data/s/a + 1"),
}
ASKED = """
a: {label: 题, type: text}
r: {label: 表, type: rows, questions: {n: {label: 数, type: integer}}}
link: {label: 记录, type: record, record: things}
c: {label: 算, type: calculated, calculation: "EXPRESSION"}
"""
LEVEL = """
decisions:
  level:
    label: 等级
    rows:
    - {when: "${a} = '1'", then: "1"}
    - {then: "2"}
"""


class Anything(EmptyBook):
    """A book that takes every name on trust."""

    def later(self) -> frozenset[str]:
        return frozenset(["things"])


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_expressions_in_portable_words(name: str) -> None:
    text, portable = EXPRESSIONS[name]
    asked = ASKED.replace("EXPRESSION", text.replace('"', '\\"'))
    found = define(form(asked, foot=LEVEL.lstrip("\n")), Anything(), ALL_STAGES)
    assert binds(make(found, EmptyBook()))["c"]["calculate"] == portable


def test_what_is_made_for_them() -> None:
    asked = ASKED.replace("EXPRESSION", "concat(${level}, ${_today}, ${link.name})")
    found = define(form(asked, foot=LEVEL.lstrip("\n")), Anything(), ALL_STAGES)
    made = binds(make(found, EmptyBook()))
    assert made["level__decision"]["calculate"] == "if( /data/s/a = '1', '1', '2')"
    assert made["own__today"]["calculate"] == "today()"
    assert made["link__name"]["calculate"] == "''"


def test_all_rows_of_a_table_that_hold() -> None:
    hit = LEVEL.replace("    label: 等级", "    label: 等级\n    hit: all")
    asked = "a: {label: 题, type: text}\nc: {label: 算, type: calculated, decision: level}"
    made = binds(bundle(asked, foot=hit.lstrip("\n")))
    assert made["c"]["calculate"] == (
        "normalize-space(concat(if( /data/s/a = '1', '1', ''), ' ', "
        "if(not( /data/s/a = '1'), '2', '')))"
    )


def test_a_reason_bears_the_duty_of_its_question() -> None:
    made = binds(bundle("q: {label: 题, type: text, required: true, missing: [unknown, none]}"))
    assert "required" not in made["q"]
    assert made["q__missing"]["relevant"] == "/data/s/q = ''"


def test_what_nobody_fills_on_a_phone_is_read_only() -> None:
    text = """
    a: {label: 甲, type: text, sealed: true, required: true}
    b: {label: 乙, type: text, number: "((_seq))", required: true}
    """
    made = bundle(text)
    found = binds(made)
    assert [found[name].get("readonly") for name in "ab"] == [None, "true()"]
    assert [found[name].get("required") for name in "ab"] == ["true()", None]
    assert xform.losses(made) == []


def test_duties_that_wait_for_one_another() -> None:
    text = """
    a: {label: 甲, type: text, required: "${b} = ''"}
    b: {label: 乙, type: text, required: "${a} = ''"}
    """
    found = binds(bundle(text))
    assert "required" in found["a"] and "required" not in found["b"]
    assert "xform.required-circle" in {problem.code for problem in xform.losses(bundle(text))}


def test_a_rule_is_shown_and_told() -> None:
    rule = "rules:\n- {constraint: \"${a} != ''\", constraint_message: 要填甲}\n"
    made = bundle("a: {label: 甲, type: text}", foot=rule)
    assert binds(made)["rule_1__shown"]["relevant"] == "not( /data/s/a != '')"
    assert [problem.code for problem in xform.losses(made)] == ["xform.rules-shown"]


def test_a_group_of_the_name_of_a_question() -> None:
    made = bundle("s: {label: 甲, type: text}\nt: {label: '${s}好', type: note}")
    assert b"/data/s_/s" in xform.write(made)


def test_options_that_are_switched_off_are_not_offered() -> None:
    choices = "{A: 甲, B: {label: 乙, disabled: true}}"
    data = xform.write(bundle(f"a: {{label: 题, type: choice, choices: {choices}}}"))
    assert "甲".encode() in data and "乙".encode() not in data


def test_without_pyxform(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any) -> Any:
        if name.startswith("pyxform"):
            raise ImportError(name)
        return real(name, *args)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(Refused) as caught:
        xform.write(next(iter(BUNDLES.values())))
    (problem,) = caught.value
    assert problem.code == "xform.no-pyxform" and problem.remedy


def test_a_text_too_long_for_a_cell_is_refused() -> None:
    made = bundle(f"a: {{label: 题, type: text, note: {'长' * 40_000}}}")
    with pytest.raises(Refused) as caught:
        sheets.tables(made)
    assert [problem.code for problem in caught.value] == ["xlsform.cell-too-long"]


def test_a_form_that_is_not_there_is_told() -> None:
    found = define(
        "format: 1\nform: f\ntitle: 表\nsections:\n  o: {include: other}\n"
        "  s: {label: 部分, questions: {a: {label: 题, type: text}}}\n",
        _Other(),
        ALL_STAGES,
    )
    assert [p.code for p in sheets.losses(make(found, EmptyBook()))] == ["xlsform.included-missing"]


class _Other(EmptyBook):
    """A book with one other form."""

    def get(self, kind: str, id: str) -> Any:
        text = form("b: {label: 题, type: text}").replace("form: f", "form: other")
        return define(text.replace("  s:", "  x:")) if (kind, id) == ("form", "other") else None
