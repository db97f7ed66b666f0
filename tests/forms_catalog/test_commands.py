"""`manage.py convert` and `manage.py form`, as people run them."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from forms_catalog.bundle import make
from forms_catalog.models import Template
from forms_catalog.packs import Folder
from forms_catalog.writers import losses, writer_for, writers

from .test_packs import plant
from .tools import GRADE, MEMBER, PACK

TEXTS = [suffix for suffix in writers() if suffix != ".pdf"]
VISIT = """\
format: 1
form: visit
title: 走访
sections:
  who: {include: member, through: member}
  head: {label: 走访, questions: {member: {label: 会员, type: record, record: members}}}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return plant(tmp_path / "pack", {"forms/visit.yaml": VISIT})


def run(*args: object) -> tuple[str, str]:
    out, errors = io.StringIO(), io.StringIO()
    call_command(*map(str, args), stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


def refused(*args: object) -> tuple[str, str, int]:
    """What a command says that ends with a code: its words, the problems it told, the code."""
    out, errors = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(*map(str, args), stdout=out, stderr=errors)
    return str(caught.value), out.getvalue() + errors.getvalue(), caught.value.returncode


def bundle_of(pack: Path, name: str) -> object:
    folder = Folder(pack)
    return make(folder.templates["form", name], folder)  # type: ignore[arg-type]


def lost(writer: Any, bundle: Any) -> str:
    """What the command says that the format cannot say."""
    return "".join(f"{problem}\n" for problem in losses(writer, bundle))


@pytest.mark.parametrize("name", ["member", "visit"])
@pytest.mark.parametrize("suffix", TEXTS)
def test_yaml_to_every_format(pack: Path, tmp_path: Path, name: str, suffix: str) -> None:
    target = tmp_path / f"{name}{suffix}"
    said, errors = run("convert", pack / "forms" / f"{name}.yaml", target)
    writer = writer_for(target.name)
    assert writer is not None
    assert target.read_bytes() == writer.write(bundle_of(pack, name))  # type: ignore[arg-type]
    assert str(target) in said
    assert errors == lost(writer, bundle_of(pack, name))


@pytest.mark.parametrize("name", ["member", "visit"])
@pytest.mark.parametrize("suffix", TEXTS)
def test_json_to_every_format_without_the_pack(
    pack: Path, tmp_path: Path, name: str, suffix: str
) -> None:
    whole = tmp_path / "whole.json"
    run("convert", pack / "forms" / f"{name}.yaml", whole)
    out = tmp_path / f"out{suffix}"
    errors = run("convert", whole, out)[1]
    writer = writer_for(out.name)
    assert writer is not None
    assert errors == lost(writer, bundle_of(pack, name)), (
        "a reference that the file does not carry is no fault"
    )
    assert out.read_bytes() == writer.write(bundle_of(pack, name))  # type: ignore[arg-type]


def test_to_pdf(pack: Path, tmp_path: Path) -> None:
    run("convert", pack / "forms" / "member.yaml", tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")


def test_a_list_is_put_in_order(pack: Path, tmp_path: Path) -> None:
    untidy = pack / "lists" / "grade.yaml"
    untidy.write_text("# 说明\n" + GRADE.replace("B: {label: 银卡,", "B: {label:   '银卡',"))
    run("convert", untidy, tmp_path / "grade.yaml")
    assert "# 说明" not in (tmp_path / "grade.yaml").read_text()
    alone = tmp_path / "alone.json"
    data = {
        "format": 1,
        "kind": "list",
        "id": "l",
        "title": "表",
        "options": [{"name": "A", "label": "甲"}],
    }
    alone.write_text(json.dumps(data))
    run("convert", alone, tmp_path / "l.yaml")
    assert (tmp_path / "l.yaml").read_text() == "format: 1\nlist: l\ntitle: 表\noptions: {A: 甲}\n"


def test_words_when_it_cannot(pack: Path, tmp_path: Path) -> None:
    member = pack / "forms" / "member.yaml"
    out = tmp_path / "out"
    table = {
        ("a.docx", out / "a.yaml"): ".docx",
        (tmp_path / "nobody.yaml", tmp_path / "a.html"): "nobody.yaml",
        (member, tmp_path / "a.docx"): ".schema.json",
        (member, tmp_path / "a"): ".yaml",
        (member, out / "a.html"): str(out),
        (pack / "lists" / "grade.yaml", tmp_path / "a.html"): ".yaml",
        (tmp_path, tmp_path / "a.html"): "",
    }
    for (source, target), named in table.items():
        words, _, code = refused("convert", source, target)
        assert named in words
        assert re.search("[一-龥]", words)
        assert code == 1
        assert not Path(target).exists()


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        ("forms/member.yaml", MEMBER.replace("type: date", "type: day"), "question.unknown-type"),
        ("forms/member.yaml", "\t", "yaml.tab"),
        ("forms/a.json", "{", "json.syntax"),
        (
            "forms/a.json",
            '{"template": {"format": 1, "kind": "list", "id": "l"}}',
            "format.missing-key",
        ),
        ("forms/a.json", '{"template": [], "embedded": []}', "format.no-version"),
    ],
)
def test_a_faulty_source_is_not_converted(
    pack: Path, tmp_path: Path, file: str, text: str, code: str
) -> None:
    (pack / file).write_text(text)
    _, told, status = refused("convert", pack / file, tmp_path / "a.html")
    assert f"[{code}]" in told
    assert status == 1
    assert not (tmp_path / "a.html").exists()


