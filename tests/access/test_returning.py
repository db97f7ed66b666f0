"""A session that ends: how long it lasts on, and the page one is back on, by whatever way one signs in."""

from __future__ import annotations

import time
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from portal.chrome import ENDS
from tests import people

from .doing import PIN, problems, trusted

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
NUMBER = people.ID_CARDS[0]


def begun(client: Client) -> dict[str, str]:
    """What the open page of a new registration posts, with something typed into it."""
    html = client.get(reverse("fill", args=["left_behind"])).content.decode()
    whose = html.partition('name="whose" value="')[2].partition('"')[0]
    key = html.partition('name="key" value="')[2].partition('"')[0]
    assert whose and key
    return {"whose": whose, "key": key, "name": "罗谷", "id_card": NUMBER, "unseen": ""}


def carried(page: Any) -> dict[str, str]:
    return dict(page.context_data["typed"]) | {"next": page.context_data["next"]}


@pytest.mark.parametrize("left", [60, 7199, 7300, 36000])
def test_two_hours_are_left_after_every_page(world: Any, left: int) -> None:
    client = people.client("village_officer")
    session = client.session
    session[ENDS] = int(time.time()) + left
    session.save()
    assert client.get("/work/").status_code == 200
    now = client.session[ENDS] - time.time()
    assert now >= 7190 and (now > 35000 if left < 7200 else now <= left)
    assert client.session.get_expiry_date().timestamp() >= client.session[ENDS] - 5


def test_a_page_without_script_says_until_when(world: Any) -> None:
    client = people.client("village_officer")
    ends = time.strftime("%H:%M", time.localtime(client.session[ENDS]))
    assert f"这次登录到{ends}为止" in client.get("/work/").content.decode()
    assert "这次登录到" not in Client().get("/login/").content.decode()


def test_a_trusted_phone_comes_back_with_what_was_typed(world: Any) -> None:
    phone = trusted(world.users["village_officer"])
    phone.post("/login/pin/", {"pin": PIN})
    posted = begun(phone)
    phone.post("/logout/")
    asked = phone.post(reverse("fill", args=["left_behind"]), posted)
    assert asked.status_code == 401 and "输6位数字" in asked.content.decode()
    assert NUMBER not in asked["Content-Security-Policy"] + str(asked.headers)
    wrong = phone.post("/login/pin/", carried(asked) | {"pin": "395047"})
    assert problems(wrong) == ["login.pin"] and carried(wrong) == carried(asked)
    back = phone.post("/login/pin/", carried(wrong) | {"pin": PIN})
    assert back.status_code in (200, 302)
    html = back.content.decode() or phone.get(back["Location"]).content.decode()
    assert 'value="罗谷"' in html


def test_what_was_typed_is_not_kept_with_a_wrong_try(world: Any) -> None:
    """The sign-in form carries a page's answers: none of them belongs into the book of tries."""
    officer = people.client("village_officer")
    posted = begun(officer)
    officer.post("/logout/")
    asked = officer.post(reverse("fill", args=["left_behind"]), posted)
    wrong = carried(asked) | {"username": "village_officer", "password": "wrong"}
    assert problems(officer.post("/login/?next=/x/", wrong)) == ["login.invalid-login"]
    attempt = AccessAttempt.objects.get()
    assert attempt.username == "village_officer"
    assert [word for word in (NUMBER, "罗谷", "typed") if word in str(vars(attempt))] == []
