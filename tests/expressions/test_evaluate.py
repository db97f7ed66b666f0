"""`manage.py evaluate`: one line in, one line out, whatever the line."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time

import pytest
from django.core.management import call_command

from forms_catalog.management.commands.evaluate import answer
from tests.pace import worked

NOW = "2026-11-22T23:30:00+08:00"
LINES = [
    ({"expr": "1 + 1"}, {"value": 2}),
    ({"expr": "today()", "now": NOW}, {"value": "2026-11-22"}),
    ({"expr": "today()", "now": "2026-11-22T16:30:00Z"}, {"value": "2026-11-23"}),
    ({"expr": "${a} > 3", "answers": {"a": 4}}, {"value": True}),
    ({"expr": "${a}", "answers": {"a": {"$missing": "unknown"}}}, {"value": ""}),
    ({"expr": "count(${g})", "answers": {"g": [{"x": 1}, {"x": 2}]}}, {"value": 2}),
    ({"expr": "1 +"}, {"problem": {"code": "expression.syntax", "start": 2, "end": 3}}),
    ({"expr": "foo()"}, {"problem": {"code": "expression.unknown-function", "start": 0, "end": 5}}),
    ({"answers": {}}, {"problem": {"code": "evaluate.bad-line", "start": 0, "end": 0}}),
    ([1], {"problem": {"code": "evaluate.bad-line", "start": 0, "end": 0}}),
    ({"expr": 1}, {"problem": {"code": "evaluate.bad-line", "start": 0, "end": 0}}),
    (
        {"expr": "1", "now": "soon"},
        {"problem": {"code": "evaluate.bad-line", "start": 0, "end": 0}},
    ),
]


@pytest.mark.parametrize(("asked", "said"), LINES)
def test_a_line(asked, said):
    assert answer(json.dumps(asked)) == said


GROWING = {
    "power": "pow(9, pow(9, pow(9, 9)))",
    "doubling": "concat(" * 30 + "${a}" + ", ${a})" * 30,
    "long text": "string-length(join(',', ${g.x}))",
    "predicates": "count(instance('l')/root/item[count(instance('l')/root/item[1 = 1]) > 0])",
    "evil pattern": "regex(${a}, '^(a+)+$')",
}


@pytest.mark.parametrize("text", GROWING.values(), ids=GROWING)
def test_growth_ends(text):
    rows = [{"x": "y" * 500} for _ in range(1000)]
    began = time.process_time()
    said = answer(json.dumps({"expr": text, "answers": {"a": "a" * 5000 + "!", "g": rows}}))
    assert worked(began, 0.2) <= 0.2
    assert "value" in said or said["problem"]["code"] == "expression.too-many-steps"


def test_the_command_reads_lines(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"expr": "1"}\n\nnothing\n'))
    out = io.StringIO()
    call_command("evaluate", stdin=True, stdout=out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert lines[0] == {"value": 1} and lines[1]["problem"]["code"] == "evaluate.bad-line"


def test_from_the_shell():
    done = subprocess.run(
        [sys.executable, "manage.py", "evaluate", "--stdin"],
        input='{"expr": "concat(\'甲\', 1)"}\n',
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == {"value": "甲1"}
