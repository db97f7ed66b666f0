"""Logging in and out: one answer for every wrong try, a lock with a time, no way off the site."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from people.models import User
from people.views import WRONG

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

PASSWORD = "河湾村2026"


@pytest.fixture(autouse=True)
def locks(settings: Any) -> None:
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    settings.AXES_LOCKOUT_CALLABLE = "people.views.locked_out"
    settings.AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False


def sign_in(client: Client, name: str = "anbo", password: str = PASSWORD, **more: str) -> Any:
    return client.post("/login/", {"username": name, "password": password, **more})


def told(response: Any) -> list[tuple[str, str]]:
    return [(p.place.question, p.text) for p in response.context_data["problems"]]


def test_the_page(client: Client) -> None:
    response = client.get("/login/?next=/work/x/")
    assert response.status_code == 200
    assert set(response.context_data) >= {"form", "username", "problems", "next"}
    assert response.context_data["problems"] == []
    assert response.context_data["next"] == "/work/x/"
    assert "no-cache" in response["Cache-Control"]


def test_it_works(client: Client, officer: User, settings: Any) -> None:
    settings.LOGIN_REDIRECT_URL = "/work/"
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, "/work/")
    assert client.session["_auth_user_id"] == str(officer.pk)


def test_the_session_key_is_rotated(client: Client, officer: User) -> None:
    session = client.session
    session["seen"] = "1"
    session.save()
    before = session.session_key
    sign_in(client, next="/work/")
    assert client.session.session_key != before


@pytest.mark.parametrize(
    ("name", "password"), [("anbo", "wrong"), ("nobody", PASSWORD), ("nobody", "wrong")]
)
def test_a_wrong_try_never_says_which(
    client: Client, officer: User, name: str, password: str
) -> None:
    response = sign_in(client, name, password)
    assert response.status_code == 200
    assert told(response) == [("username", WRONG)]
    assert response.context_data["form"]["username"].value() == name
    assert response.context_data["username"] == name
    assert "_auth_user_id" not in client.session


def test_the_disabled_and_those_without_password_stay_out(client: Client, officer: User) -> None:
    officer.is_active = False
    officer.save()
    User.objects.enrol("chen", "陈晨")
    assert told(sign_in(client)) == [("username", WRONG)]
    assert told(sign_in(client, "chen", "")) == [("password", "请填写密码")]
    assert told(sign_in(client, "chen", "!")) == [("username", WRONG)]


def test_empty_boxes(client: Client) -> None:
    response = sign_in(client, "", "")
    assert told(response) == [("username", "请填写账号"), ("password", "请填写密码")]


def lock(client: Client) -> Any:
    for _ in range(2):
        assert sign_in(client, password="wrong").status_code == 200
    return sign_in(client, password="wrong")


def test_the_lock(client: Client, officer: User) -> None:
    response = lock(client)
    assert response.status_code == 429
    ((question, text),) = told(response)
    assert question == "username"
    assert re.search(r"请在\d\d时\d\d分以后再试", text)
    assert 0 < int(response["Retry-After"]) <= 15 * 60
    assert sign_in(client).status_code == 429
    assert "_auth_user_id" not in client.session


def test_the_time_told_is_true(client: Client, officer: User) -> None:
    text = told(lock(client))[0][1]
    assert told(sign_in(client))[0][1] == text  # a try while locked does not put it off
    past = timezone.now() - timedelta(minutes=15, seconds=1)
    AccessAttempt.objects.update(attempt_time=past)
    assert sign_in(client, next="/work/").status_code == 302


def test_a_lock_without_end_sends_to_the_administrator(
    client: Client, officer: User, settings: Any
) -> None:
    settings.AXES_COOLOFF_TIME = None
    response = lock(client)
    assert told(response) == [("username", "密码错的次数太多，账号已停用，请联系管理员")]
    assert "Retry-After" not in response


def test_others_are_not_locked(client: Client, officer: User) -> None:
    other = User.objects.enrol("chen", "陈晨")
    other.set_password(PASSWORD)
    other.save()
    lock(client)
    assert sign_in(client, "chen", next="/work/").status_code == 302


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_no_way_off_the_site(client: Client, officer: User, settings: Any, there: str) -> None:
    settings.LOGIN_REDIRECT_URL = "/work/"
    assert client.get("/login/", {"next": there}).context_data["next"] == ""
    assert sign_in(client, next=there)["Location"] == "/work/"
    settings.LOGOUT_REDIRECT_URL = "/login/"
    assert client.post("/logout/", {"next": there})["Location"] == "/login/"


def test_back_to_the_same_page(client: Client, officer: User) -> None:
    assert sign_in(client, next="/work/?page=3")["Location"] == "/work/?page=3"


def test_logout_is_by_post_only(client: Client, officer: User) -> None:
    client.force_login(officer, "django.contrib.auth.backends.ModelBackend")
    assert client.get("/logout/").status_code == 405
    assert "_auth_user_id" in client.session
    assert client.post("/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_posts_need_the_token(officer: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403


def test_passwords_are_kept_out_of_the_books(client: Client, officer: User) -> None:
    sign_in(client, password="secret-word")
    attempt = AccessAttempt.objects.get()
    assert "secret-word" not in attempt.post_data + attempt.get_data
