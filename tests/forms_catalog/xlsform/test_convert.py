"""`manage.py convert` with workbooks: a form goes out and comes in, its lists beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..test_commands import VISIT, refused, run
from ..test_packs import plant
from .books import HEAD, survey, xlsx

TOWNS = [("list_name", "name", "label"), ("town", "t", "甲镇"), ("town", "u", "乙镇")]
TWICE = [("select_one town", "a", "题"), ("select_one town", "b", "题")]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return plant(tmp_path / "pack", {"forms/visit.yaml": VISIT})


@pytest.mark.parametrize("suffix", [".xlsx", ".zip"])
@pytest.mark.parametrize("name", ["member", "visit"])
def test_out_and_in_again(pack: Path, tmp_path: Path, name: str, suffix: str) -> None:
    """The references of what comes in resolve in the pack that it goes to."""
    form = pack / "forms" / f"{name}.yaml"
    run("form", "fmt", form)
    out = tmp_path / f"out{suffix}"
    run("convert", form, out)
    before = form.read_bytes()
    form.unlink()
    said, errors = run("convert", out, form)
    assert form.read_bytes() == before
    assert "选项表" not in said and "没有改动" not in errors


def test_a_folder_of_csv_files(pack: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sheets"
    folder.mkdir()
    form = pack / "forms" / "member.yaml"
    said, _ = run("convert", form, folder)
    names = {path.name for path in folder.iterdir()}
    assert {"survey.csv", "choices.csv", "settings.csv", "tonghu_lists.csv"} <= names
    assert said.count("已写好") == len(names)
    run("form", "fmt", form)
    before = form.read_bytes()
    run("convert", folder, form)
    assert form.read_bytes() == before


def test_lists_are_written_beside_the_form(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(survey(*TWICE, choices=TOWNS))
    said, _ = run("convert", book, tmp_path / "f.yaml")
    beside = tmp_path / "town.yaml"
    assert beside.read_text().startswith("format: 1\nlist: town\n")
    assert str(beside) in said


def test_in_a_pack_they_have_their_folder(pack: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(survey(*TWICE, choices=TOWNS))
    run("convert", book, pack / "forms" / "book.yaml")
    assert (pack / "lists" / "town.yaml").is_file()
    assert not (pack / "forms" / "town.yaml").exists()


def test_a_list_that_is_there_is_never_changed(tmp_path: Path) -> None:
    book, kept = tmp_path / "book.xlsx", tmp_path / "town.yaml"
    book.write_bytes(survey(*TWICE, choices=TOWNS))
    kept.write_text("format: 1\nlist: town\ntitle: 别的\noptions: {x: 丙镇}\n")
    _, errors = run("convert", book, tmp_path / "f.yaml")
    assert "没有改动" in errors
    assert "丙镇" in kept.read_text()


def test_json_carries_the_lists(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(survey(*TWICE, choices=TOWNS))
    run("convert", book, tmp_path / "f.json")
    assert '"list:town":' in (tmp_path / "f.json").read_text()
    assert not (tmp_path / "town.yaml").exists()


def test_a_faulty_workbook_is_told(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(xlsx(survey=[HEAD, ("intger", "a", "题")]))
    _, said, _ = refused("convert", book, tmp_path / "f.yaml")
    assert "表“survey”第2行第1列" in said and "[xlsform.unknown-type]" in said
    assert not (tmp_path / "f.yaml").exists()
    said, told, code = refused("form", "check", book)
    assert (said, code) == ("共1处要改", 1) and "[xlsform.unknown-type]" in told


def test_a_fault_of_meaning_points_at_its_cell(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    head = (*HEAD, "tonghu::sensitivity")
    book.write_bytes(survey(("text", "a", "题"), ("text", "b", "题", "9"), head=head))
    _, said, _ = refused("form", "check", book)
    assert "表“survey”第3行第4列" in said and "[question.bad-sensitivity]" in said
