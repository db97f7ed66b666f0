"""A superior at work: which accounts and posts are below, and which of them wholly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from forms_catalog.problems import refuse
from people.accounts.realm import Realm, realm_of
from people.models import AccountEvent, Post, User
from people.models.post import PostQuerySet

What = AccountEvent.What


@dataclass(frozen=True, slots=True)
class Account:
    """An account of which at least one post is below; `managed` when all of them are.

    Who also holds a post elsewhere may lose the one below, but neither be shut out nor be given a
    new way in by those who are not above all of it.
    """

    user: User
    posts: tuple[Post, ...]
    managed: bool


class Office:
    """One superior on one day."""

    def __init__(self, by: User, day: date | None = None) -> None:
        self.by = by
        self.day = day or timezone.localdate()
        self.realm: Realm = realm_of(by)

    def account(self, pk: int) -> Account | None:
        user = User.objects.filter(pk=pk).first()
        return self.seen(user) if user else None

    def named(self, username: str) -> Account | None:
        user = User.objects.filter(username=username).first()
        return self.seen(user) if user else None

    def seen(self, user: User) -> Account | None:
        posts = bearing(user, self.day)
        below = tuple(post for post in posts if self.realm.holds(post))
        if not (below or self.realm.whole):
            return None
        own = user.pk == self.by.pk
        higher = user.is_superuser and not self.realm.whole
        return Account(user, below, len(below) == len(posts) and not own and not higher)

    def managed(self, account: Account) -> User:
        if not account.managed:
            text = f"{account.user.name}的账号不归您管"
            raise refuse("account.not-below", text, "请找上一级办理")
        return account.user

    def post(self, pk: int) -> Post | None:
        """A post below that is held today or later, by somebody else."""
        found = open_posts(self.day).filter(pk=pk).exclude(user=self.by).first()
        return found if found and self.realm.holds(found) else None

    def log(self, what: What, whom: User, post: Post | None = None, note: str = "") -> None:
        AccountEvent.objects.create(by=self.by, whom=whom, what=what, post=post, note=note)


def open_posts(day: date) -> PostQuerySet:
    """Held on that day or later."""
    return Post.objects.exclude(until__lte=day).select_related("user", "place", "body__place")


def bearing(user: User, day: date) -> list[Post]:
    """The posts that say whose account it is: those that are open, else those that ended last."""
    found = list(open_posts(day).filter(user=user))
    if found:
        return found
    past = Post.objects.filter(user=user).select_related("user", "place", "body__place")
    last = past.order_by("-until").values_list("until", flat=True).first()
    return list(past.filter(until=last)) if last else []
