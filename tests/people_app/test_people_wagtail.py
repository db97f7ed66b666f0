"""Wagtail's account pages ask for our name and telephone, and keep them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from people.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "青山绿水2026"


@pytest.fixture(autouse=True)
def plain_static(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture
def boss(client: Client) -> User:
    user = User.objects.create_superuser("boss", "", PASSWORD, name="川川")
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return user


@pytest.mark.usefixtures("boss")
def test_a_new_account(client: Client) -> None:
    page = client.get("/admin/users/new/").content.decode()
    assert "姓名" in page and 'name="first_name"' not in page
    data = {"username": "chen", "name": "陈晨", "phone": "1", "email": ""}
    data |= {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/admin/users/new/", data).status_code == 302
    assert User.objects.get(username="chen").get_full_name() == "陈晨"


def test_a_changed_account(client: Client, boss: User) -> None:
    user = User.objects.enrol("chen", "陈晨")
    address = f"/admin/users/edit/{user.pk}/"
    assert client.get(address).status_code == 200
    data = {"username": "chen", "name": "陈川", "phone": "2", "is_active": "on"}
    assert client.post(address, data).status_code == 302
    user.refresh_from_db()
    assert (user.name, user.phone, user.has_usable_password()) == ("陈川", "2", False)
    assert "陈川" in client.get("/admin/users/").content.decode()


def test_ones_own_page(client: Client, boss: User) -> None:
    page = client.get("/admin/account/").content.decode()
    assert "first_name" not in page and "name_email-phone" in page
