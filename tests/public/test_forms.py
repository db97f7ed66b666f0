"""The page that everybody may write on: what it asks, what it keeps, what robots and floods meet."""

from __future__ import annotations

import logging
import re
from html import unescape
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from ledgers.intake import holding
from ledgers.models import Held, Receipt, Record
from ledgers.outside import door
from ledgers.outside.receipts import FREE
from ledgers.submission import Part
from portal.setup import plant_home
from public import sending, tokens
from public.models import FormPage
from public.models.forms import open_ledgers
from tests.ledgers.kiosk import KEY, open_kiosk
from tests.ledgers.tools import answers, send
from tests.public.pages import add

PHONES = [{"type": "phone", "value": {"number": "12345", "words": "政务服务"}}]
GOOD = {"thing": "雨伞", "story": "河边丢的", "name": "何晨"}
TOKEN = re.compile(r'name="token" value="([^"]+)"')
ACTION = re.compile(r'action="(/send/\d+/)"')
NUMBER = re.compile(r'<dd class="num">([\w-]+)</dd>')


class Desk:
    """Somebody from outside with a page in front of them."""

    def __init__(self, page: FormPage) -> None:
        self.page = page
        self.client = Client(enforce_csrf_checks=True)
        self.token, self.action = "", ""
        self.open()

    def open(self) -> str:
        return self.said(self.client.get(self.page.url))

    def said(self, response: Any) -> str:
        html: str = response.content.decode()
        if found := TOKEN.search(html):
            self.token = found[1]
            action = ACTION.search(html)
            assert action
            self.action = action[1]
        return html

    def post(self, token: str = "", **posted: Any) -> Any:
        return self.client.post(self.action, {"token": token or self.token} | posted)


