"""Uploads that no record and no draft names are let go after a week, and are gone a day later.

The gate asks first whose an upload is, and takes it for the record a moment later. So one is not
removed when it is found forgotten: it is nobody's from then on, which the gate refuses, and goes when
whoever had been told before that it was theirs has long since written or given up.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from ..clock import now
from ..drafts import opened
from ..files import path_of
from ..models import Draft, File, Import
from ..sealing import KeysMissing, house_keys

KEPT = dt.timedelta(days=7)
GIVEN_UP = dt.timedelta(hours=1)
AT_ONCE = 200
WHY = "the house tidies up uploads that nothing names"
_DIGEST = re.compile(r"[0-9a-f]{64}")


def forgotten() -> QuerySet[Any, Any]:
    """Old enough, and no record's."""
    rows = File.objects.unscoped(WHY).filter(record=None, let_go_at=None)
    return rows.filter(created_at__lt=now() - KEPT)


def let_go() -> int:
    """From now on nobody's, unless a draft names it. How many."""
    if not forgotten().exists():
        return 0
    named, authors = _named()
    rows = forgotten().exclude(author__in=authors)
    found = [pk for pk, sha in rows.values_list("pk", "sha256") if sha not in named]
    for first in range(0, len(found), AT_ONCE):
        some = forgotten().filter(pk__in=found[first : first + AT_ONCE])
        some.update(author=None, let_go_at=now())
    return len(found)


def _named() -> tuple[set[str], set[int]]:
    """Digests in drafts, whoever's; and the authors of drafts that cannot be read, who keep all."""
    house_keys()
    named: set[str] = set()
    unread: set[int] = set()
    for row in Draft.objects.unscoped(WHY).iterator(AT_ONCE):
        try:
            content = opened(row).content
        except KeysMissing:
            unread.add(row.author_id)
            continue
        named |= set(digests_in((content.values, content.carried)))
    return named, unread


def digests_in(value: Any) -> Iterator[str]:
    """Every digest of an upload, however deep."""
    if isinstance(value, str):
        if _DIGEST.fullmatch(value):
            yield value
    elif isinstance(value, dict):
        yield from digests_in(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from digests_in(item)


def leaving() -> QuerySet[Any, Any]:
    """Let go so long ago that nobody can be taking them any more."""
    rows = File.objects.unscoped(WHY).filter(record=None, let_go_at__lt=now() - GIVEN_UP)
    return rows.order_by("pk")


def remove(rows: Iterable[File]) -> None:
    """The bytes first: while the row lasts, it says that something is to be done."""
    for row in rows:
        own = leaving().filter(pk=row.pk)
        if own.exists():
            remove_bytes(row.sha256, row.pk)
            own.delete()


def remove_bytes(digest: str, but: int | None = None) -> None:
    """Unless another row than `but` needs them."""
    files = File.objects.unscoped(WHY).filter(sha256=digest).exclude(pk=but)
    imports = Import.objects.unscoped(WHY).filter(file=digest)
    if not files.exists() and not imports.exists():
        path_of(digest).unlink(missing_ok=True)
