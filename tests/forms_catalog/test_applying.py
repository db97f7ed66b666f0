"""Applying a pack: new, changed, same, kept; what was changed here stays, nothing is deleted."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from forms_catalog.applying import StoredBook, apply, plan
from forms_catalog.definition import ChoiceList, FormDefinition, Pack, Template
from forms_catalog.models import Edition
from forms_catalog.models import Template as Row
from forms_catalog.packs import Folder

from .test_packs import CLUB, plant
from .tools import GRADE, OTHER, OTHERS, PACK, codes

BESIDE = {"pack.other-levels"}
"""What only a pack can be told that comes to another one."""
pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture(autouse=True)
def _empty(db: None) -> None:
    Row.objects.all().delete()


def folder(tmp_path: Path, **changes: str) -> Folder:
    return Folder(plant(tmp_path, {f"lists/{name}.yaml": text for name, text in changes.items()}))


def said(found: Folder) -> dict[str, str]:
    """What the plan says of everything that does not stay the same."""
    return {f"{step.kind} {step.key}": step.what for step in plan(found) if step.what != "same"}


def grade(label: str) -> str:
    return GRADE.replace("金卡", label)


def edit(label: str) -> None:
    """An administrator changes the list in the database."""
    row = Row.objects.get(kind="list", key="grade")
    row.body["options"][0]["label"] = label
    row.body["title"] = row.title = "本地的名称"
    row.save()


def label() -> str:
    found: str = Row.objects.get(kind="list", key="grade").body["options"][0]["label"]
    return found


def test_the_first_time_everything_is_new(tmp_path: Path) -> None:
    found = folder(tmp_path)
    assert set(said(found).values()) == {"new"}
    assert len(said(found)) == len(CLUB)
    assert Row.objects.count() == 0
    apply(found)
    assert Row.objects.count() == len(CLUB)
    row = Row.objects.get(kind="list", key="grade")
    assert (row.pack, row.title, row.base) == ("club", "会员等级", row.body)


def test_twice_changes_nothing(tmp_path: Path) -> None:
    apply(folder(tmp_path))
    before = list(Row.objects.values_list("pk", "body", "base", "updated_at"))
    assert said(folder(tmp_path)) == {}
    apply(folder(tmp_path))
    assert list(Row.objects.values_list("pk", "body", "base", "updated_at")) == before


def test_what_the_pack_changed_is_taken(tmp_path: Path) -> None:
    apply(folder(tmp_path))
    found = folder(tmp_path, grade=grade("白金卡"))
    assert said(found) == {"list grade": "changed"}
    apply(found)
    assert label() == "白金卡"
    assert said(found) == {}


def test_what_was_changed_here_is_kept(tmp_path: Path) -> None:
    apply(folder(tmp_path))
    edit("本地卡")
    assert said(folder(tmp_path)) == {}, "the pack says nothing new"
    found = folder(tmp_path, grade=grade("白金卡"))
    assert said(found) == {"list grade": "kept"}
    apply(found)
    row = Row.objects.get(kind="list", key="grade")
    assert (label(), row.title) == ("本地卡", "本地的名称")
    assert row.base["options"][0]["label"] == "白金卡"
    assert said(found) == {}, "told once"


def test_both_changed_to_the_same(tmp_path: Path) -> None:
    apply(folder(tmp_path))
    edit("白金卡")
    text = grade("白金卡").replace("会员等级", "本地的名称")
    assert said(folder(tmp_path, grade=text)) == {}


def test_what_never_came_from_a_pack_is_kept(tmp_path: Path) -> None:
    body = {"format": 1, "kind": "list", "id": "grade", "title": "自己的", "options": []}
    Row.objects.create(kind="list", key="grade", title="自己的", body=body)
    assert said(folder(tmp_path))["list grade"] == "kept"
    apply(folder(tmp_path))
    assert Row.objects.get(kind="list", key="grade").body == body


def test_nothing_is_deleted(tmp_path: Path) -> None:
    apply(folder(tmp_path))
    (tmp_path / "lists" / "grade.yaml").unlink()
    found = Folder(tmp_path)
    assert ("list", "grade") not in found.templates
    assert said(found) == {}
    apply(found)
    assert Row.objects.filter(kind="list", key="grade").exists()


def test_the_database_is_a_book(tmp_path: Path) -> None:
    found = folder(tmp_path)
    apply(found)
    book = StoredBook()
    expected: dict[tuple[str, str], type[Template]] = {
        ("pack", ""): Pack,
        ("list", "grade"): ChoiceList,
        ("form", "member"): FormDefinition,
    }
    for (kind, key), cls in expected.items():
        stored = book.get(kind, key)
        assert isinstance(stored, cls)
        assert stored == found.get(kind, key)
    assert book.get("list", "nothing") is None
    assert book.later() == found.later()


def test_publishing_twice_makes_one_edition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(tmp_path)
    for _ in range(2):
        call_command("pack", "apply", tmp_path)
        assert list(Edition.objects.filter(key="members").values_list("kind", "number")) == [
            ("ledger", 1)
        ]
        assert Edition.objects.filter(kind="form", key="member").count() == 1
    assert "新增" not in capsys.readouterr().out.rpartition("共")[0].rpartition("已启用")[2]


def own_pack(root: Path, **changes: str) -> Path:
    """A county's own, which names a form's ledger and a role of the one in use."""
    head = PACK.replace("pack: club", "pack: a_county").replace("title: 俱乐部", "title: 本县")
    texts = {"pack.yaml": head, "forms/other.yaml": OTHER, "ledgers/others.yaml": OTHERS}
    for name, text in (texts | changes).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_a_pack_of_ones_own_names_what_is_in_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = own_pack(tmp_path / "own")
    with pytest.raises(CommandError):
        call_command("pack", "apply", own)
    call_command("pack", "apply", plant(tmp_path / "club"), verbosity=0)
    call_command("pack", "apply", own, "--templates-only")
    assert "ledger others" in capsys.readouterr().out
    assert Edition.objects.filter(kind="ledger", key="others").exists()
    assert StoredBook().get("pack", "").title == "俱乐部"  # type: ignore[union-attr]


def test_a_pack_of_ones_own_has_the_places_of_the_one_in_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("pack", "apply", plant(tmp_path / "club"), verbosity=0)
    other = PACK.replace("pack: club", "pack: a_county").replace("  court:", "  table:")
    own = own_pack(tmp_path / "own", **{"pack.yaml": other})
    assert set(codes(Folder(own, StoredBook()).check())) == BESIDE
    with pytest.raises(CommandError):
        call_command("pack", "apply", own)
    assert "和已经在用的“俱乐部”不一样" in capsys.readouterr().err
    assert not Row.objects.filter(key="a_county").exists()
