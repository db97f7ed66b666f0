"""The out gate: which rows of which ledgers a person's current posts and shares reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q

from people.models import Place
from people.paths import WIDTH, lies_in, range_of
from people.posts import PostView, current_posts
from people.prepared import Prepared

from .clock import today
from .models.sharing import Share
from .registry import Live, all_live
from .submission import GONE, OPENING

OF_PLACES = ("duty", "event", "standing")
"""Tables that say ledger and place themselves, as they were once: no share reaches them."""


@dataclass
class Reach:
    """Ledger id -> the places whose rows are seen, nested ones merged; '' = the whole tree."""

    user_id: int | None
    posts: tuple[PostView, ...] = ()
    paths: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def shared(self) -> bool:
        """Whether anything is shown to this person that their posts do not reach."""
        return self.user_id is not None and bool(_shown_first(**self._holder()))

    def condition(self, through: str, ledger: Live | None = None) -> Q:
        """A WHERE for a table whose rows hang on records by `through`."""
        if through == "held":
            return self._received(ledger)
        if through == "file" or through.endswith(("author", "user")):
            return self._own(through, ledger)
        prefix = "" if through in ("record", *OF_PLACES) else through
        wanted = {ledger.id: self.paths.get(ledger.id, ())} if ledger else self.paths
        found = Q(pk__in=())
        for paths, ids in _grouped(wanted).items():
            where = Q(
                **{f"{prefix}ledger": ids[0]} if len(ids) == 1 else {f"{prefix}ledger__in": ids}
            )
            found |= where & within(f"{prefix}place_path", paths)
        if self.shared and through not in OF_PLACES:
            shared = Q(**{f"{prefix}id__in": self._shares()})
            found |= shared & Q(**{f"{prefix}ledger": ledger.id}) if ledger else shared
        return found & ~Q(state__in=GONE) if through == "record" else found

    def _received(self, ledger: Live | None) -> Q:
        """What was not written yet is for those who may open a record there; no share reaches it."""
        found = Q(pk__in=())
        for book in [ledger] if ledger else all_live().values():
            openers = openers_of(book)
            near = [p.place_path for p in self.posts if p.place_path and p.role in openers]
            if near:
                found |= Q(ledger=book.id) & within("place_path", merged(near))
        return found

    def _own(self, through: str, ledger: Live | None) -> Q:
        """Drafts, imports, messages are one person's; an upload is until a record holds it."""
        author = "author" if through == "file" else through
        mine = Q(**{author: self.user_id}) if self.user_id else Q(pk__in=())
        if through != "file":
            return mine
        held = self.condition("record__", ledger) & ~Q(record__state__in=GONE)
        return (mine & Q(record__isnull=True)) | held

    def _shares(self) -> Any:
        return _shown(**self._holder()).values("record_id")

    def _holder(self) -> dict[str, Any]:
        """Who a share may be held by: the person, their posts, their bodies; and the day."""
        return {
            "user": self.user_id,
            "posts": [post.id for post in self.posts],
            "bodies": [post.body_key for post in self.posts if post.body_key],
            "day": today(),
        }

    def whole(self, ledger: Live) -> bool:
        """Whether the person sees all of a ledger, so that no place is asked for."""
        return not self.shared and any(map(_whole_tree, self.paths.get(ledger.id, ())))

    def apart(self, ledger: Live) -> Q | None:
        """What posts alone reach of a ledger, where anything else of it is shown; else None."""
        paths = self.paths.get(ledger.id, ())
        if not self.shared or any(map(_whole_tree, paths)):
            return None
        return within("place_path", paths) if paths else Q(pk__in=())

    def covers(self, ledger: Live, path: str) -> bool:
        return any(lies_in(path, root) for root in self.paths.get(ledger.id, ()))


def openers_of(ledger: Live) -> frozenset[str]:
    """The roles that may open a record of the ledger by themselves."""
    opening = ledger.rules.action(OPENING)
    fill = {access.name for access in ledger.rules.access if access.fill}
    return frozenset(opening.who if opening else ()) & fill


def _shown(user: Any, posts: Any, bodies: Any, day: Any) -> Any:
    """The shares that hold on a day for one of their holders."""
    holder = Q(user=user) | Q(post__in=posts) | Q(body__in=bodies)
    return Share.objects.filter(holder, Q(until=None) | Q(until__gte=day), since__lte=day)


@Prepared
def _shown_first(**holder: Any) -> Any:
    return _shown(**holder).values_list("id")[:1]


def reach(user: Any) -> Reach:
    """Read once a request and kept on the user object."""
    day = today()
    kept = getattr(user, "_reach", None)
    if kept and kept[0] == day:
        return kept[1]  # type: ignore[no-any-return]
    found = _reach(user, current_posts(user, day))
    if user is not None and not getattr(user, "is_anonymous", False):
        user._reach = (day, found)
    return found


def forget_reach(user: Any) -> None:
    """After a post or share of this very user object has changed."""
    from people.posts import forget_posts

    forget_posts(user)
    user.__dict__.pop("_reach", None)


def _reach(user: Any, posts: tuple[PostView, ...]) -> Reach:
    if not getattr(user, "is_active", False):
        return Reach(None)
    found = Reach(user.pk, posts)
    for ledger in all_live().values():
        paths = [
            post.place_path for post in posts if post.place_path and ledger.rules.role(post.role)
        ]
        if paths:
            found.paths[ledger.id] = merged(paths)
    return found


def merged(paths: Iterable[str]) -> tuple[str, ...]:
    """The outermost places only: a place inside another one of the list adds nothing."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not lies_in(path, kept[-1]):
            kept.append(path)
    return tuple(kept)


def _grouped(wanted: dict[int, tuple[str, ...]]) -> dict[tuple[str, ...], list[int]]:
    groups: dict[tuple[str, ...], list[int]] = {}
    for ledger, paths in wanted.items():
        if paths:
            groups.setdefault(paths, []).append(ledger)
    return groups


def within(column: str, paths: tuple[str, ...]) -> Q:
    """A half-open range a place; none at the root, where a range only misleads the planner."""
    found = Q()
    for path in paths:
        if _whole_tree(path):
            return Q()
        low, high = range_of(path)
        found |= Q(**{f"{column}__gte": low, f"{column}__lt": high})
    return found


def _whole_tree(path: str) -> bool:
    """Whether the place is the only root there ever was, so that its range leaves nothing out."""
    return len(path) == WIDTH and len(_two_roots()) == 1


@Prepared
def _two_roots() -> Any:
    return Place.objects.filter(parent=None).values_list("id")[:2]
