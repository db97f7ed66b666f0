"""How a person signs in, for tests."""

from __future__ import annotations

from typing import Any

from django.test import Client

from people.access import passes
from people.access.phones import cookie_name
from people.models import User

PIN = "395046"
AGENT = "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8"


def problems(answer: Any) -> list[str]:
    """The codes of what a page says is wrong."""
    return [problem.code for problem in answer.context_data["problems"]]


def by_slip(user: User, client: Client | None = None) -> Client:
    """A phone that has just scanned a login slip."""
    phone = client or Client(headers={"user-agent": AGENT})
    answer = phone.post(passes.issue(user, None).url_path)
    assert answer.status_code in (200, 302)
    return phone


def trusted(user: User) -> Client:
    """A phone that asks for six digits, signed out."""
    phone = by_slip(user)
    assert phone.post("/me/pin/", {"pin": PIN, "again": PIN}).status_code == 302
    phone.post("/logout/")
    assert cookie_name() in phone.cookies and not inside(phone)
    return phone


def inside(client: Client) -> bool:
    return bool(client.get("/me/").status_code == 200)


def open_with(client: Client, pin: str = PIN, **more: str) -> Any:
    return client.post("/login/pin/", {"pin": pin, **more})
