"""Somebody else agrees before records are taken along: who asks, who may say yes, for how long it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from forms_catalog.problems import Problem, Refused, refuse
from forms_catalog.questions.base import tidy
from people.models import Post, User
from people.paths import WIDTH, lies_in, line_of, range_of
from people.posts import current_posts

from ..clock import day_begins, now, today
from ..ids import uuid7
from ..models import Export, ExportEvent
from ..notices.rounds import engine
from ..queries import Ask
from ..registry import Live, role_held_at, roles
from ..sealing import DataKey
from .along import Along
from .giving import Giving

DAYS = 7
"""For so long an agreement holds; as often as wanted, the scope looked at anew each time."""
PURPOSE, WORDS = 100, 200
ASKED, AGREED, REFUSED, TAKEN = "asked", "agreed", "refused", "taken"
_RIGHT, _INSTEAD = "approve_export", "accounts"
_WHERE = "whose those are who may agree to it"


def ask(user: Any, ledger: Live, narrowed: Ask, purpose: str, what: Along | None = None) -> Export:
    """A new asking; raises Refused without a purpose, where nobody could agree, after too many.

    `what` is asked for, where it is not the list itself.
    """
    purpose = tidy(purpose)
    if not purpose:
        raise _refused("export.no-purpose", "请写导出来做什么用", "purpose")
    if len(purpose) > PURPOSE:
        raise _refused("export.long-purpose", f"用途最多{PURPOSE}个字，请写短一些", "purpose")
    what = what or Giving(user, ledger, narrowed, agreed=True)
    path = _over(what.roots)
    if not approvers(path, user):
        raise refuse("export.nobody", "现在没有别的人能同意", "请管账号的人给另一位同事安排职务")
    uid = uuid7()
    key, count = DataKey.new(str(uid)), what.total()
    with transaction.atomic():
        _not_too_many(user)
        made: Export = Export.objects.create(
            uid=uid,
            ledger_id=ledger.id,
            author=user,
            path=path,
            purpose=purpose,
            sealed=key.seal("ask", asdict(what.ask)),
            data_key=key.wrapped,
            key_id=key.key_id,
            count=count,
        )
        note(made, user, ASKED, made.count)
        values = {"_count": made.count, "_actor_name": user.get_full_name()}
        engine(
            "export_waiting",
            about=f"export.{uid.hex}",
            ledger=ledger.key,
            place=path,
            actor=user.pk,
            values=values,
        )
    return made


def _not_too_many(user: Any) -> None:
    """Raises Refused; of two at once one waits, so that the limits count both."""
    User.objects.select_for_update().get(pk=user.pk)
    own = Export.objects.unscoped("how many one person asked for").filter(author=user)
    waiting = own.filter(status=ASKED, created_at__gte=_since()).count()
    if waiting >= settings.EXPORT_ASKINGS_OPEN:
        text = f"您已经有{waiting}份导出申请在等批准"
        raise refuse("export.too-many-open", text, "请等批准的人办了，或打电话问一问，再申请新的")
    most = settings.EXPORT_ASKINGS_A_DAY
    if own.filter(created_at__gte=day_begins(today())).count() >= most:
        text = f"今天已经申请过{most}次导出"
        raise refuse("export.too-many", text, "先用已经批准的，还要别的请明天再申请")


def _refused(code: str, text: str, question: str) -> Refused:
    return Refused(Problem(code, text).at(question=question))


def ask_of(export: Export) -> Ask:
    """How the list was narrowed."""
    key = DataKey.load(str(export.uid), export.key_id, bytes(export.data_key))
    return Ask(**key.open("ask", export.sealed))


def note(export: Export, user: Any, kind: str, count: int, format: str = "") -> None:
    ExportEvent.objects.create(
        export=export,
        ledger_id=export.ledger_id,
        author=user,
        kind=kind,
        count=count,
        format=format,
    )


def took(giving: Along, format: str) -> None:
    """A file that needed nobody's consent went out."""
    ExportEvent.objects.create(
        ledger_id=giving.ledger.id,
        author=giving.user,
        kind=TAKEN,
        count=giving.count,
        format=format,
    )


def events(export: Export) -> Sequence[ExportEvent]:
    """What became of an asking that the caller may see, the first first."""
    rows = ExportEvent.objects.unscoped("of an asking already in sight").filter(export=export)
    return list(rows.select_related("author").order_by("id"))


