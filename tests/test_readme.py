"""The README is tried: its first form is written, checked and converted as it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from django.core.management import call_command

README = (Path(__file__).resolve().parent.parent / "README.md").read_text()


def fenced(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.S)


def commands() -> list[list[str]]:
    lines = [line for block in fenced("sh") for line in block.splitlines()]
    tried = [line for line in lines if "manage.py" in line and "var/" not in line]
    return [shlex.split(line, comments=True) for line in tried]  # var/ needs a demo: tests/demo


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "visit.yaml").write_text(fenced("yaml")[0])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_there_is_something_to_try() -> None:
    assert len(commands()) == 3


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_of_the_first_form_works(command: list[str], folder: Path) -> None:
    assert command[:2] == [".venv/bin/python", "manage.py"]
    call_command(*command[2:])
    if command[2] == "convert":
        assert (folder / command[-1]).stat().st_size > 1000


def test_make_commands_are_targets() -> None:
    targets = re.findall(
        r"^([a-z-]+):", (Path(__file__).resolve().parent.parent / "Makefile").read_text(), re.M
    )
    said = set(re.findall(r"(?:`|^)make ([a-z][a-z-]+)", README, re.M))
    assert {"demo", "test"} <= said <= set(targets)


def test_the_sample_number_is_a_number() -> None:
    from forms_catalog.definition import Question
    from forms_catalog.questions import Context, read

    number = re.search(r"`(990121\d{11}[\dX])`", README)
    assert number
    assert read(Question(name="n", label="n", type="id_card"), number[1], Context()) == number[1]
