"""Second factors: who needs one, what opens with one, and that no code is good twice."""

from __future__ import annotations

import time
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from people.access import end_all, factors
from people.models import CodeTries, Post, User
from tests import people

from .doing import by_slip, inside, open_with, problems, trusted

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
PASSWORD = "pass of the administrator"


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.REQUIRE_TWO_FACTORS = True


@pytest.fixture
def admin(world: Any) -> User:
    user: User = User.objects.create_user("administrator", password=PASSWORD, name="安恩")
    Post.objects.create(user=user, role="administrator", since=people.SINCE)
    return user


def code(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up(client: Client) -> tuple[str, list[str]]:
    """The secret that the page shows, and the written codes."""
    page = client.get("/me/second/")
    secret = "".join(page.context_data["secret"])
    answer = client.post("/me/second/", {"code": code(secret, -1)})
    return secret, [one.replace(" ", "") for one in answer.context_data["codes"]]


def half(client: Client | None = None) -> Client:
    """Account and password were right."""
    client = client or Client()
    page = client.post("/login/", {"username": "administrator", "password": PASSWORD})
    assert page.status_code == 200 and "code" in page.content.decode()
    return client


def second(client: Client, text: str, **more: str) -> Any:
    return client.post("/login/second/", {"code": text, **more})


@pytest.fixture
def held(admin: User) -> tuple[str, list[str]]:
    client = Client()
    client.post("/login/", {"username": "administrator", "password": PASSWORD})
    return set_up(client)


def test_an_administrator_is_led_to_it_before_anything_opens(admin: User) -> None:
    client = Client()
    client.post("/login/", {"username": "administrator", "password": PASSWORD})
    for address in ("/admin/", "/work/", "/me/", "/admin/snippets/forms_catalog/formtemplate/"):
        for method in (client.get, client.post):
            assert method(address)["Location"] == "/me/second/", address
    assert client.get("/login/").status_code == 200
    secret, codes = set_up(client)
    assert len(secret) == 32 and len(set(codes)) == 10 and {len(one) for one in codes} == {8}
    assert client.get("/admin/").status_code == 200 and client.get("/work/").status_code == 200


@pytest.mark.parametrize("name", people.PEOPLE)
def test_nobody_else_is(world: Any, name: str) -> None:
    answer = people.client(name).get("/work/")
    assert answer.status_code == (302 if name == "citizen" else 200)
    assert "/me/second/" not in answer.get("Location", "")


def test_a_superuser_is_and_a_house_may_do_without(admin: User, settings: Any) -> None:
    User.objects.create_superuser("root", password=PASSWORD, name="安安")
    client = Client()
    client.post("/login/", {"username": "root", "password": PASSWORD})
    assert client.get("/work/")["Location"] == "/me/second/"
    settings.REQUIRE_TWO_FACTORS = False
    assert client.get("/work/").status_code == 200


def test_a_session_from_before_is_asked_too(admin: User, held: Any) -> None:
    client = Client()
    client.force_login(admin, "django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/?a=1")["Location"] == "/login/second/"
    assert second(client, code(held[0]))["Location"] == "/admin/?a=1"
    assert client.get("/admin/").status_code == 200


def test_a_password_alone_opens_nothing(held: Any) -> None:
    client = half()
    for address in ("/work/", "/admin/", "/me/", "/me/second/", "/me/password/"):
        assert client.get(address).status_code == 302, address
        assert "/login/" in client.get(address)["Location"]
    assert "_auth_user_id" not in client.session


def test_the_code_opens(held: Any) -> None:
    client = half()
    before = client.session.session_key
    assert second(client, code(held[0]))["Location"] == "/work/"
    assert client.get("/admin/").status_code == 200 and client.session.session_key != before


def test_a_page_that_was_wanted_is_where_one_arrives(held: Any) -> None:
    client = Client()
    form = {"username": "administrator", "password": PASSWORD, "next": "/admin/reports/"}
    client.post("/login/", form)
    assert second(client, code(held[0]))["Location"] == "/admin/reports/"


@pytest.mark.parametrize("way", ["slip", "phone"])
def test_the_other_ways_in_ask_for_it_too(admin: User, settings: Any, way: str) -> None:
    settings.REQUIRE_TWO_FACTORS = False
    client = trusted(admin) if way == "phone" else Client()
    factors.set_up(admin, "A" * 32, 0)
    if way == "phone":
        open_with(client)
    else:
        by_slip(admin, client)
    assert not inside(client)
    assert second(client, code("A" * 32)).status_code == 302 and inside(client)


def test_a_code_is_good_once(held: Any) -> None:
    one, two = half(), half()
    now = code(held[0])
    assert second(one, now).status_code == 302
    assert problems(second(two, now)) == ["code.wrong"] and not inside(two)
    assert second(two, code(held[0], 1)).status_code == 302


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_a_code_of_another_time(held: Any, steps: int) -> None:
    assert problems(second(half(), code(held[0], steps))) == ["code.wrong"]


def test_a_written_code_is_good_once(admin: User, held: Any) -> None:
    paper = held[1][3]
    assert second(half(), f"{paper[:4]} {paper[4:]}").status_code == 302
    assert problems(second(half(), paper)) == ["code.wrong"]
    assert factors.codes_left(admin) == 9


@pytest.mark.parametrize("text", ["", "abc", "１２３４５６", "0" * 8, "0" * 400])
def test_what_is_no_code(held: Any, text: str) -> None:
    assert problems(second(half(), text)) == ["code.wrong"]


def test_guessing_is_slow_from_wherever(admin: User, held: Any, settings: Any) -> None:
    """Five tries, then a pause for everybody, whatever address they come from."""
    settings.AXES_ENABLED = False
    client = half()
    for at in range(5):
        client.defaults["REMOTE_ADDR"] = f"10.0.0.{at}"
        assert problems(second(client, "000000")) == ["code.wrong"]
    blocked = second(half(), code(held[0]))
    assert blocked.status_code == 429 and problems(blocked) == ["code.pause"]
    CodeTries.objects.update(since=timezone.now() - timedelta(minutes=16))
    assert second(half(), code(held[0])).status_code == 302


def test_wrong_codes_are_counted_with_wrong_passwords(held: Any, settings: Any) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    client = half()
    assert [second(client, "000000").status_code for _ in range(3)] == [200, 200, 429]
    form = {"username": "administrator", "password": PASSWORD}
    assert client.post("/login/", form).status_code == 429


def test_too_late_or_ended_meanwhile(
    admin: User, held: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = half()
    end_all(admin)
    assert problems(second(client, code(held[0]))) == ["code.late"]
    client = half()
    assert client.get("/login/second/").status_code == 200
    monkeypatch.setattr(factors, "HALF_LASTS", -1)
    assert problems(second(client, code(held[0]))) == ["code.late"]
    assert client.get("/login/second/")["Location"] == "/login/" and not inside(client)
    assert Client().get("/login/second/")["Location"] == "/login/"


def test_what_was_typed_comes_along(held: Any) -> None:
    client = Client()
    form = {"username": "administrator", "password": PASSWORD, "typed.name": "罗安"}
    page = client.post("/login/", form | {"typed-at": "/x/"})
    assert ("typed.name", "罗安") in page.context_data["typed"]
    again = second(client, "000000", **dict(page.context_data["typed"]))
    assert again.context_data["typed"] == page.context_data["typed"]


def test_secrets_lie_sealed(admin: User, held: Any) -> None:
    secret, codes = held
    kept = str(list(Authenticator.objects.values("data")))
    assert [text for text in (secret, *codes) if text in kept] == []
    client = people.client("village_officer")
    shown = "".join(client.get("/me/second/").context_data["secret"])
    assert shown not in str(dict(client.session))


def test_the_first_code_must_be_right(world: Any) -> None:
    client = people.client("village_officer")
    page = client.get("/me/second/")
    answer = client.post("/me/second/", {"code": "000000"})
    assert answer.status_code == 422 and problems(answer) == ["code.wrong"]
    assert answer.context_data["secret"] == page.context_data["secret"]
    assert not Authenticator.objects.exists()
    html = page.content.decode()
    assert "<svg" in html and "style=" not in html and "otpauth://totp/" in html


def test_giving_it_up_takes_a_code(world: Any) -> None:
    client = people.client("village_officer")
    secret, _ = set_up(client)
    assert client.get("/me/second/").status_code == 200
    assert problems(client.post("/me/second/", {"code": "000000"})) == ["code.wrong"]
    answer = client.post("/me/second/", {"code": code(secret, 1)})
    assert answer["Location"] == "/me/?done=dropped" and not Authenticator.objects.exists()


def test_who_must_have_one_sets_up_another(admin: User, held: Any) -> None:
    client = half()
    second(client, code(held[0]))
    assert client.post("/me/second/", {"code": held[1][0]})["Location"] == "/me/second/"
    assert client.get("/work/")["Location"] == "/me/second/"
    assert set_up(client)[0] != held[0] and client.get("/work/").status_code == 200


def test_the_command_for_who_has_lost_both(admin: User, held: Any) -> None:
    client = half()
    second(client, code(held[0]))
    call_command("drop_second_factor", "administrator", stdout=StringIO())
    assert not inside(client) and not factors.has(admin)
    with pytest.raises(CommandError):
        call_command("drop_second_factor", "nobody")


def test_only_codes_of_allauth_are_in_the_house() -> None:
    """No sign-up, no e-mail, no address of it."""
    from django.urls import NoReverseMatch, reverse

    for name in ("account_login", "account_signup", "account_email", "mfa_index"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert Client().get("/accounts/signup/").status_code == 404
