"""An import on pages: brought, asked, looked at, confirmed, taken back; its author's alone."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from forms_catalog.tables import ROWS, open_tables
from ledgers.exchange import tasks
from ledgers.models import Import, Record
from tests import people
from tests.ledgers.exchange.sheets import ANNA, BAI, HEADS, changed, table

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

BEGIN = "/ledgers/members/import/"


@pytest.fixture
def clerk(club: Any) -> Client:
    return signed_in(club.users["clerk"])


def signed_in(user: Any) -> Client:
    return people.client(user.username)


def brought(client: Client, *rows: Any, heads: Any = HEADS, name: str = "会员.csv") -> str:
    response = upload(client, table(*rows, heads=heads), name)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def upload(client: Client, data: bytes, name: str = "会员.csv") -> Any:
    return client.post(BEGIN, {"file": SimpleUploadedFile(name, data)})


def press(client: Client, href: str, go: str, **more: str) -> Any:
    """Presses a button of the page with everything that stands on it."""
    html = client.get(href).content.decode()
    chosen = {
        name: value
        for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', html, re.S)
        for value in re.findall(r'value="([^"]*)" selected', options)
    }  # fmt: skip
    return client.post(href, chosen | {"go": go} | more)


def members() -> int:
    return (
        Record.objects.unscoped("test").filter(ledger__key="members").exclude(state="_void").count()
    )


def batch() -> Import:
    found = Import.objects.unscoped("test").order_by("-id").first()
    assert found
    return found


def test_the_whole_way(clerk: Client) -> None:
    page = clerk.get(BEGIN).content.decode()
    assert reverse("import-template", args=["members"]) in page
    href = brought(clerk, ANNA, changed(BAI, 手机="1234"))
    html = clerk.get(href).content.decode()
    assert "这样读对吗" in html and "常去场地" in html
    assert press(clerk, href, "check")["Location"] == href
    html = clerk.get(f"{href}?show=new").content.decode()
    assert "确认写入1行" in html and members() == 0, (batch().counts, html[html.index("<main") :])
    assert "罗安（银卡）" in html, html[html.index("<main") :]
    html = clerk.get(f"{href}?show=refused").content.decode()
    assert "第3行" in html and "D列" in html
    for _ in range(2):
        assert press(clerk, href, "confirm").status_code == 302
    assert members() == 1 and batch().counts == {"written": 1, "refused": 1}
    assert "新增的1份" in clerk.get(f"{href}?undo=1").content.decode() and members() == 1
    for _ in range(2):
        assert press(clerk, href, "undo").status_code == 302
    assert members() == 0 and batch().step == "undone"
    assert "已经撤销" in clerk.get(href).content.decode()
    assert href in clerk.get(BEGIN).content.decode()


def test_a_column_is_given_to_another_question(clerk: Client) -> None:
    heads = (*HEADS[:-1], "随便什么")
    href = brought(clerk, ANNA, heads=heads)
    assert "随便什么" in clerk.get(href).content.decode()
    press(clerk, href, "check", **{"c.0.7": "height"})
    assert batch().reading["decisions"][-1]["chosen"] == "7=height"
    press(clerk, href, "confirm")
    record = Record.objects.unscoped("test").get(ledger__key="members")
    assert record.answers["height"] == 160
    again = brought(clerk, BAI, heads=heads)
    html = clerk.get(again).content.decode()
    assert re.search(r'name="c\.0\.7".*?value="height" selected', html, re.S)


def test_two_columns_for_one_question_are_refused_and_nothing_is_lost(clerk: Client) -> None:
    href = brought(clerk, ANNA)
    response = press(clerk, href, "check", **{"c.0.1": "height"})
    html = response.content.decode()
    assert response.status_code == 422 and "选了同一题" in html
    assert re.search(r'name="c\.0\.1".*?value="height" selected', html, re.S)
    assert batch().step == "asked"


def test_what_is_not_answered_is_asked_again(clerk: Client) -> None:
    heads = (*HEADS[:-1], "手机")
    href = brought(clerk, (*ANNA[:-1], "10000001111"), heads=heads)
    html = clerk.get(href).content.decode()
    assert 'name="d.two-headings:phone"' in html
    assert press(clerk, href, "check").status_code == 422
    chosen = {"d.two-headings:phone": "4=phone"}
    assert press(clerk, href, "check", **chosen).status_code == 302
    assert batch().counts == {"new": 1}


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 broken", "随便,一些\n字,而已".encode()]
)
def test_what_is_no_table_of_ours_is_refused_in_words(clerk: Client, data: bytes) -> None:
    response = upload(clerk, data, "名册.xlsx")
    assert response.status_code == 422 and "处需要改正" in response.content.decode()
    assert Import.objects.unscoped("test").count() == 0


def test_without_a_file_and_with_too_large_a_one(clerk: Client, monkeypatch: Any) -> None:
    from ledgers.views import importing

    assert clerk.post(BEGIN).status_code == 422
    monkeypatch.setattr(importing, "LARGEST", 100)
    assert "超过" in upload(clerk, table(ANNA, BAI)).content.decode()


def test_one_reason_for_those_in_doubt(clerk: Client) -> None:
    heads = (*HEADS, "证件号码")
    row = (*changed(ANNA, 出生日期="2001-02-04"), "99012120010203118X")
    href = brought(clerk, row, heads=heads)
    press(clerk, href, "check")
    counts = batch().counts
    press(clerk, href, "confirm", reason="户口簿上登记错了")
    assert (counts, batch().counts) in (({"doubt": 1}, {"written": 1}), ({"refused": 1},) * 2)


def test_the_rows_that_were_not_taken_come_back(clerk: Client) -> None:
    href = brought(clerk, changed(ANNA, 手机="=1+1"), BAI, changed(BAI, 姓名="=cmd|'x'!A1"))
    press(clerk, href, "check")
    data = clerk.get(f"{href}refused.xlsx").content
    found = open_tables(data, ROWS, "a.xlsx")[0]
    assert found.rows[0][:3] == ["错误", "姓名", "性别"] and not found.formulas
    assert [row[1] for row in found.rows[1:]] == ["罗安", "=cmd|'x'!A1"]
    assert all("列：" in str(row[0]) for row in found.rows[1:])


def test_nobody_else_sees_it(clerk: Client, club: Any) -> None:
    href = brought(clerk, ANNA)
    for name in ("manager", "village_officer", "county_admin"):
        other = signed_in(club.users[name])
        assert [other.get(f"{href}{rest}").status_code for rest in ("", "refused.xlsx")] == [
            404
        ] * 2
        assert other.post(href, {"go": "drop"}).status_code == 404
    assert signed_in(club.users["village_officer"]).get(BEGIN).status_code == 404


def test_given_up_it_is_gone_with_its_file(
    clerk: Client, django_capture_on_commit_callbacks: Any
) -> None:
    from ledgers.files import path_of

    href = brought(clerk, ANNA)
    kept = path_of(batch().file)
    assert kept.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert clerk.post(href, {"go": "drop"})["Location"] == BEGIN
    assert clerk.get(href).status_code == 404 and not kept.exists()


def test_a_large_file_is_a_workers(clerk: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(tasks, "IN_REQUEST", 1)
    href = brought(clerk, ANNA, BAI)
    press(clerk, href, "check")
    html = clerk.get(href).content.decode()
    assert "正在核对" in html and 'http-equiv="refresh"' in html
    call_command("worker", "--once", verbosity=0)
    assert "确认写入2行" in clerk.get(href).content.decode()
    press(clerk, href, "confirm")
    assert "正在写入" in clerk.get(href).content.decode() and members() == 0
    call_command("worker", "--once", verbosity=0)
    assert members() == 2 and batch().step == "written"


def test_work_that_was_broken_off_goes_on(clerk: Client) -> None:
    href = brought(clerk, ANNA)
    Import.objects.unscoped("test").update(step="judging")
    assert "接着做" in clerk.get(href).content.decode()
    assert clerk.post(href, {"go": "resume"}).status_code == 302
    call_command("worker", "--once", verbosity=0)
    assert batch().step == "judged"


def test_long_after_it_is_not_taken_back(clerk: Client) -> None:
    import datetime as dt

    href = brought(clerk, ANNA)
    press(clerk, href, "check")
    press(clerk, href, "confirm")
    row = batch()
    assert row.finished_at
    row.finished_at -= dt.timedelta(days=31)
    row.save()
    assert "undo=1" not in clerk.get(href).content.decode()
    assert clerk.post(href, {"go": "undo"}).status_code == 422 and members() == 1


def test_the_empty_table_can_be_filled_and_brought(clerk: Client) -> None:
    data = clerk.get(reverse("import-template", args=["members"])).content
    assert open_tables(data, ROWS, "a.xlsx")[0].rows[0]
    response = upload(clerk, data, "空表.xlsx")
    assert response.status_code == 302
    press(clerk, response["Location"], "check")
    assert batch().counts == {}
    html = clerk.get(response["Location"]).content.decode()
    assert "没有要导入的行" in html and 'value="confirm"' not in html
    assert io.BytesIO(data).read(2) == b"PK"
