"""Loading places and posts: all problems at once, nothing twice, fast."""

from __future__ import annotations

import time
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from forms_catalog.problems import Refused
from people.loading import load_places, load_posts
from people.loading.table import tell
from people.models import Body, Place, PlaceName, Post, User
from people.tree import merge

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

TODAY = date(2026, 11, 21)
HEAD = "level,code,name,parent_code,kind\n"
GOOD = (
    HEAD
    + "village,990121104200,河湾村,990121104,\n"
    + "county,990121,澜川县,,\n"
    + "township,990121104,枫树坪镇,990121,1\n"
    + "group,,一组,990121104200,\n"
)


def faults(text: str, load: Any = load_places) -> list[tuple[str, int, int]]:
    with pytest.raises(Refused) as refused:
        load(text.encode(), "地方.csv", TODAY)
    return [(p.code, p.place.line, p.place.column) for p in refused.value]


def test_a_file_in_any_order() -> None:
    done = load_places(GOOD.encode(), "地方.csv", TODAY)
    assert (done.added, done.renamed, done.same) == (4, 0, 0)
    rows = list(Place.objects.values_list("path", "level", "name", "kind"))
    assert rows == [
        ("0001", "county", "澜川县", ""),
        ("00010001", "township", "枫树坪镇", "1"),
        ("000100010001", "village", "河湾村", ""),
        ("0001000100010001", "group", "一组", ""),
    ]
    assert PlaceName.objects.filter(since=TODAY, until=None).count() == 4


def test_a_second_load_changes_nothing_and_says_so() -> None:
    load_places(GOOD.encode())
    before = list(Place.objects.values())
    done = load_places(GOOD.encode())
    assert str(done) == "没有变化：4个地方都已在册"
    assert list(Place.objects.values()) == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("comma", [",", "\t"])
def test_what_spreadsheets_write(encoding: str, ends: str, comma: str) -> None:
    text = GOOD.replace("level,code,name,parent_code,kind", "级别,区划代码,名称,上级代码,类型")
    load_places(text.replace("\n", ends).replace(",", comma).encode(encoding))
    assert Place.objects.filter(name="枫树坪镇", kind="1").count() == 1


def test_codes_with_and_without_zeros_are_one() -> None:
    load_places(GOOD.encode())
    text = HEAD + "county,990121000000,澜川县,,\ntownship,990121104000,枫树坪镇,990121000000,\n"
    assert load_places(text.encode()).same == 2


def test_a_changed_name_is_a_rename_of_today() -> None:
    load_places(GOOD.encode(), today=date(2026, 1, 1))
    done = load_places(GOOD.replace("河湾村", "河湾新村").encode(), today=TODAY)
    assert (done.added, done.renamed, done.same) == (0, 1, 3)
    place = Place.objects.get(code="990121104200")
    assert place.name == "河湾新村"
    assert list(place.names.values_list("until", flat=True)) == [TODAY, None]


def test_new_places_join_the_standing_tree() -> None:
    load_places(GOOD.encode())
    load_places((HEAD + "village,990121104201,青山村,990121104,\n").encode())
    assert Place.objects.get(name="青山村").path == "000100010002"


def test_a_merged_place_stays_merged() -> None:
    load_places((GOOD + "village,990121104201,青山村,990121104,\n").encode())
    one, other = (Place.objects.get(name=name) for name in ("青山村", "河湾村"))
    merge(one, other, TODAY)
    done = load_places((HEAD + "village,990121104201,青山村,990121104,\n").encode())
    assert (done.added, done.ended) == (0, 1)
    under = HEAD + "group,,二组,990121104201,\n"
    assert faults(under) == [("place.ended", 2, 4)]


def test_all_problems_at_once_and_nothing_written() -> None:
    text = HEAD + (
        "county,990121,澜川县,,\n"
        "Township,990121104,枫树坪镇,990121,1\n"
        "township,990121105,,990121,1\n"
        "township,9.90121E+11,长塘镇,990121,1\n"
        "township,99-01,望川镇,990121,1\n"
        "township,990121105,柳湾镇,990999,1\n"
        "township,A1,甲镇,A2,\n"
        "township,A2,乙镇,A1,\n"
        "village,990121400,开发区,990121,4\n"
        "township,990121106,双井镇,990121,1,多余\n"
    )
    assert faults(text) == [
        ("place.level", 3, 1),
        ("place.no-name", 4, 3),
        ("place.code-number", 5, 2),
        ("place.code-signs", 6, 2),
        ("place.code-twice", 7, 2),
        ("place.no-parent", 7, 4),
        ("place.circle", 8, 4),
        ("place.circle", 9, 4),
        ("place.level-mixed", 10, 1),
        ("table.too-many-cells", 11, 0),
    ]
    assert not Place.objects.exists()


def test_chains_that_are_too_deep() -> None:
    chain = [f"l{n},A{n},第{n}级,{f'A{n - 1}' if n else ''},\n" for n in range(2000)]
    codes = faults(HEAD + "".join(reversed(chain)))
    assert {code for code, _, _ in codes} == {"place.deep"}
    assert len(codes) == 2000 - 6


def test_a_lost_parent_is_told_once() -> None:
    text = HEAD + "township,A1,甲镇,9,\nvillage,A2,乙村,A1,\nvillage,A3,丙村,9.9E+3,\n"
    assert [code for code, _, _ in faults(text)] == ["place.no-parent", "place.code-number"]


