"""Login slips: for each account a new one-time address, which is printed and nowhere kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from forms_catalog.ports import ports
from people.access import passes
from people.accounts.lines import Line, State
from people.accounts.office import Office, What
from people.models import AccountEvent, Post, User
from people.paths import WIDTH

WANTING = (State.NEW, State.SENT)
"""Who is let in by a slip; all others have a way in that a reset would have to end first."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on one slip."""

    where: str
    title: str
    name: str
    username: str
    url_path: str
    until: datetime


def wanting(office: Office, found: Iterable[Line], again: bool = False) -> list[Line]:
    """The accounts that need a slip, once each; `again`: also those whose slip is still good."""
    states = WANTING if again else WANTING[:1]
    first: dict[int, Line] = {}
    for line in found:
        if line.state in states and line.post and line.user != office.by.pk:
            first.setdefault(line.user, line)
    managed = _managed(office, first)
    return [line for user, line in first.items() if user in managed]


def _managed(office: Office, users: Iterable[int]) -> set[int]:
    """Those of whose open posts every one is below."""
    if office.realm.whole:
        return set(users)
    theirs = Post.objects.exclude(until__lte=office.day).filter(user__is_superuser=False)
    below = set(theirs.filter(office.realm.of_posts()).values_list("id", flat=True))
    outside = {user for pk, user in theirs.values_list("id", "user_id") if pk not in below}
    return {user for user in users if user not in outside}


@transaction.atomic
def issue(office: Office, found: list[Line]) -> list[Slip]:
    """A slip a line, in their order; an earlier slip that was not used is good no more."""
    users = User.objects.in_bulk([line.user for line in found])
    made = []
    for line in found:
        given = passes.issue(users[line.user], office.by)
        made.append(
            Slip(_whole(line), line.title, line.name, line.username, given.url_path, given.until)
        )
    AccountEvent.objects.bulk_create(
        AccountEvent(by=office.by, whom_id=line.user, what=What.SLIP, post_id=line.post)
        for line in found
    )
    return made


def _whole(line: Line) -> str:
    """Where, from the root on: a slip lies about without the list around it."""
    root = ports.places.place(line.path[:WIDTH])
    return f"{root.name} {line.where}" if root and root.name != line.where else line.where
