"""Trusted phones: six digits on the phone that has the cookie, nothing without it, five tries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import check_password
from django.test import Client
from django.utils import timezone

from people.access import end_all, phones
from people.models import TrustedPhone, User
from tests import people

from .doing import PIN, by_slip, inside, open_with, problems, trusted

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
WRONG = "395047"


@pytest.fixture
def officer(world: Any) -> User:
    user: User = world.users["village_officer"]
    return user


def wrong_times(phone: Client, times: int) -> list[list[str]]:
    return [problems(open_with(phone, WRONG)) for _ in range(times)]


def test_a_slip_leads_to_six_digits_and_they_open_the_phone(officer: User) -> None:
    phone = trusted(officer)
    row = TrustedPhone.objects.get()
    assert (row.user, row.label) == (officer, "安卓手机，微信里") and check_password(PIN, row.pin)
    asked = phone.get("/login/?next=/ledgers/children/")
    html = asked.content.decode()
    assert "何**，输6位数字" in html and "何晨柏" not in html and "village_officer" not in html
    answer = open_with(phone, next="/ledgers/children/")
    assert (answer.status_code, answer["Location"]) == (302, "/ledgers/children/")
    assert inside(phone) and TrustedPhone.objects.get().wrong == 0


@pytest.mark.parametrize(("https", "name"), [(False, "phone"), (True, "__Host-phone")])
def test_the_cookie(officer: User, settings: Any, https: bool, name: str) -> None:
    settings.HTTPS = https
    cookie = trusted(officer).cookies[name]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert cookie["max-age"] == 30 * 24 * 3600 and bool(cookie["secure"]) is https
    assert not cookie["domain"] and TrustedPhone.objects.get().digest != cookie.value


def test_six_digits_are_nothing_without_the_cookie(officer: User) -> None:
    trusted(officer)
    stranger = Client()
    assert problems(open_with(stranger)) == ["login.phone-unknown"] and not inside(stranger)
    stranger.cookies["phone"] = "x" * 22
    assert problems(open_with(stranger)) == ["login.phone-unknown"] and not inside(stranger)
    assert stranger.get("/login/").context_data["username"] == ""


def test_five_wrong_ones_end_the_trust(officer: User) -> None:
    phone = trusted(officer)
    assert wrong_times(phone, 5) == [["login.pin"]] * 4 + [["login.phone-ended"]]
    assert not phone.cookies["phone"].value and TrustedPhone.objects.get().ended
    assert problems(open_with(phone)) == ["login.phone-unknown"] and not inside(phone)


def test_a_right_one_starts_the_count_again(officer: User) -> None:
    phone = trusted(officer)
    for _ in range(2):
        assert wrong_times(phone, 4) == [["login.pin"]] * 4
        assert open_with(phone).status_code == 302
        phone.post("/logout/")


def test_wrong_ones_count_where_wrong_passwords_count(officer: User) -> None:
    phone = trusted(officer)
    wrong_times(phone, 5)
    attempt = AccessAttempt.objects.get()
    assert (attempt.username, attempt.failures_since_start) == ("village_officer", 5)
    assert WRONG not in str(vars(attempt))
    for_password = {"username": "village_officer", "password": "wrong"}
    assert phone.post("/login/", for_password).status_code == 429


@pytest.mark.parametrize("why", ["late", "ended", "all", "disabled", "password"])
def test_a_trust_that_ended(officer: User, why: str) -> None:
    phone = trusted(officer)
    if why == "late":
        TrustedPhone.objects.update(until=timezone.now())
    elif why == "ended":
        assert phones.end(officer, TrustedPhone.objects.get().pk)
    elif why == "all":
        end_all(officer)
    elif why == "disabled":
        User.objects.filter(pk=officer.pk).update(is_active=False)
    else:
        officer.set_password("changed somewhere else")
        officer.save()
    assert "username" in phone.get("/login/").context_data
    assert problems(open_with(phone)) == ["login.phone-unknown"] and not inside(phone)


def test_the_days_count_from_the_last_time(officer: User) -> None:
    phone = trusted(officer)
    TrustedPhone.objects.update(until=timezone.now() + timedelta(hours=1))
    assert open_with(phone).status_code == 302
    assert TrustedPhone.objects.get().until > timezone.now() + timedelta(days=29)


def test_changing_the_password_leaves_this_phone_only(officer: User) -> None:
    here, there, desk = trusted(officer), trusted(officer), people.client("village_officer")
    open_with(here)
    new = {"old": "pass of village_officer", "new": "澜川河湾甲乙丙丁", "again": "澜川河湾甲乙丙丁"}
    assert here.post("/me/password/", new)["Location"] == "/me/?done=password"
    assert inside(here) and not inside(desk)
    assert problems(open_with(there)) == ["login.phone-unknown"]
    here.post("/logout/")
    assert open_with(here).status_code == 302 and inside(here)


def test_ones_own_list(officer: User, world: Any) -> None:
    phone = trusted(officer)
    open_with(phone)
    html = phone.get("/me/").content.decode()
    assert "安卓手机，微信里" in html and "就是这一部" in html
    end = phone.get("/me/").context_data["phones"][0].end_href
    assert people.client("county_admin").post(end).status_code == 404
    assert phones.of(officer)
    assert phone.post(end)["Location"] == "/me/?done=phone" and phones.of(officer) == []
    assert inside(phone)


def test_a_phone_has_one_person(officer: User, world: Any) -> None:
    phone = trusted(officer)
    by_slip(world.users["county_admin"], phone)
    phone.post("/me/pin/", {"pin": PIN, "again": PIN})
    assert phones.of(officer) == [] and len(phones.of(world.users["county_admin"])) == 1


def test_the_way_to_account_and_password(officer: User) -> None:
    phone = trusted(officer)
    assert "username" in phone.get("/login/?way=password").context_data
    typed = {"way": "password", "next": "/work/", "typed.name": "罗安", "typed-at": "/x/"}
    page = phone.post("/login/", typed)
    assert ("typed.name", "罗安") in page.context_data["typed"]
    assert page.context_data["next"] == "/work/" and problems(page) == []


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_no_way_off_the_site(officer: User, there: str) -> None:
    assert open_with(trusted(officer), next=there)["Location"] == "/work/"


def test_six_digits_are_judged(officer: User) -> None:
    phone = by_slip(officer)
    for pin, code in (("123456", "pin.easy"), ("1234", "pin.not-six-digits")):
        answer = phone.post("/me/pin/", {"pin": pin, "again": pin})
        assert answer.status_code == 422 and problems(answer) == [code]
    assert phones.of(officer) == []


def test_a_first_password_is_offered_and_judged(officer: User) -> None:
    officer.set_unusable_password()
    officer.save()
    phone = by_slip(officer)
    assert phone.post("/me/pin/", {"pin": PIN, "again": PIN})["Location"] == "/me/password/"
    for new, again, code in (
        ("短", "短", "password.password-too-short"),
        ("39504617", "39504617", "password.password-entirely-numeric"),
        ("河湾村的枫树", "河湾村的枫", "password.password-too-short"),
        ("河湾村的枫树坪镇", "河湾村的枫树坪", "password.differs"),
    ):
        answer = phone.post("/me/password/", {"new": new, "again": again})
        assert answer.status_code == 422 and code in problems(answer)
    good = {"new": "河湾村的枫树坪镇", "again": "河湾村的枫树坪镇"}
    assert phone.post("/me/password/", good).status_code == 302 and inside(phone)
    desk = Client()
    desk.post("/login/", {"username": "village_officer", "password": good["new"]})
    assert inside(desk)


def test_wrong_old_passwords_are_counted(officer: User) -> None:
    client = people.client("village_officer")
    new = {"old": "wrong", "new": "河湾村的枫树坪镇", "again": "河湾村的枫树坪镇"}
    for _ in range(5):
        assert problems(client.post("/me/password/", new)) == ["password.old"]
    assert client.post("/me/password/", new).status_code == 429
    right = new | {"old": "pass of village_officer"}
    assert client.post("/me/password/", right).status_code == 429
