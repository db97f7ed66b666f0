"""The Places port: look-ups answered from memory, fresh within seconds in every process."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Any

from django.utils import timezone

from forms_catalog.ports import BodyRef, PlaceRef
from people.models.stamp import current_stamp, pending, tree_changed
from people.paths import lies_in, line_of
from people.snapshot import Snapshot, plain_code, squeeze, take

TTL = 2.0  # seconds after which another process's change is seen


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all threads of the process read: committed rows only."""

    snapshot: Snapshot
    stamp: str
    day: date
    checked: float


class TreePlaces:
    """Places and bodies by path, key and word; costs one small query every TTL seconds."""

    def __init__(self) -> None:
        self._shared: _Shared | None = None
        self._own = threading.local()
        tree_changed.connect(self.expire)

    def place(self, path: str) -> PlaceRef | None:
        return self._tree().places.get(path)

    def named(self, text: str, under: str = "") -> Sequence[PlaceRef]:
        """Living places whose code, name or full name is `text`: `under` itself or below it."""
        found = self._tree().words.get(plain_code(squeeze(text)), ())
        return tuple(ref for ref in found if lies_in(ref.path, under)) if under else found

    def children(self, path: str) -> Sequence[PlaceRef]:
        """Living places right below; those of '' are the roots."""
        return self._tree().children.get(path, ())

    def ancestors(self, path: str) -> Sequence[PlaceRef]:
        places = self._tree().places
        return tuple(places[step] for step in line_of(path)) if path in places else ()

    def body(self, key: str) -> BodyRef | None:
        return self._tree().bodies.get(key)

    def bodies(self, kinds: Sequence[str], under: str = "") -> Sequence[BodyRef]:
        """Living bodies of these kinds (none given: of all) that stand in `under`."""
        return tuple(
            ref
            for ref, path in self._tree().standing
            if (not kinds or ref.kind in kinds) and lies_in(path, under)
        )

    def expire(self, **_: Any) -> None:
        """The next look-up reads the tree anew."""
        self._shared = None

    def _tree(self) -> Snapshot:
        if mark := pending.top():
            return self._own_tree(mark)
        shared = self._shared
        if shared is None or monotonic() - shared.checked > TTL:
            self._shared = shared = self._check(shared)
        return shared.snapshot

    def _check(self, shared: _Shared | None) -> _Shared:
        now, day, stamp = monotonic(), timezone.localdate(), current_stamp()
        if shared and (shared.stamp, shared.day) == (stamp, day):
            return _Shared(shared.snapshot, stamp, day, now)
        return _Shared(take(day), stamp, day, now)

    def _own_tree(self, mark: object) -> Snapshot:
        """Inside a transaction in which this thread changed the tree: its own view of it."""
        if getattr(self._own, "mark", None) is not mark:
            self._own.snapshot, self._own.mark = take(timezone.localdate()), mark
        snapshot: Snapshot = self._own.snapshot
        return snapshot
