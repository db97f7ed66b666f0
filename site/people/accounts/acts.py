"""What a superior does to one account; every act leaves an event."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from forms_catalog.problems import Place as Where
from forms_catalog.problems import Problem, Refused
from people.access import end_all
from people.accounts.names import free, stem, taken_names
from people.accounts.office import Account, Office, What
from people.accounts.realm import Spot
from people.models import Body, Place, Post, User

PHONE = re.compile(r"[0-9+\-() 、,;转]{5,40}")


@dataclass(frozen=True, slots=True)
class Person:
    """Whom an account is opened for."""

    name: str
    phone: str = ""

    @classmethod
    def typed(cls, name: str, phone: str) -> Person:
        """What somebody typed, full-width signs and stray blanks put right; raises Refused."""
        person = cls(tidy(name), tidy(phone))
        problems = tuple(person.problems())
        if problems:
            raise Refused(*problems)
        return person

    def problems(self) -> Iterator[Problem]:
        at_name, at_phone = Where(question="name"), Where(question="phone")
        if not self.name:
            yield Problem("account.no-name", "写上姓名", place=at_name)
        elif len(self.name) > 60:
            yield Problem("account.long-name", "姓名最多60个字，请写短一点", place=at_name)
        if self.phone and not PHONE.fullmatch(self.phone):
            yield Problem("account.phone", "电话只写数字，不清楚就空着", place=at_phone)


def tidy(text: str) -> str:
    """Without what no database keeps."""
    plain = "".join(sign for sign in text if sign.isspace() or sign.isprintable())
    return " ".join(unicodedata.normalize("NFKC", plain).split())


def enrol(office: Office, person: Person, spot: Spot) -> User:
    """An account without a password: only a slip opens it."""
    user = _enrolled(person, stem(spot))
    office.log(What.CREATED, user)
    return user


def _enrolled(person: Person, start: str) -> User:
    """Of two who take the same user name at once, the second takes the next."""
    words = {"name": person.name, "phone": person.phone, "password": make_password(None)}
    taken = taken_names()
    while True:
        name = free(start, taken)
        try:
            with transaction.atomic():
                return User.objects.create(username=name, **words)
        except IntegrityError:
            taken.add(name)


def give(user: User, role: str, spot: Spot, since: date) -> Post:
    return Post.objects.create(user=user, role=role, since=since, **at(spot))


def at(spot: Spot) -> dict[str, Place | Body | None]:
    """The two columns of a post that say where."""
    return {
        "place": spot if isinstance(spot, Place) else None,
        "body": spot if isinstance(spot, Body) else None,
    }


@transaction.atomic
def reword(office: Office, account: Account, person: Person) -> None:
    user = office.managed(account)
    if (user.name, user.phone) == (person.name, person.phone):
        return
    note = f"{user.name} → {person.name}" if user.name != person.name else ""
    User.objects.filter(pk=user.pk).update(name=person.name, phone=person.phone)
    office.log(What.WORDS, user, note=note)


@transaction.atomic
def disable(office: Office, account: Account) -> None:
    """Nothing of it is deleted; every way in ends now."""
    user = office.managed(account)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        end_all(user)
        office.log(What.DISABLED, user)


@transaction.atomic
def enable(office: Office, account: Account) -> None:
    """The password opens it again; phones and slips ended with the account."""
    user = office.managed(account)
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        office.log(What.ENABLED, user)


@transaction.atomic
def reset(office: Office, account: Account) -> None:
    """Password, sessions, phones and unused slips end; only a new slip opens it again."""
    user = office.managed(account)
    User.objects.filter(pk=user.pk).update(password=make_password(None))
    end_all(user)
    office.log(What.RESET, user)
