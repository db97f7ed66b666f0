"""Half-filled forms that speak of a record, whoever's they are: they go with it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict

from ..drafts import opened
from ..models import Draft
from ..sealing import KeysMissing

WHY = "drafts that speak of a record whose time is over"


def speaking_of(uids: Iterable[str]) -> dict[str, list[int]]:
    """Record -> the drafts in which it is named or from which something was taken over."""
    wanted = set(uids)
    found: dict[str, list[int]] = defaultdict(list)
    for row in Draft.objects.unscoped(WHY).iterator(200):
        try:
            said = json.dumps(asdict(opened(row).content))
        except KeysMissing:
            continue
        for uid in wanted:
            if uid in said:
                found[uid].append(row.pk)
    return found


def remove(ids: Iterable[int]) -> None:
    Draft.objects.unscoped(WHY).filter(pk__in=list(ids)).delete()
