"""Does what a plan says, all of it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from django.contrib.auth.hashers import make_password
from django.db import transaction

from people.accounts.handover import succeed, taken
from people.accounts.office import Office, What
from people.accounts.planning import CHANGED, NEW, Plan, Want, posts_of
from people.models import AccountEvent, Post, User

BATCH = 200


@transaction.atomic
def enrol_all(office: Office, plan: Plan) -> list[User]:
    """The new accounts; none has a password, so that nothing slow is computed here."""
    users = _users(office, plan)
    _reword(office, [want for want in plan.wants if want.kind == CHANGED])
    posts = Post.objects.bulk_create(posts_of(plan, users), batch_size=BATCH)
    notes = {post.pk: taken(succeed(post)) for post in _following(posts)}
    _log(office, What.POSTED, [(post.user, post) for post in posts], notes)
    return list(users.values())


def _users(office: Office, plan: Plan) -> dict[str, User]:
    new: dict[str, User] = {}
    for want in plan.wants:
        if want.kind == NEW and want.username not in new:
            words = {"name": want.name, "phone": want.phone, "password": make_password(None)}
            new[want.username] = User(username=want.username, **words)
    User.objects.bulk_create(new.values(), batch_size=BATCH)
    _log(office, What.CREATED, [(user, None) for user in new.values()])
    return new


def _reword(office: Office, wants: list[Want]) -> None:
    changed = []
    for want in wants:
        if want.user and any(label != "岗位" for label, _, _ in want.changes):
            want.user.name, want.user.phone = want.name, want.phone or want.user.phone
            changed.append(want.user)
    User.objects.bulk_update(changed, ["name", "phone"], batch_size=BATCH)
    _log(office, What.WORDS, [(user, None) for user in changed])


def _log(
    office: Office,
    what: What,
    about: Sequence[tuple[User, Post | None]],
    notes: Mapping[int, str] = MappingProxyType({}),
) -> None:
    events = [
        AccountEvent(
            by=office.by,
            whom=user,
            what=what,
            post=post,
            note=notes.get(post.pk, "") if post else "",
        )
        for user, post in about
    ]
    AccountEvent.objects.bulk_create(events, batch_size=BATCH)


def _following(posts: list[Post]) -> list[Post]:
    """Those whose place had somebody in the role before."""
    places = {post.place_id for post in posts if post.place_id}
    past = Post.objects.exclude(until=None).filter(place__in=places)
    known = set(past.values_list("role", "place"))
    return [post for post in posts if (post.role, post.place_id) in known]
