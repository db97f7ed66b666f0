"""The same as the pages, from the command line: counts, every refusal with its place, an exit code."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from forms_catalog.tables import ROWS, open_tables
from ledgers.models import ExportEvent, Import, Record
from tests.ledgers.exchange.sheets import ANNA, BAI, HEADS, changed, table, unmarked

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def file(club: Any, tmp_path: Path) -> Path:
    path = tmp_path / "会员.csv"
    path.write_bytes(table(ANNA, BAI))
    return path


def run(*args: Any, **options: Any) -> tuple[str, int]:
    out, code = io.StringIO(), 0
    try:
        call_command("import", *map(str, args), stdout=out, **{"username": "clerk"} | options)
    except SystemExit as end:
        code = int(end.code or 0)
    return out.getvalue(), code


def members() -> int:
    return Record.objects.unscoped("test").filter(ledger__key="members").count()


def test_looking_writes_nothing_and_leaves_nothing(file: Path) -> None:
    text, code = run("member", file)
    assert code == 0 and "新增2行" in text and members() == 0
    assert Import.objects.unscoped("test").count() == 0


def test_with_commit_it_is_written(file: Path) -> None:
    text, code = run("members", file, "--commit")
    assert (code, members()) == (0, 2) and "已写入2行" in text
    assert "不变2行" in run("members", file)[0]


def test_every_refusal_has_its_place(file: Path) -> None:
    file.write_bytes(table(ANNA, changed(BAI, 手机="1234")))
    text, code = run("members", file, "--json")
    told = json.loads(text)
    assert code == 1 and told["counts"] == {"new": 1, "refused": 1} and not told["ok"]
    problem = told["rows"][0]["problems"][0]
    assert (problem["row"], problem["column"]) == (3, 4) and problem["code"]
    assert "第3行第4列" in run("members", file)[0]


def test_what_is_not_certain_must_be_chosen(file: Path) -> None:
    file.write_bytes(table((*ANNA[:-1], "10000001111"), heads=(*HEADS[:-1], "手机")))
    text, code = run("members", file)
    assert code == 1 and "--choose two-headings:phone=4=phone" in text
    assert Import.objects.unscoped("test").count() == 0
    assert run("members", file, "--choose", "two-headings:phone=4=phone")[1] == 0
    assert run("members", file, "--choose", "two-headings:phone=9=sex")[1] == 1


def test_a_file_that_cannot_be_read_says_why(file: Path) -> None:
    file.write_bytes(b"")
    text, code = run("members", file)
    assert code == 1 and "table.empty-file" in text
    with pytest.raises(CommandError, match="打不开"):
        run("members", file.with_name("none.csv"))
    with pytest.raises(CommandError, match="members"):
        run("nothing", file)
    with pytest.raises(CommandError, match="不能导入"):
        run("members", file, username="village_officer")
    with pytest.raises(CommandError, match="--as"):
        run("members", file, username="")


def test_export_writes_what_the_button_gives(file: Path, tmp_path: Path) -> None:
    run("members", file, "--commit")
    out, target = io.StringIO(), tmp_path / "给人.xlsx"
    call_command("export", "members", str(target), stdout=out)
    assert "导出2份" in out.getvalue()
    assert ExportEvent.objects.unscoped("test").get().count == 2
    assert len(unmarked(open_tables(target.read_bytes(), ROWS, target.name)[0])) == 3
    with pytest.raises(CommandError, match="不能导出"):
        call_command("export", "members", str(target), username="manager")
    with pytest.raises(CommandError, match="结尾"):
        call_command("export", "members", str(tmp_path / "a.doc"))
