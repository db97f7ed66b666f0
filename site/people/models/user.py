"""Accounts: one person each, called by one full name."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.crypto import salted_hmac


class PeopleManager(UserManager["User"]):
    """Makes accounts; without a password given, nobody can log in until one is set."""

    def enrol(self, username: str, name: str, phone: str = "", **extra: Any) -> User:
        """A new account with an unusable password."""
        return self.create_user(username, name=name, phone=phone, **extra)


class User(AbstractUser):
    """A person who logs in. What they may do comes from their posts."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField("姓名", max_length=60)
    phone = models.CharField("电话", max_length=40, blank=True)
    session_round = models.PositiveIntegerField("登录轮次", default=0, editable=False)
    last_name = None  # type: ignore[assignment]

    objects: ClassVar[PeopleManager] = PeopleManager()

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    @property
    def first_name(self) -> str:  # type: ignore[override]
        """No column: Wagtail's side bar greets people by this."""
        return self.name

    def __str__(self) -> str:
        return self.get_full_name()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions end with the password, as Django has it, and with the round they were begun in."""
        held = f"{self.password}.{self.session_round}"
        return salted_hmac(
            "people.user.session", held, secret=secret, algorithm="sha256"
        ).hexdigest()

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()