@pytest.fixture
def page(world: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FormPage:
    world.users |= open_kiosk(tmp_path)
    home = plant_home("首页", "都在这里。", [], danger_number="110", phones=PHONES)
    body = [{"type": "paragraph", "value": "<p>先看<b>脚下</b>。</p>"}]
    monkeypatch.setattr(tokens, "SOONEST", -1.0)
    return add(
        home, FormPage, "丢了东西", "lost", ledger=KEY, body=body, search_description="写给柜台"
    )


def code_of(html: str) -> str:
    found = re.search(r'class="num code">(.*?)</dd>', html)
    assert found
    return "".join(re.findall(r"\d{4}", found[1]))


def number_of(html: str) -> str:
    found = NUMBER.search(html)
    assert found
    return found[1]


def records() -> int:
    return int(Record.objects.unscoped("test").count())


def test_it_asks_what_is_for_everybody(page: FormPage) -> None:
    desk = Desk(page)
    html = desk.open()
    names = set(re.findall(r'name="(\w+)"', html)) - {"token", "viewport", "description"}
    assert names == {"thing", "danger", "how", "ticket", "story", "village", "name"} | {
        sending.POT,
        "unseen",
    }
    assert 'href="tel:110"' in html and "12345" in html and "脚下" in html
    assert (KEY, "失物") in open_ledgers() and "children" not in dict(open_ledgers())
    first, second = desk.token, desk.open() and desk.token
    assert first != second, "each page bears a mark of its own"
    response = desk.client.get(page.url)
    assert "no-store" in response["Cache-Control"] and not response.cookies
    assert desk.client.get(desk.action).status_code == 302
    assert (
        desk.client.get("/send/0/").status_code == desk.client.post("/send/0/").status_code == 404
    )


@pytest.mark.storage
def test_sent_read_answered(page: FormPage, world: Any, caplog: pytest.LogCaptureFixture) -> None:
    """No cookie is set or asked for; nothing that was typed stands in an address or in a log."""
    desk = Desk(page)
    with caplog.at_level(logging.DEBUG):
        response = desk.post(**GOOD, danger="no", shelf="架上", answer="先写好")
    html = response.content.decode()
    assert response.status_code == 200 and "已经收到" in html and "三天里答复" in html
    assert "no-store" in response["Cache-Control"] and not desk.client.cookies
    assert "河边" not in html and "何晨" not in html and "先打电话" not in html
    record = Record.objects.unscoped("test").get()
    assert answers(record.uid) == GOOD | {"danger": "no"}
    again = desk.post(**GOOD, danger="no", shelf="架上", answer="先写好").content.decode()
    assert (number_of(again), code_of(again)) == (number_of(html), code_of(html))
    assert records() == Receipt.objects.count() == 1
    other = desk.post(**GOOD | {"thing": "帽子"})
    assert other.status_code == 200 and sending.SENT_BEFORE in other.content.decode()
    assert records() == 1 and "帽子" in desk.said(other)
    assert "已经收到" in desk.post(**GOOD | {"thing": "帽子"}).content.decode() and records() == 2

    asked = {"number": number_of(html), "code": code_of(html)}
    wrong = desk.client.post("/reply/", asked | {"code": "1" * 20})
    unknown = desk.client.post("/reply/", {"number": "2B4C6D8E1", "code": asked["code"]})
    shown = [
        re.search(r'class="error"[^>]*>([^<]+)', one.content.decode()) for one in (wrong, unknown)
    ]
    assert shown[0] and shown[1] and shown[0][1] == shown[1][1]
    assert wrong.status_code == unknown.status_code == 422
    reply = desk.client.post("/reply/", asked).content.decode()
    assert "在找" in reply and "还没有回复" in reply and "河边" not in reply
    answer = Part(KEY, {"answer": "<i>找到</i>了"}, str(record.uid), "reply")
    assert send(world.users["chief"], answer).ok
    reply = desk.client.post("/reply/", asked).content.decode()
    assert "找完了" in reply and "&lt;i&gt;找到&lt;/i&gt;了" in reply and "雨伞" not in reply
    for _ in range(FREE):
        desk.client.post("/reply/", asked | {"code": "2" * 20})
    assert "找到" not in desk.client.post("/reply/", asked).content.decode()
    said = [entry for entry in caplog.records if entry.name != "django.db.backends"]
    logged = " ".join(entry.getMessage() for entry in said)
    assert not [word for word in ("河边", "何晨", code_of(html)) if word in logged]


def test_a_page_with_mistakes_comes_back_whole(page: FormPage) -> None:
    desk = Desk(page)
    response = desk.post(story="<script>x</script>", village="月亮村", name="何晨", danger="yes")
    html = response.content.decode()
    assert response.status_code == 422 and "<title>错误：" in html
    assert html.count('class="errs"') == 1 and "有3处需要改正" in html and 'href="#q-thing"' in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html and "<script>x" not in html
    assert 'value="何晨"' in html and records() == 0
    assert "先打电话，别等回复" in html and html.index("别等回复") < html.index("<form method")
    asked_more = desk.post(thing="雨伞", danger="yes", unseen="how")
    assert asked_more.status_code == 200 and sending.MORE_ASKED in desk.said(asked_more)
    assert records() == 0
    done = desk.post(thing="雨伞", danger="yes", unseen="how", how="水深").content.decode()
    assert "已经收到" in done and done.index("别等回复") < done.index("已经收到</h1>")


def test_robots_press_once_more_and_nobody_loses_a_word(
    page: FormPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(page)
    for marks in ({sending.POT: "http://x"}, {"token": "forged"}, {"token": desk.token + "x"}):
        response = desk.client.post(desk.action, {"token": desk.token} | GOOD | marks)
        html = desk.said(response)
        assert response.status_code == 200 and sending.ONCE_MORE in html and records() == 0
        assert "河边丢的" in html and 'value="何晨"' in html and "http://x" not in html
    for soonest, latest in ((60.0, 600.0), (-1.0, -0.5)):
        monkeypatch.setattr(tokens, "SOONEST", soonest)
        monkeypatch.setattr(tokens, "LATEST", latest)
        key = tokens.read(desk.token, page.pk).slip
        assert sending.ONCE_MORE in desk.said(desk.post(**GOOD)) and records() == 0
        assert tokens.read(desk.token, page.pk).slip == key, "it stays one and the same submission"
    monkeypatch.undo()
    monkeypatch.setattr(tokens, "SOONEST", -1.0)
    elsewhere = tokens.fresh().signed(page.pk + 1)
    assert sending.ONCE_MORE in desk.post(token=elsewhere, **GOOD).content.decode()
    assert "已经收到" in desk.post(**GOOD).content.decode() and records() == 1


def test_what_does_not_belong_in_a_box(page: FormPage) -> None:
    desk = Desk(page)
    html = "<b>x</b>\"'&"
    boxes = ("thing", "danger", "how", "ticket", "story", "village", "name", "unseen", "token")
    response = desk.client.post(desk.action, dict.fromkeys(boxes, html))
    assert "<b>x</b>" not in response.content.decode()
    thing = desk.post(thing=html, ticket=html, story=html)
    assert thing.status_code == 200 and "已经收到" in thing.content.decode()
    assert "<b>x</b>" not in thing.content.decode()
    long = Desk(page).post(thing="雨伞", story="长" * 350_000)
    assert long.status_code == 422 and unescape(long.content.decode()).count("长" * 1000) >= 1
    upload = SimpleUploadedFile("x.jpg", b"MZ\x90 not a picture", "image/jpeg")
    filed = Desk(page).post(thing="雨伞", **{"photo.file": upload})
    assert filed.status_code == 422 and sending.NO_FILES in filed.content.decode()
    assert 'value="雨伞"' in filed.content.decode()
    nothing = desk.client.post(desk.action, b"\xff\xfe\x00", content_type="text/plain")
    assert nothing.status_code == 200 and sending.ONCE_MORE in nothing.content.decode()
    assert records() == 1


def test_what_cannot_be_kept_is_still_on_the_page(
    page: FormPage, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def away(*_: Any, **__: Any) -> Any:
        raise OperationalError("database is locked")

    desk = Desk(page)
    monkeypatch.setattr(door, "receive", away)
    response = desk.post(**GOOD)
    assert response.status_code == 503 and sending.NOT_KEPT in response.content.decode()
    assert "河边丢的" in response.content.decode()
    monkeypatch.undo()
    monkeypatch.setattr(tokens, "SOONEST", -1.0)
    assert "已经收到" in desk.post(**GOOD).content.decode()


def test_a_ledger_that_is_not_open_takes_nothing(page: FormPage) -> None:
    desk = Desk(page)
    FormPage.objects.update(ledger="children")
    html = desk.client.get(page.url).content.decode()
    assert "这里现在不收" in html and "<textarea" not in html and 'href="tel:12345"' in html
    assert desk.post(**GOOD).status_code == 302 and records() == 0
    page.unpublish()
    assert desk.post(**GOOD).status_code == 404


def pour(page: FormPage, number: int) -> tuple[int, float]:
    """So many from one address: (receipts with different codes, CPU seconds each)."""
    began, codes = process_time(), set()
    for n in range(number):
        desk = Desk(page)
        response = desk.post(thing=f"伞{n}", story=f"第{n}把")
        assert response.status_code == 200
        codes.add(code_of(response.content.decode()))
    return len(codes), (process_time() - began) / number


def flooded(page: FormPage, number: int, settings: Any) -> None:
    settings.PUBLIC_A_MINUTE = 20
    many, each = pour(page, number)
    held = Held.objects.unscoped("test")
    assert many == number == Receipt.objects.count() and records() + held.count() == number
    assert records() == 20 and each < 0.1
    assert holding.work_off(lambda: False) == number - 20
    things = Record.objects.unscoped("test").order_by("id").values_list("answers", flat=True)
    assert [one["thing"] for one in things] == [f"伞{n}" for n in range(number)]


@pytest.mark.storage
@pytest.mark.seldom
def test_a_flood_from_one_address_loses_nothing(page: FormPage, settings: Any) -> None:
    flooded(page, 60, settings)


@pytest.mark.long
def test_a_thousand_a_minute(page: FormPage, settings: Any) -> None:
    flooded(page, 1000, settings)


def test_an_editor_chooses_among_what_is_open(page: FormPage) -> None:
    root = get_user_model().objects.create_superuser("root of the form", password=None)
    editor = Client()
    editor.force_login(root, "django.contrib.auth.backends.ModelBackend")
    add_page = f"/admin/pages/add/public/formpage/{page.get_parent().pk}/"
    html = editor.get(add_page).content.decode()
    offered = re.search(
        r'<select[^>]* name="ledger".*?</select>|<select name="ledger".*?</select>', html, re.S
    )
    assert offered and f'value="{KEY}"' in offered[0] and 'value="children"' not in offered[0]
    assert "收到哪个台账" in html and "公众填写页" in html
    FormPage.objects.update(ledger="children")
    html = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "（现在没有对外打开）" in html
