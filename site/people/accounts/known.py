"""The accounts and posts that stand, as a list of posts is judged against them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from typing import TYPE_CHECKING

from people.accounts.names import free, stem
from people.accounts.office import Office, open_posts
from people.accounts.realm import Spot
from people.accounts.roster import TOLD
from people.models import Post, User

if TYPE_CHECKING:
    from people.accounts.planning import Want


class Known:
    """All accounts by user name, all open posts by role and place; read once for a list."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.users = {user.username.lower(): user for user in User.objects.all()}
        self.holders: dict[tuple[str, int, int], list[Post]] = defaultdict(list)
        for post in open_posts(office.day):
            self.holders[post.role, post.place_id or 0, post.body_id or 0].append(post)

    def judge(self, want: Want) -> None:
        """Finds whom the line means, and so whether it is new, changed or the same."""
        user = self._by_username(want) if want.username else self._by_name(want)
        if want.problems:
            return
        if user is None:
            self._beside(want)
            return
        want.user, want.username = user, user.username
        want.posted = any(post.user_id == user.pk for post in self.holders[want.there])
        self._compare(want, user)

    def free(self, spot: Spot, taken: Container[str]) -> str:
        return free(stem(spot), _Either(self.users, taken))

    def _by_username(self, want: Want) -> User | None:
        user = self.users.get(want.username.lower())
        if user is None:
            return None
        if self.office.seen(user) is None:
            words = f"用户名“{want.username}”是别处的人在用，请换一个"
            want.wrong("account.username-taken", TOLD["username"], words)
        return user

    def _by_name(self, want: Want) -> User | None:
        found = [post.user for post in self.holders[want.there] if post.user.name == want.name]
        if len(found) > 1:
            words = f"{want.where}有{len(found)}个叫{want.name}的，请写上用户名"
            want.wrong("account.who", TOLD["username"], words)
        return found[0] if found else None

    def _beside(self, want: Want) -> None:
        """A post that somebody else holds is not taken away by a list, only held by one more."""
        names = "、".join(post.user.name for post in self.holders[want.there])
        if names:
            want.doubts.append(f"这个岗位现在是{names}，会再加一个人。要换人的，到名单里办交接")

    def _compare(self, want: Want, user: User) -> None:
        pairs = (("姓名", user.name, want.name), ("电话", user.phone, want.phone or user.phone))
        want.changes = [(label, old, new) for label, old, new in pairs if old != new]
        account = self.office.seen(user)
        if want.changes and not (account and account.managed):
            words = f"{user.name}还有别的岗位，姓名电话请找上一级改"
            want.wrong("account.not-below", TOLD["name"], words)
            return
        if not want.posted:
            want.changes.append(("岗位", "", want.role.title if want.role else ""))
        want.kind = "changed" if want.changes else "same"


class _Either:
    """Names that are taken here or there."""

    def __init__(self, *held: Container[str]) -> None:
        self.held = held

    def __contains__(self, name: object) -> bool:
        return any(name in one for one in self.held)
