"""Lists of posts as people write them: what each line would do, and what is refused with its line."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forms_catalog.problems import Refused
from people.accounts.enrolling import enrol_all
from people.accounts.planning import Plan, plan
from people.accounts.roster import Grid, kind, read
from people.models import AccountEvent, Post, User

from .conftest import office

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

HEAD = ["序号", "乡镇", "村（社区）", "岗位", "姓名", "电话", "用户名", "任职日期"]
ROLE = "儿童主任"


def row(village: str = "河湾村", name: str = "罗新", **cells: str) -> list[str]:
    said = {"乡镇": "枫树坪镇", "村（社区）": village, "岗位": ROLE, "姓名": name}
    return [{**said, **cells}.get(label, "") for label in HEAD]


def planned(*rows: list[str], by: str = "county_admin", head: list[str] = HEAD) -> Plan:
    return plan(office(by), read([Grid("名单", [head, *rows])]))


def refusals(found: Plan) -> list[tuple[int, str]]:
    return [(want.line, code) for want in found.wants for code, _, _ in want.problems]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (row(name=""), None),
        (row(name="", 电话="10000000001"), "account.no-name"),
        (row(岗位="村长"), "post.role"),
        (row(岗位=""), "post.role"),
        (row(village="没有村"), "post.no-place"),
        (row(village="", 乡镇=""), "post.no-place"),
        (row(乡镇="青禾镇"), "post.no-place"),
        (row(village=""), "post.no-place"),
        (row(岗位="县级经办", village="", 乡镇="澜川县"), "account.not-below"),
        (row(电话="问村里"), "account.phone"),
        (row(用户名="a b"), "post.username"),
        (row(用户名="county_admin"), "account.username-taken"),
        (row(任职日期="2026-02-30"), "post.since"),
        (row(任职日期="上个月"), "post.since"),
    ],
)
def test_what_is_refused(land: Any, line: list[str], code: str | None) -> None:
    found = planned(line)
    if code is None:
        assert found.wants[0].problems
    else:
        assert refusals(found) == [(2, code)]
    before = User.objects.count(), Post.objects.count()
    enrol_all(office("county_admin"), found)
    assert before == (User.objects.count(), Post.objects.count())


def test_new_changed_same(land: Any) -> None:
    found = planned(
        row(name="何晨柏", 电话="10000000001"),
        row(village="柳坪村", name="安柏恩", 电话="10000000077"),
        row(village="柳坪村", name="罗新"),
        row(岗位="儿童督导员", village="", name="罗又"),
    )
    assert [want.kind for want in found.wants] == ["same", "changed", "new", "new"]
    assert found.wants[1].changes == [("电话", "10000000001", "10000000077")]
    assert [want.username for want in found.wants[2:]] == ["v104201", "t104"]
    assert "安柏恩" in found.wants[2].doubts[0]
    enrol_all(office("county_admin"), found)
    assert User.objects.get(username="other_village_officer").phone == "10000000077"
    assert Post.objects.get(user__username="t104").role == "child_supervisor"
    again = planned(
        row(name="何晨柏"), row(village="柳坪村", name="罗新"), row(village="柳坪村", name="安柏恩")
    )
    assert {want.kind for want in again.wants} == {"same"}
    done = AccountEvent.objects.filter(by__username="county_admin").values_list("what", flat=True)
    assert sorted(done) == ["created", "created", "posted", "posted", "words"]


def test_lines_of_one_list_against_each_other(land: Any) -> None:
    found = planned(
        row(),
        row(),
        row(village="柳坪村", 电话="10000000002"),
        row(village="高田村", 乡镇="青禾镇", 电话="10000000002"),
        row(name="安双", 用户名="both"),
        row(village="柳坪村", name="安双", 用户名="Both"),
        row(village="高田村", 乡镇="青禾镇", name="别人", 用户名="both"),
    )
    assert refusals(found) == [(3, "roster.line-twice"), (8, "post.person-differs")]
    assert found.wants[3].doubts and found.wants[2].username != found.wants[3].username
    enrol_all(office("county_admin"), found)
    assert User.objects.get(username="both").posts.count() == 2


def test_two_of_one_name_at_one_place_are_told_apart_by_user_name(land: Any) -> None:
    User.objects.filter(username="twice").update(name="安柏恩")
    found = planned(row(village="柳坪村", name="安柏恩"))
    assert refusals(found) == [(2, "account.who")]
    named = planned(row(village="柳坪村", name="安柏恩", 用户名="twice"))
    assert named.wants[0].kind == "same"


def test_a_list_of_one_township(land: Any) -> None:
    found = planned(
        row(), row(village="高田村", 乡镇="青禾镇", name="罗外"), by="township_supervisor"
    )
    assert refusals(found) == [(3, "account.not-below")]
    partly = planned(row(village="柳坪村", name="改名", 用户名="twice"), by="township_supervisor")
    assert refusals(partly) == [(2, "account.not-below")]


def test_codes_bodies_and_people_who_are_nowhere(land: Any) -> None:
    head = ["地方代码", "机构", "岗位", "姓名"]
    found = planned(
        ["990121104200", "", ROLE, "罗一"],
        ["", "枫树坪镇中心小学", "学校经办", "罗二"],
        ["", "没有学校", "学校经办", "罗三"],
        ["", "", "管理员", "罗四"],
        by="boss",
        head=head,
    )
    assert refusals(found) == [(4, "post.no-place")]
    assert [want.username for want in found.wants if want.kind == "new"] == [
        "v104200",
        "fspzzxxx01",
        "u01",
    ]
    enrol_all(office("boss"), found)
    assert Post.objects.get(user__name="罗二").body is not None


def test_a_title_above_and_notes_below(land: Any) -> None:
    grid = Grid(
        "名单",
        [
            ["2026年名单"],
            [],
            [" 乡 镇 ", "村(居)", "职务*", "姓　名", "手机号"],
            ["", "", "职务", "姓名", ""],
            ["枫树坪镇", "河湾村", ROLE, "罗新", "１３０００００００００"],
            ["合计", "", "1", "", ""],
            ["填表人：何晨柏"],
        ],
        {},
    )
    found = plan(office("county_admin"), read([grid, Grid("说明", [["姓名写全"]])]))
    assert [(want.line, want.kind, want.phone) for want in found.wants] == [
        (5, "new", "13000000000")
    ]


def test_a_cell_that_lost_its_digits(land: Any) -> None:
    grid = Grid("名单", [HEAD, row(电话="1300000000")], {(2, 6): "lost-digits"})
    assert refusals(plan(office("county_admin"), read([grid]))) == [(2, "roster.lost-digits")]


@pytest.mark.parametrize(
    ("grids", "code"),
    [
        ([], "roster.no-heading"),
        ([Grid("a", [["姓名", "年龄"], ["罗新", "3"]])], "roster.no-heading"),
        ([Grid("a", [HEAD])], "roster.empty"),
        ([Grid("a", [HEAD, row()]), Grid("b", [HEAD, row()])], "roster.many-sheets"),
        ([Grid("a", [[*HEAD, "姓名"], row()])], "roster.column-twice"),
        ([Grid("a", [HEAD, *[row()] * 5001])], "roster.too-long"),
    ],
)
def test_what_is_no_list(land: Any, grids: list[Grid], code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(grids)
    assert [problem.code for problem in refused.value] == [code]


def test_many_people_ask_the_database_no_more_than_one(land: Any) -> None:
    asked = []
    for many in (1, 200):
        with CaptureQueriesContext(connection) as seen:
            assert len(read([Grid("a", [HEAD, *[row()] * many])]).entries) == many
        asked.append(len(seen))
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("乡镇", "level:township"),
        ("所属乡镇", "level:township"),
        ("村（社区）", "level:village"),
        ("村", "level:village"),
        ("姓 名", "name"),
        ("手机：", "phone"),
        ("序号", ""),
    ],
)
def test_what_a_heading_means(land: Any, label: str, meant: str) -> None:
    assert kind(label) == meant