def _over(roots: Sequence[str]) -> str:
    """The lowest place that holds all of them, '' where only the whole house does."""
    first, last = min(roots), max(roots)
    length = next((n for n in range(len(first)) if last[n : n + 1] != first[n]), len(first))
    return first[: length - length % WIDTH]


# ---- who may agree ----


def _approving() -> dict[str, bool]:
    """Roles that may agree -> whether over the whole house; where none is named, those over accounts."""
    named = {role.id: role for role in roles() if _RIGHT in role.can}
    named = named or {role.id: role for role in roles() if _INSTEAD in role.can}
    return {key: role_held_at(key) == "system" for key in named}


def approvers(path: str, author: Any) -> list[User]:
    """Everybody but the one who asks who may agree to what lies at this place, by name."""
    found = _approving()
    everywhere = [key for key, whole in found.items() if whole]
    posts = Post.objects.on(today()).filter(
        Q(role__in=found, place__path__in=line_of(path)) | Q(role__in=everywhere)
    )
    users = get_user_model().objects.filter(pk__in=posts.values("user"), is_active=True)
    return list(users.exclude(pk=author.pk).order_by("name", "pk"))


def _reach(user: Any) -> tuple[str, ...]:
    """The places whose askings somebody may agree to, '' = all."""
    found = _approving()
    posts = [post for post in current_posts(user, today()) if post.role in found]
    return tuple(
        "" if found[post.role] else post.place_path
        for post in posts
        if found[post.role] or post.place_path
    )


def may_agree(user: Any, export: Export) -> bool:
    return export.author_id != user.pk and any(lies_in(export.path, p) for p in _reach(user))


def waiting(user: Any) -> list[Export]:
    """What waits for this person's word, the oldest first."""
    where, paths = Q(pk__in=()), _reach(user)
    if not paths:
        return []
    for path in paths:
        where |= _below(path)
    rows = Export.objects.unscoped(_WHERE).filter(where, status=ASKED).exclude(author=user)
    return list(rows.select_related("author").order_by("id"))


def _below(path: str) -> Q:
    if not path:
        return Q(pk__isnull=False)
    low, high = range_of(path)
    return Q(path__gte=low, path__lt=high)


def seen(user: Any, uid: Any) -> Export | None:
    """One's own asking, or one that this person may agree to; decided ones stay in sight."""
    rows = Export.objects.unscoped("looked at below").select_related("author", "decided_by")
    found: Export | None = rows.filter(uid=uid).first()
    if found is None or not (found.author_id == user.pk or may_agree(user, found)):
        return None
    return found


def own(user: Any, most: int = 20) -> list[Export]:
    rows = Export.objects.visible_to(user).order_by("-id")
    return list(rows[:most])


def lately(user: Any) -> list[Export]:
    """Those of one's own that may still matter today, the last first."""
    rows = Export.objects.visible_to(user).filter(created_at__gte=_since())
    return list(rows.order_by("-id"))


def _since() -> dt.datetime:
    """What nobody has answered for so long stands in nobody's way."""
    return now() - dt.timedelta(days=2 * DAYS)


def words_of(export: Export) -> str:
    """How an asking stands."""
    over = export.status == AGREED and not open_now(export)
    return {ASKED: "等批准", AGREED: "已过期" if over else "可以下载"}.get(
        export.status, "没有同意"
    )


# ---- what is decided ----


def decide(export: Export, user: Any, agreed: bool, words: str) -> None:
    """Once, by one person; raises Refused."""
    words = tidy(words)[:WORDS]
    if not agreed and not words:
        raise _refused("export.no-reason", "请写为什么不同意", "words")
    moment = now()
    with transaction.atomic():
        rows = Export.objects.unscoped("decided once").filter(pk=export.pk, status=ASKED)
        changed = rows.update(
            status=AGREED if agreed else REFUSED,
            decided_by=user,
            decided_at=moment,
            words=words,
            until=moment + dt.timedelta(days=DAYS) if agreed else None,
        )
        if not changed:
            raise refuse("export.decided", "别的人已经办过这份申请")
        note(export, user, AGREED if agreed else REFUSED, export.count)


def open_now(export: Export) -> bool:
    return export.status == AGREED and bool(export.until and export.until > now())
