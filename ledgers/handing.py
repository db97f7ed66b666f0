"""What goes along when a post changes hands: half-filled forms, their uploads, records it was shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q

from people.accounts.handover import Handing
from people.posts import current_posts

from .clock import today
from .drafts import opened
from .models import Draft, File, Share
from .registry import all_live

_DIGEST = re.compile(r"[0-9a-f]{64}")


def move_work(handing: Handing) -> str:
    """What one does by place, like tasks, follows the post by itself."""
    words = (_drafts(handing), _shares(handing))
    return "、".join(filter(None, words))


def _drafts(handing: Handing) -> str:
    """Their texts are sealed for the draft, not for its author: only whose they are changes."""
    before, after = handing.before, handing.after
    theirs = Draft.objects.unscoped("they go with the post").filter(author=before.user)
    mine = Q(post=before.pk) | Q(post=None, ledger__in=_ledgers(handing))
    rows = list(theirs.filter(mine))
    if not rows:
        return ""
    digests = {digest for row in rows for digest in _uploads(opened(row).content.values)}
    files = File.objects.unscoped("they go with the drafts that name them")
    files.filter(author=before.user, record=None, sha256__in=digests).update(author=after.user)
    moved = Draft.objects.unscoped("they go with the post").filter(pk__in=[row.pk for row in rows])
    count = moved.update(author=after.user, post=after.pk)
    return f"没填完的表{count}份"


def _ledgers(handing: Handing) -> set[int]:
    """Those that the post worked on, without those that its holder works on by another post."""
    user = handing.before.user
    user.__dict__.pop("_posts_by_day", None)
    kept = {post.role for post in current_posts(user, today())} - {""}
    return _worked_on({handing.before.role}) - _worked_on(kept)


def _worked_on(roles: Iterable[str]) -> set[int]:
    wanted = set(roles)
    return {
        ledger.id
        for ledger in all_live().values()
        if any(wanted & set(action.who) for action in ledger.rules.actions)
    }


def _uploads(values: Any) -> Iterator[str]:
    for texts in values.values():
        yield from (text for text in texts if _DIGEST.fullmatch(text))


def _shares(handing: Handing) -> str:
    """What the old post was shown stays on record as it was; the new one is shown it from today."""
    day = today()
    open_ = Q(until=None) | Q(until__gte=day)
    held = list(Share.objects.filter(open_, post=handing.before.pk))
    for share in held:
        since = max(day, share.since)
        Share.objects.create(
            record_id=share.record_id,
            post=handing.after.pk,
            fields=share.fields,
            since=since,
            until=share.until,
            reason=share.reason,
        )
    Share.objects.filter(pk__in=[share.pk for share in held]).update(until=day - timedelta(days=1))
    return f"可看的记录{len(held)}份" if held else ""
