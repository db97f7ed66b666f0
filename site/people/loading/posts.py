"""Loads accounts and their posts from a CSV file; nobody gets a password this way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from people.loading.post_checks import Want, check
from people.loading.table import read
from people.models import Post, User

WORDS = {
    "username": "用户名",
    "name": "姓名",
    "phone": "电话",
    "role": "岗位",
    "place_code": "地方代码",
    "body_code": "机构代码",
    "since": "任职日期",
}


@dataclass(slots=True)
class PostsLoaded:
    """What a load did, by counts."""

    users: int = 0
    changed: int = 0
    posts: int = 0
    same: int = 0

    def __str__(self) -> str:
        if not (self.users or self.changed or self.posts):
            return f"没有变化：{self.same}条任职都已在册"
        words = f"新增{self.users}个账号、{self.posts}条任职，改动账号{self.changed}个，"
        words += f"未变任职{self.same}条"
        return words + ("；新账号还没有密码，设置后才能登录" if self.users else "")


def load_posts(data: bytes, file: str = "", today: date | None = None) -> PostsLoaded:
    """Adds what is missing, by username, role and place; raises Refused with every problem."""
    table = read(data, file, WORDS, ("username", "name", "role"))
    today = today or timezone.localdate()
    with transaction.atomic():
        wants = check(table, today)
        table.refuse()
        done = PostsLoaded()
        users = _users(wants, done)
        _posts(wants, users, today, done)
        return done


def _users(wants: list[Want], done: PostsLoaded) -> dict[str, User]:
    asked = {want.username: want for want in wants}
    found = {user.username: user for user in User.objects.all() if user.username in asked}
    changed = [user for name, user in found.items() if _take(user, asked[name])]
    User.objects.bulk_update(changed, ["name", "phone"], batch_size=200)
    new = [
        User(username=name, name=want.name, phone=want.phone, password=make_password(None))
        for name, want in asked.items()
        if name not in found
    ]
    User.objects.bulk_create(new, batch_size=500)
    done.users, done.changed = len(new), len(changed)
    return found | {user.username: user for user in new}


def _take(user: User, want: Want) -> bool:
    """Takes over a name and a telephone number; an empty one changes nothing."""
    words = (want.name, want.phone or user.phone)
    if (user.name, user.phone) == words:
        return False
    user.name, user.phone = words
    return True


def _posts(wants: list[Want], users: dict[str, User], today: date, done: PostsLoaded) -> None:
    open_posts = Post.objects.exclude(until__lte=today)
    columns = ("user_id", "role", "place_id", "body_id")
    held = set(open_posts.values_list(*columns))
    new: list[Post] = []
    for want in wants:
        post = (users[want.username].pk, want.role, want.place_id, want.body_id)
        if post in held:
            done.same += 1
            continue
        held.add(post)
        new.append(Post(**dict(zip(columns, post, strict=True)), since=want.since))
    Post.objects.bulk_create(new, batch_size=500)
    done.posts = len(new)
