"""Keys come and go: a new one is current at once, an old one leaves when nothing needs it any more.

Somebody may have read a row while the old key wrapped it and write it back a moment later. So a key
that nothing needs is let go only when nothing has needed it for longer than any request lasts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from forms_catalog.problems import refuse

from ..clock import now
from ..models import KeyCheck
from . import keyfile, reindexing
from .check import house_keys, mark
from .holders import wrapped_by
from .keyring import Keyring

QUIET = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the file and how much of the house still hangs on it."""

    use: str
    name: str
    current: bool
    since: dt.datetime
    needed: int
    unused_since: dt.datetime | None


def rotate() -> list[str]:
    """New keys for sealing and for the index; none while the last ones are not everywhere yet."""
    if waiting():
        return []
    return keyfile.add(("seal", "index"))


def waiting() -> int:
    """Data keys and identities that are still under an old key."""
    ring = house_keys()
    wrapped = sum(count for name, count in wrapped_by().items() if name != ring.seal_id)
    return wrapped + reindexing.only_by_old_keys().count()


def standing() -> list[Key]:
    """All keys of the file; what is needed no more is noted down with the time."""
    ring = house_keys()
    needed = {("seal", name): count for name, count in wrapped_by().items()}
    needed |= {("index", name): _found_by(ring, name) for name in ring.index}
    return [
        _looked_at(use, name, name == current, needed.get((use, name), 0))
        for use, name, current in _named(ring)
    ]


def _found_by(ring: Keyring, name: str) -> int:
    rows = reindexing.only_by_old_keys() if name != ring.index_id else reindexing.all_rows()
    return rows.filter(key_id=name).count()


def _named(ring: Keyring) -> Iterator[tuple[str, str, str]]:
    yield from (("seal", name, ring.seal_id) for name in ring.seal)
    yield from (("index", name, ring.index_id) for name in ring.index)


def _looked_at(use: str, name: str, current: bool, needed: int) -> Key:
    row = mark(use, name)
    assert row is not None  # house_keys noted it down
    rows = KeyCheck.objects.filter(pk=row.pk)
    if needed or current:
        rows.exclude(unused_since=None).update(unused_since=None)
        return Key(use, name, current, row.created_at, needed, None)
    rows.filter(unused_since=None).update(unused_since=now())
    row.refresh_from_db()
    return Key(use, name, current, row.created_at, needed, row.unused_since)


def retire(name: str) -> None:
    """Out of the file, for good. Raises Refused while the key is current or anything needs it."""
    key = next((key for key in standing() if key.name == name), None)
    if key is None:
        raise refuse("keys.unknown", f"密钥文件里没有“{name}”", "用 keys list 看看有哪些")
    if key.current:
        raise refuse("keys.current", f"“{name}”正在用", "先用 keys rotate 换上新的")
    if key.needed:
        text = f"还有{key.needed:,}条离不开“{name}”"
        raise refuse("keys.needed", text, "等后台换完再试；用 keys list 看还剩多少")
    if key.unused_since is None or now() - key.unused_since < QUIET:
        text = f"“{name}”刚刚才没有人用"
        minutes = int(QUIET.total_seconds() // 60)
        raise refuse("keys.not-quiet", text, f"空出来满{minutes}分钟再试，免得有人正存到一半")
    KeyCheck.objects.filter(use=key.use, key_id=name).update(retired_at=now())
    keyfile.drop(key.use, name)
