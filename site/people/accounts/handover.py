"""A post is filled, changes hands or stands empty; what its holder had begun goes along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from forms_catalog.problems import Place as Where
from forms_catalog.problems import Problem, Refused, refuse
from people.access import end_all
from people.accounts.acts import Person, at, enrol, give
from people.accounts.office import Account, Office, What, open_posts
from people.accounts.ports import role as role_of
from people.accounts.realm import Spot
from people.models import Post, User


@dataclass(frozen=True, slots=True)
class Handing:
    """The post that ended and the one that took its place."""

    before: Post
    after: Post


type Mover = Callable[[Handing], str]
movers: list[Mover] = []
"""Called inside the transaction; each says in words what it moved, or nothing."""


@transaction.atomic
def fill(office: Office, person: Person, role: str, spot: Spot) -> Post:
    """A new account in a post; what the last holder of an empty post had begun comes to it."""
    if not office.realm.gives(role_of(role), spot):
        raise refuse("account.not-below", "这个岗位不能开在这里", "请重新选择地方和岗位")
    held = open_posts(office.day).filter(role=role, **at(spot), user__name=person.name)
    if held.exists():
        raise Refused(Problem("account.held", *_held(person), Where(question="name")))
    post = give(enrol(office, person, spot), role, spot, office.day)
    office.log(What.POSTED, post.user, post, taken(succeed(post)))
    return post


def _held(person: Person) -> tuple[str, str]:
    return f"{person.name}已经在这个岗位上", "真是同名的另一个人，在姓名后面加一个字区别"


@transaction.atomic
def hand(office: Office, post: Post, to: Account | Person) -> Post:
    """The new post; the old one ends today."""
    user = to.user if isinstance(to, Account) else None
    if user is not None:
        _check(user, post)
    end(office, post)
    if isinstance(to, Person):
        user = enrol(office, to, post.place or post.body)
    assert user is not None
    after = give(user, post.role, post.place or post.body, office.day)
    office.log(What.POSTED, user, after, taken(move(Handing(post, after))))
    _put_out(office, post.user)
    return after


@transaction.atomic
def vacate(office: Office, post: Post) -> None:
    """Nobody follows yet; what was begun waits for whoever does."""
    end(office, post)
    _put_out(office, post.user)


def end(office: Office, post: Post) -> None:
    """One statement, so that of two who do it at once the second is told."""
    rows = Post.objects.exclude(until__lte=office.day).filter(pk=post.pk, user=post.user)
    if not rows.update(until=max(office.day, post.since)):
        raise refuse("account.post-ended", "这个岗位刚刚已经交接过", "请回到名单看看现在是谁")
    office.log(What.LEFT, post.user, post)


def succeed(post: Post) -> str:
    """A post that stood empty is held again: what its last holder had begun goes to the new one."""
    there = Post.objects.filter(role=post.role, place=post.place, body=post.body)
    if post.place is None and post.body is None:
        return ""
    if there.exclude(pk=post.pk).exclude(until__lte=post.since).exists():
        return ""
    last = there.filter(until__lte=post.since).exclude(pk=post.pk).order_by("-until", "-pk").first()
    return move(Handing(last, post)) if last and last.user_id != post.user_id else ""


def taken(moved: str) -> str:
    """The note of who takes over."""
    return f"接过来{moved}" if moved else ""


def move(handing: Handing) -> str:
    return "、".join(filter(None, (mover(handing) for mover in movers)))


def _check(user: User, post: Post) -> None:
    if user.pk == post.user_id:
        raise _wrong("account.same-person", "现在就是这个人", "请写接手的人的账号")
    if not user.is_active:
        raise _wrong("account.disabled", f"{user.name}的账号已停用", "请先启用，再来交接")


def _wrong(code: str, text: str, remedy: str) -> Refused:
    return Refused(*(found.at(question="username") for found in refuse(code, text, remedy)))


def _put_out(office: Office, user: User) -> None:
    """Who holds nothing any more has nothing to sign in for."""
    if user.is_superuser or open_posts(office.day).filter(user=user).exists():
        return
    User.objects.filter(pk=user.pk).update(is_active=False)
    end_all(user)
    office.log(What.DISABLED, user, note="没有岗位了")
