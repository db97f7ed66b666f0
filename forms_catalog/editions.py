"""Publishing and reading editions: immutable, so a thawed one is kept by its primary key."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.db import IntegrityError, transaction

from .bundle import Bundle, thaw_bundle
from .definition import digest, to_bytes
from .models import Edition, Rendition
from .writers import writers

FORMAT = 1


def publish(kind: str, key: str, canonical: dict[str, Any]) -> Edition:
    """The edition of a canonical object: the last one when nothing changed, else a new number.

    Of several that publish at once one is first; the others look again at what it made.
    """
    mark = digest(canonical)
    last = latest(kind, key)
    if last and last.digest == mark:
        return last
    number = last.number + 1 if last else 1
    told = {"kind": kind, "key": key, "number": number, "format": FORMAT, "digest": mark}
    try:
        with transaction.atomic():
            return Edition.objects.create(bundle=to_bytes(canonical), **told)
    except IntegrityError:
        there = latest(kind, key)
        if there is None or there.number < number:
            raise
        return publish(kind, key, canonical)


def latest(kind: str, key: str) -> Edition | None:
    return Edition.objects.filter(kind=kind, key=key).order_by("-number").first()


@lru_cache(maxsize=256)
def canonical(pk: int) -> dict[str, Any]:
    """The stored object of an edition; treat it as read-only."""
    found: dict[str, Any] = json.loads(
        bytes(Edition.objects.values_list("bundle", flat=True).get(pk=pk))
    )
    return found


@lru_cache(maxsize=256)
def bundle(pk: int) -> Bundle:
    """The Bundle of a form's edition."""
    return thaw_bundle(canonical(pk))


def rendition(pk: int, suffix: str) -> bytes:
    """A form's edition as the writer of that suffix wrote it first; later engines change nothing.

    Raises KeyError for an unknown suffix, and what the writer raises.
    """
    kept = Rendition.objects.filter(edition_id=pk, suffix=suffix)
    found = kept.values_list("data", flat=True).first()
    if found is None:
        data = writers()[suffix].write(bundle(pk))
        with transaction.atomic():
            row, _ = Rendition.objects.get_or_create(
                edition_id=pk, suffix=suffix, defaults={"data": data}
            )
        found = row.data
    return bytes(found)


@lru_cache(maxsize=1024)
def number(pk: int) -> int:
    """Which edition of its template it is, counted from 1."""
    found: int = Edition.objects.values_list("number", flat=True).get(pk=pk)
    return found
