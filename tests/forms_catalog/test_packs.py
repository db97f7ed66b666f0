"""A folder as a book: everything in it is read once, nothing faulty is hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms_catalog.definition import ChoiceList, FormDefinition, Pack
from forms_catalog.packs import Folder, check_bundle, check_file, folder_of

from .tools import CLERK, GRADE, MANAGER, MEMBER, MEMBERS, PACK, codes

CLUB = {
    "pack.yaml": PACK,
    "forms/member.yaml": MEMBER,
    "ledgers/members.yaml": MEMBERS,
    "lists/grade.yaml": GRADE,
    "roles/clerk.yaml": CLERK,
    "roles/manager.yaml": MANAGER,
}
FOLDERS: dict[str, dict[str, str | None]] = {
    "pack.no-head": {"pack.yaml": None},
    "pack.file-name": {"lists/grade.yaml": None, "lists/grades.yaml": GRADE},
}


def plant(root: Path, changes: dict[str, str | None] | None = None) -> Path:
    for name, text in {**CLUB, **(changes or {})}.items():
        if text is not None:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return root


def test_reads_every_template(tmp_path: Path) -> None:
    folder = Folder(plant(tmp_path))
    assert folder.check() == []
    assert len(folder.templates) == len(CLUB)
    assert isinstance(folder.get("pack", ""), Pack)
    assert isinstance(folder.get("form", "member"), FormDefinition)
    assert isinstance(folder.get("list", "grade"), ChoiceList)
    assert folder.get("list", "nothing") is None


@pytest.mark.parametrize(("code", "changes"), FOLDERS.items(), ids=list(FOLDERS))
def test_faults_of_the_folder(tmp_path: Path, code: str, changes: dict[str, str | None]) -> None:
    problems = Folder(plant(tmp_path, changes)).check()
    assert codes(problems) == [code]
    assert problems[0].place.file.startswith(str(tmp_path))
    assert problems[0].text
    assert problems[0].remedy


def test_every_file_tells_its_own_faults(tmp_path: Path) -> None:
    broken = {
        "lists/a.yaml": "poem: a\n",
        "lists/b.yaml": "poem: b\n",
        "lists/c.yaml": "\tlist: c\n",
        "lists/grade.yaml": GRADE.replace("A:", "A: {label: 甲}\n  A:"),
        "reports/l.yaml": "format: 1\nreport: l\ntitle: 表\n",
        "forms/member.yaml": MEMBER.replace("choices: grade", "choices: grades"),
    }
    problems = Folder(plant(tmp_path, broken)).check()
    found = {(Path(problem.place.file).name, problem.code) for problem in problems}
    assert {
        ("a.yaml", "format.unknown-kind"),
        ("b.yaml", "format.unknown-kind"),
        ("c.yaml", "yaml.tab"),
        ("grade.yaml", "yaml.duplicate-key"),
        ("l.yaml", "format.not-yet"),
        ("member.yaml", "form.unknown-list"),
    } <= found
    files = [problem.place.file for problem in problems]
    assert files == sorted(files)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert codes(Folder(tmp_path / "nowhere").check()) == ["pack.no-head"]


def test_names_to_come_are_those_of_the_pack(tmp_path: Path) -> None:
    folder = Folder(plant(tmp_path, {"pack.yaml": PACK + "later: [lessons]\n"}))
    assert folder.later() == {"lessons"}
    assert Folder(tmp_path / "nowhere").later() == frozenset()


def test_a_file_knows_its_pack(tmp_path: Path) -> None:
    plant(tmp_path)
    form = tmp_path / "forms" / "member.yaml"
    folder = folder_of(form)
    assert folder is not None
    assert folder.root == tmp_path.resolve()
    assert check_file(form, folder)[1] == []
    assert codes(check_file(form)[1]) == ["form.unknown-list"]
    assert folder_of(tmp_path / "pack.yaml") is None


def test_a_template_alone_is_no_bundle(tmp_path: Path) -> None:
    alone = tmp_path / "a.json"
    alone.write_text('{"format":1,"kind":"list","id":"l","title":"表","options":[]}')
    assert check_bundle(alone) == (None, [])
    alone.write_text("{")
    bundle, problems = check_bundle(alone)
    assert bundle is None
    assert codes(problems) == ["json.syntax"]
