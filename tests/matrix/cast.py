"""Everybody who asks: each role of the pack at each place relation to the records of one village."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client

from ledgers.clock import today
from ledgers.models import Share
from ledgers.registry import forget
from people.access.factors import PASSED
from people.models import Place, Post
from tests.ledgers.tools import row

SINCE = dt.date(2020, 1, 1)
OWN, PARENT, CHILD, SIBLING, NONE, SHARED = RELATIONS = (
    "own",
    "parent",
    "child",
    "sibling",
    "none",
    "shared",
)
PLACES = {
    OWN: "河湾村",
    PARENT: "枫树坪镇",
    CHILD: "第1组",
    SIBLING: "柳坪村",
    NONE: "河湾村",
    SHARED: "高田村",
}
"""Of whom nothing is left at `none` but a post that has ended; `shared` works far away."""
ABOVE = {"county_office": "澜川县"}
"""Where the post above is held by those whose office is higher than the township's."""
KNOWN = {
    ("village_director", OWN): "village_officer",
    ("village_director", SIBLING): "other_village_officer",
    ("child_supervisor", PARENT): "township_supervisor",
    ("county_office", PARENT): "county_admin",
}
"""The people of the world who stand there already."""
ROOT, CITIZEN = "root", "citizen"


@dataclass(frozen=True)
class Person:
    """A browser that begins every time as it was signed in."""

    name: str
    session: str = ""

    def asks(self, method: str, address: str, data: Any = None) -> Any:
        browser = Client()
        if self.session:
            browser.cookies["sessionid"] = self.session
        response = getattr(browser, method.lower())(address, data or {})
        response.said = b"".join(response) if response.streaming else response.content
        return response


def signed_in(user: Any, second: bool = True) -> Person:
    browser = Client()
    browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
    if second:
        session = browser.session
        session[PASSED] = True
        session.save()
    return Person(user.username, browser.cookies["sessionid"].value)


def employ(role: str, relation: str) -> Any:
    """Whoever holds the role there."""
    users = get_user_model().objects
    if name := KNOWN.get((role, relation)):
        return users.get(username=name)
    user = users.create_user(f"{role} {relation}", password=None)
    user.name = "安"
    user.save()
    place = (ABOVE.get(role) if relation == PARENT else None) or PLACES[relation]
    until = today() if relation == NONE else None
    Post.objects.create(
        user=user, role=role, place=Place.objects.get(name=place), since=SINCE, until=until
    )
    return user


def share(user: Any, uids: list[str]) -> None:
    for uid in uids:
        Share.objects.create(record=row(uid), user=user, since=today(), reason="请一起看")


def gather(roles: list[str], shown: list[str]) -> dict[tuple[str, str], Person]:
    """Every role at every relation, a superuser, and somebody who is not signed in."""
    forget()
    found = {}
    for role in roles:
        for relation in RELATIONS:
            user = employ(role, relation)
            if relation == SHARED:
                share(user, shown)
            found[role, relation] = signed_in(user)
    root = get_user_model().objects.create_superuser(ROOT, password=None)
    found[ROOT, ""] = signed_in(root)
    found[CITIZEN, ""] = Person(CITIZEN)
    return found
