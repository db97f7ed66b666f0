"""What the accounts need to know of roles, plugged in from above: people know no templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

RIGHT = "accounts"
"""The right of a role to look after the accounts below."""
SYSTEM = "system"
UNHELD = {"none", "engine"}


@dataclass(frozen=True, slots=True)
class RoleRef:
    """A role as accounts see it: what it is called, where it is held, what it may do."""

    key: str
    title: str
    held_at: str
    can: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """The level of places where it is held; empty when it is held elsewhere."""
        return self._after("place:")

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of bodies where it is held."""
        return tuple(filter(None, self._after("body:").split(",")))

    @property
    def nowhere(self) -> bool:
        """Whether it is held by people, but neither at a place nor at a body."""
        return not (self.level or self.kinds or self.held_at in UNHELD)

    def _after(self, head: str) -> str:
        words = self.held_at.split()
        return words[0].removeprefix(head) if words and words[0].startswith(head) else ""


class _Registry:
    """The ports that are plugged in; without them nobody looks after anybody."""

    roles: Callable[[], Mapping[str, RoleRef]] = staticmethod(dict)
    levels: Callable[[], Mapping[str, str]] = staticmethod(dict)
    """Level of the tree -> what people call it, from above."""


registry = _Registry()


def role(key: str) -> RoleRef:
    return registry.roles().get(key) or RoleRef(key, key, "none")
