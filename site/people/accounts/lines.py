"""The list of posts and accounts below: who holds what, whether they can sign in, what stands empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Max
from django.utils import timezone

from forms_catalog.ports import ports
from people.accounts.office import Office, What
from people.accounts.ports import registry
from people.accounts.ports import role as role_of
from people.models import AccessPass, AccountEvent, Place, Post, User


class State(StrEnum):
    """How far an account is from being used; `EMPTY` is a post without anybody."""

    NEW = "new"
    SENT = "sent"
    USED = "used"
    OFF = "off"
    EMPTY = "empty"


WORDS = {
    State.NEW: "未发放",
    State.SENT: "已发放",
    State.USED: "使用中",
    State.OFF: "已停用",
    State.EMPTY: "空缺",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One post of one person; without `user` an empty post, without `post` a person without one."""

    where: str
    path: str
    role: str
    title: str
    state: State
    user: int = 0
    post: int = 0
    username: str = ""
    name: str = ""
    phone: str = ""
    seen: datetime | None = None


_COLUMNS = (
    "id",
    "role",
    "place__path",
    "body__place__path",
    "body__name",
    "user_id",
    "user__username",
    "user__name",
    "user__phone",
    "user__last_login",
    "user__is_active",
    "user__password",
)
_OF_USER = ("id", "username", "name", "phone", "last_login", "is_active", "password")


def lines(office: Office) -> list[Line]:
    """Down the tree, at each place by role and name; who holds nothing any more comes last."""
    held = list(_held(office))
    found = [*held, *_empty(office, held)]
    found.sort(key=lambda line: (line.path, line.title, line.name))
    return found + list(_left(office))


def _held(office: Office) -> Iterator[Line]:
    rows = Post.objects.exclude(until__lte=office.day).filter(office.realm.of_posts())
    yield from _lines(rows.values_list(*_COLUMNS))


def _left(office: Office) -> Iterator[Line]:
    """People whose last post was below, once each; of the whole house also those who never had one."""
    holding = Post.objects.exclude(until__lte=office.day).values("user")
    rows = Post.objects.exclude(user__in=holding).order_by("-until", "-id")
    below = set(rows.filter(office.realm.of_posts()).values_list("id", flat=True))
    seen: set[int] = set()
    for line in _lines(rows.values_list(*_COLUMNS)):
        if line.user not in seen:
            seen.add(line.user)
            if line.post in below:
                yield replace(line, post=0, title=f"原{line.title}")
    if office.realm.whole:
        never = User.objects.filter(posts=None).order_by("name")
        yield from _lines((0, "", "", "", "", *row) for row in never.values_list(*_OF_USER))


def _lines(rows: Iterable[tuple[object, ...]]) -> Iterator[Line]:
    states = _States()
    for row in rows:
        post, role, place, at, body, user, username, name, phone, login, active, password = row
        path = str(place or at or "")
        usable = not str(password).startswith(UNUSABLE_PASSWORD_PREFIX)
        yield Line(
            where=str(body or full_name(path)),
            path=path,
            role=str(role),
            title=role_of(str(role)).title if role else "没有岗位",
            state=states.of(user, bool(active), usable, login),  # type: ignore[arg-type]
            user=user,  # type: ignore[arg-type]
            post=post,  # type: ignore[arg-type]
            username=str(username),
            name=str(name),
            phone=str(phone),
            seen=login,  # type: ignore[arg-type]
        )


def full_name(path: str) -> str:
    place = ports.places.place(path) if path else None
    return place.full_name if place else "不在哪一处"


class _States:
    """What passes and resets say of accounts, asked once for a whole list."""

    def __init__(self) -> None:
        now = timezone.now()
        opened = AccessPass.objects.filter(spent=None, ended=None, until__gt=now)
        self.sent = set(opened.values_list("user_id", flat=True))
        resets = AccountEvent.objects.filter(what=What.RESET).order_by()
        self.reset = dict(resets.values_list("whom").annotate(Max("at")))

    def of(self, user: int, active: bool, usable: bool, login: datetime | None) -> State:
        if not active:
            return State.OFF
        reset = self.reset.get(user)
        if usable or (login and not (reset and reset > login)):
            return State.USED
        return State.SENT if user in self.sent else State.NEW


def _empty(office: Office, held: list[Line]) -> Iterator[Line]:
    """Places without anybody in a role that is held at other places of their level."""
    used = set(
        Post.objects.exclude(until__lte=office.day).values_list("role", flat=True).distinct()
    )
    roles = [role for role in registry.roles().values() if role.level and role.key in used]
    filled = {(line.path, line.role) for line in held}
    places = Place.objects.living().filter(office.realm.of_places())
    rows = places.filter(level__in={role.level for role in roles}).values_list("path", "level")
    for path, level in rows:
        for role in roles:
            if role.level == level and (path, role.key) not in filled:
                yield Line(full_name(path), path, role.key, role.title, State.EMPTY)
