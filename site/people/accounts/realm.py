"""How far a person's right over accounts reaches, by the posts they hold today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from people.accounts.ports import RIGHT, SYSTEM, RoleRef, registry
from people.models import Body, Place, Post
from people.paths import range_of
from people.posts import current_posts

type Spot = Place | Body | None


@dataclass(frozen=True, slots=True)
class Realm:
    """The whole house, or all below some places.

    Below a place lie its bodies and the places under it, never the posts at the place itself: nobody
    looks after those who stand beside them.
    """

    whole: bool = False
    paths: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.whole or bool(self.paths)

    def holds(self, post: Post) -> bool:
        return self.reaches(post.place or post.body)

    def reaches(self, spot: Spot) -> bool:
        if self.whole or spot is None:
            return self.whole
        if isinstance(spot, Body):
            return any(spot.place.path.startswith(path) for path in self.paths)
        return any(spot.path.startswith(path) and spot.path != path for path in self.paths)

    def of_places(self, column: str = "") -> Q:
        """A WHERE for places, or for rows that hang on one by `column`."""
        found = Q() if self.whole else Q(pk__in=())
        for path in () if self.whole else self.paths:
            found |= Q(**{f"{column}path__gt": path, f"{column}path__lt": range_of(path)[1]})
        return found

    def of_bodies(self, column: str = "") -> Q:
        found = Q() if self.whole else Q(pk__in=())
        for path in () if self.whole else self.paths:
            low, high = range_of(path)
            found |= Q(**{f"{column}place__path__gte": low, f"{column}place__path__lt": high})
        return found

    def of_posts(self) -> Q:
        return Q() if self.whole else self.of_places("place__") | self.of_bodies("body__")

    def gives(self, role: RoleRef, spot: Spot) -> bool:
        """Whether such a post may be given there by whose realm this is."""
        if not self.reaches(spot):
            return False
        if isinstance(spot, Body):
            return spot.kind in role.kinds
        return role.level == spot.level if spot else role.nowhere


def realm_of(user: Any) -> Realm:
    """Of the posts held today; the right itself stands in the role."""
    if not getattr(user, "is_active", False):
        return Realm()
    roles, posts = registry.roles(), current_posts(user, timezone.localdate())
    ours = [post for post in posts if post.role in roles and RIGHT in roles[post.role].can]
    if user.is_superuser or any(roles[post.role].held_at == SYSTEM for post in ours):
        return Realm(whole=True)
    return Realm(paths=tuple(sorted({post.place_path for post in ours if post.place_path})))


def roles_at(realm: Realm, spot: Spot) -> list[RoleRef]:
    """The roles that can be given there, by title."""
    found = [role for role in registry.roles().values() if realm.gives(role, spot)]
    return sorted(found, key=lambda role: role.title)