def test_a_bundle_with_a_fault_inside(pack: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.json"
    run("convert", pack / "forms" / "member.yaml", whole)
    data = json.loads(whole.read_text())
    data["embedded"]["list:grade"]["options"][0]["label"] = ""
    whole.write_text(json.dumps(data))
    assert "[format.missing-key]" in refused("convert", whole, tmp_path / "a.html")[1]
    del data["embedded"]["list:grade"]
    whole.write_text(json.dumps(data))
    assert "[form.later-list]" in run("convert", whole, tmp_path / "a.html")[1]


TEN = """\
format: 1
form: f
title: 表
colour: 红
sections:
  s:
    label: 部分
    questions:
      a: {label: 甲, type: txt}
      b: {type: text}
      c: {label: 丙, type: choice, choices: nothing}
      d: {label: 丁, type: choice, choices: grade, sealed: true}
      e: {label: 戊, type: text, print_in_clear: true}
      f: {label: 己, type: text, choices: grade}
      g: {label: 庚, type: text, sensitivity: high}
      h: {label: 辛, type: date, default: 2026-02-30}
      i: {label: 壬, type: text, missing: [forgotten]}
"""
TEN_SPOTS = {
    "4:1": "format.unknown-key",
    "9:27": "question.unknown-type",
    "10:10": "format.missing-key",
    "11:35": "form.unknown-list",
    "12:51": "question.sealed-code",
    "13:33": "format.not-yet",
    "14:33": "question.option-of-other-type",
    "15:33": "format.bad-value",
    "16:33": "question.bad-default",
    "17:33": "question.unknown-reason",
}


def test_ten_faults_are_ten_lines_with_place_and_remedy(pack: Path) -> None:
    file = pack / "forms" / "f.yaml"
    file.write_text(TEN)
    words, told, code = refused("form", "check", file)
    assert code == 1
    assert "10" in words
    lines = told.splitlines()
    found = {}
    for line in lines:
        where = re.match(re.escape(str(file)) + r":(\d+:\d+)", line)
        mark = re.search(r"\[([a-z.-]+)\]$", line)
        assert where
        assert mark
        found[where[1]] = mark[1]
        text = line[where.end() : mark.start()]
        assert re.search("。.*[一-龥]", text), "words and a remedy"
    assert found == TEN_SPOTS
    assert len(lines) == 10


def test_check_takes_files_and_folders(pack: Path) -> None:
    assert run("form", "check", pack) == ("没有错\n", "")
    assert run("form", "check", pack / "forms" / "member.yaml", pack / "lists")[0] == "没有错\n"
    (pack / "lists" / "bad.yaml").write_text("list: bad\n")
    assert refused("form", "check", pack)[2] == 1
    assert refused("form", "check", pack / "lists" / "nobody.yaml")[2] == 1
    assert refused("form", "check", pack / "lists" / "grade.txt")[2] == 1
    run("form", "check", pack / "lists" / "grade.yaml")


def test_pages_and_places_are_no_templates(pack: Path) -> None:
    for name in ("pages", "places"):
        (pack / name).mkdir()
        (pack / name / "home.yaml").write_text("title: 首页\n")
    assert run("form", "check", pack)[0] == "没有错\n"


def test_what_comes_later_is_told_and_no_fault(pack: Path) -> None:
    (pack / "pack.yaml").write_text(PACK + "later: [lessons]\n")
    (pack / "forms" / "visit.yaml").write_text(VISIT.replace("record: members", "record: lessons"))
    told, _ = run("form", "check", pack / "forms" / "visit.yaml")
    assert "[form.later-ledger]" in told


def test_fmt_writes_in_order_and_only_once(pack: Path) -> None:
    file = pack / "lists" / "grade.yaml"
    tidy = file.read_text()
    run("form", "fmt", pack)
    tidy = file.read_text()
    file.write_text("# 说明\n" + tidy.replace("tags: [fee]", "tags:   [ fee ]"))
    told, _ = run("form", "fmt", pack)
    assert file.read_text() == tidy
    assert str(file) in told
    stamp = file.stat().st_mtime_ns
    assert run("form", "fmt", pack)[0] == "没有错\n"
    assert file.stat().st_mtime_ns == stamp


def test_fmt_leaves_a_faulty_file_alone(pack: Path) -> None:
    file = pack / "lists" / "grade.yaml"
    text = GRADE.replace("title:", "titel:")
    file.write_text(text)
    assert refused("form", "fmt", pack)[2] == 1
    assert file.read_text() == text


@pytest.mark.django_db
def test_pack_plans_then_applies(pack: Path) -> None:
    Template.objects.all().delete()
    told, _ = run("pack", "plan", pack)
    assert told.count("新增") == 7
    told, _ = run("pack", "apply", pack)
    assert "俱乐部" in told
    assert "新增" not in run("pack", "plan", pack)[0]


@pytest.mark.django_db
def test_a_faulty_pack_is_not_applied(pack: Path, tmp_path: Path) -> None:
    (pack / "lists" / "grade.yaml").write_text(GRADE.replace("title:", "titel:"))
    assert "[format.unknown-key]" in refused("pack", "plan", pack)[1]
    assert refused("pack", "apply", pack)[2] == 1
    assert "[pack.no-head]" in refused("pack", "plan", tmp_path / "nowhere")[1]