def test_standing_places_are_neither_moved_nor_lifted() -> None:
    load_places(GOOD.encode())
    moved = HEAD + "township,990121105,长塘镇,990121,1\nvillage,990121104200,河湾村,990121105,\n"
    assert faults(moved) == [("place.moved", 3, 4)]
    lifted = HEAD + "township,990121104200,河湾村,990121104,\n"
    assert faults(lifted) == [("place.level-changed", 2, 1)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "table.no-column"),
        (b"level,name\n", "table.no-column"),
        (b"\xff\xfe\x00\x80", "table.encoding"),
    ],
)
def test_no_table(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        load_places(data)
    assert {problem.code for problem in refused.value} == {code}


def test_twin_groups() -> None:
    text = GOOD + "group,,一组,990121104200,\n"
    assert faults(text) == [("place.name-twice", 6, 3)]


def test_problems_read_as_plain_chinese() -> None:
    with pytest.raises(Refused) as refused:
        load_places((HEAD + "x-y,9.9E+11,,9,\n").encode(), "地方.csv")
    told = [tell(problem) for problem in refused.value]
    assert (
        told[1] == "第2行「区划代码」：代码被表格软件改成了小数，请把这一列设为文本格式后重新填写。"
    )
    assert not any(sign.isascii() and sign.isalpha() for line in told for sign in line)


def county_of(towns: int, villages: int) -> bytes:
    lines = ["county,990121,澜川县,,"]
    for town in range(towns):
        code = f"990121{100 + town}"
        lines.append(f"township,{code},镇{town},990121,1")
        lines += [f"village,{code}{200 + n},村{town}之{n},{code},2" for n in range(villages)]
    return (HEAD + "\n".join(lines)).encode()


@pytest.mark.parametrize(("towns", "villages", "seconds"), [(21, 28, 2), (100, 50, 10)])
def test_speed(towns: int, villages: int, seconds: float, record_property: Any) -> None:
    data = county_of(towns, villages)
    for what in ("first", "again"):
        start = time.perf_counter()
        load_places(data)
        took = time.perf_counter() - start
        record_property(what, took)
        assert took < seconds


POSTS = "username,name,phone,role,place_code,body_code,since\n"
PEOPLE = (
    POSTS
    + "anbo,安柏,10000000001,clerk,990121104200,,2026-03-01\n"
    + "anbo,安柏,10000000001,helper,990121104000,,2026年3月1日\n"
    + "chen,陈晨,,head,,S1,\n"
    + "dan,丹恩,,auditor,,,2026/3/1\n"
)


@pytest.fixture
def tree() -> None:
    load_places(GOOD.encode())
    town = Place.objects.get(code="990121104")
    Body.objects.create(kind="SCHOOL", name="中心小学", code="S1", place=town)


@pytest.mark.usefixtures("tree")
def test_posts() -> None:
    done = load_posts(PEOPLE.encode(), "任职.csv", TODAY)
    assert (done.users, done.posts) == (3, 4)
    rows = Post.objects.values_list("user__name", "role", "place__name", "body__name", "since")
    march = date(2026, 3, 1)
    assert list(rows) == [
        ("安柏", "clerk", "河湾村", None, march),
        ("安柏", "helper", "枫树坪镇", None, march),
        ("陈晨", "head", None, "中心小学", TODAY),
        ("丹恩", "auditor", None, None, march),
    ]
    assert not any(user.has_usable_password() for user in User.objects.all())


@pytest.mark.usefixtures("tree")
def test_posts_again() -> None:
    load_posts(PEOPLE.encode())
    passwords = list(User.objects.values_list("password", flat=True))
    assert str(load_posts(PEOPLE.encode())) == "没有变化：4条任职都已在册"
    assert list(User.objects.values_list("password", flat=True)) == passwords
    done = load_posts(PEOPLE.replace("陈晨", "陈川").encode())
    assert (done.users, done.changed, done.posts, done.same) == (0, 1, 0, 4)
    assert User.objects.get(username="chen").name == "陈川"


@pytest.mark.usefixtures("tree")
def test_post_problems() -> None:
    text = POSTS + (
        "an bo,,,Clerk,990121104200,,\n"
        "chen,陈晨,,head,990121104,S1,\n"
        "chen,陈川,,head,12345,,2026-02-30\n"
        "dan,丹恩,,head,,S9,去年\n"
    )
    assert faults(text, load_posts) == [
        ("post.username", 2, 1),
        ("post.no-name", 2, 2),
        ("post.role", 2, 4),
        ("post.place-and-body", 3, 6),
        ("post.person-differs", 4, 2),
        ("post.no-place", 4, 5),
        ("post.since", 4, 7),
        ("post.no-body", 5, 6),
        ("post.since", 5, 7),
    ]
    assert not User.objects.exists() and not Post.objects.exists()


def run(command: str, file: Path) -> str:
    out = StringIO()
    call_command(command, str(file), stdout=out)
    return out.getvalue()


def test_commands(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text(GOOD)
    assert run("load_places", file) == "新增4个地方，改名0个，未变0个。\n"
    assert run("load_places", file) == "没有变化：4个地方都已在册。\n"
    file.write_text(POSTS + "chen,陈晨,,head,,,\n")
    assert "新增1个账号、1条任职" in run("load_posts", file)


def test_commands_that_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "places.csv"
    with pytest.raises(CommandError, match="打不开文件"):
        call_command("load_places", str(file))
    file.write_text(HEAD + "x-y,1,,,\n")
    with pytest.raises(CommandError, match="共2处问题，什么都没有写入"):
        call_command("load_places", str(file))
    assert "第2行「级别」" in capsys.readouterr().err
