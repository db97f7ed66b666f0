"""One sealed answer in clear, once, to somebody whose role may ask for it and who says why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest

from forms_catalog.definition import Action, Question
from forms_catalog.problems import Problem, Refused
from forms_catalog.questions import is_missing, type_of
from forms_catalog.questions.base import tidy
from people.models import User
from people.posts import PostView

from ..acting import is_from, verb_of
from ..clock import day_begins, today
from ..models import AccessEvent
from ..registry import Live
from ..scope import reach
from . import kinds
from .keeping import Unwitnessed, keep
from .shown import Shown

if TYPE_CHECKING:
    from ..views.showing import Opened

VERB = "reveal"
REASON = 200
LEAST = 2
REASONS = ("核对证件", "打电话联系", "办手续要填", "报给有关部门")
"""What is chosen from; anything else is written."""


def revealable(item: Opened) -> Mapping[str, Question]:
    """The sealed answers of a record that its reader sees as masks, and may ask for one by one."""
    if item.sight.afar or not _may(item):
        return {}
    return {q.name: q for q in item.bundle.part() if _masked(item, q)}


def _masked(item: Opened, question: Question) -> bool:
    answer = item.answers.get(question.name)
    now = item.ledger.questions.get(question.name)
    sealed = question.sealed or (now is not None and now.sealed)
    if not sealed or answer is None or is_missing(answer):
        return False
    if question.name in item.sight.hidden or not item.hides(question):
        return False
    return type_of(question).kind not in ("file", "rows")


def _may(item: Opened) -> bool:
    """Whether an action of the ledger lets a post of the reader, held over the place, do this."""
    user, path = item.ctx.user, item.record.place_path
    near = [p for p in reach(user).posts if p.place_path and path.startswith(p.place_path)]
    return any(_allows(action, item, near) for action in _actions(item.ledger))


def _actions(ledger: Live) -> list[Action]:
    return [action for action in ledger.rules.actions if verb_of(action) == VERB]


def words_of(ledger: Live) -> str:
    """What the ledger calls it."""
    return next((action.label for action in _actions(ledger)), "")


def _allows(action: Action, item: Opened, near: list[PostView]) -> bool:
    """What has a condition that nobody judges here lets nobody."""
    here = is_from(action, item.record.state)
    return here and not action.guard and any(post.role in action.who for post in near)


def reason_of(chosen: str, written: str) -> str:
    """Raises Refused when it says nothing, or too much."""
    words = tidy(written)
    chosen = chosen if chosen in REASONS else ""
    reason = "：".join(bit for bit in (chosen, words) if bit)
    if len(reason) < LEAST:
        text = "先选一个原因，或写一句为什么要看"
        raise Refused(Problem("reveal.no-reason", text).at(question="reason"))
    if len(reason) > REASON:
        text = f"原因最多{REASON}个字，现在是{len(reason)}个字"
        raise Refused(Problem("reveal.long-reason", text).at(question="reason"))
    return reason


def revealed(request: HttpRequest, item: Opened, question: Question, reason: str) -> None:
    """Keeps who asked and why, before the answer is shown; raises Refused after too many in a day."""
    shown = Shown({question.name: True}, item.ledger.id, item.record.place_path, item.record.pk)
    try:
        with transaction.atomic():
            # of two at once, one waits: the limit counts both
            User.objects.select_for_update().get(pk=request.user.pk or 0)
            if asked_today(request.user) >= settings.REVEALS_A_DAY:
                raise Refused(_too_many())
            keep(request, shown, reason)
    except DatabaseError as error:
        raise Unwitnessed from error


def asked_today(user: object) -> int:
    """How many this person was shown today, on whatever worker."""
    rows = AccessEvent.objects.unscoped("how many one person was shown")
    mine = rows.filter(user=user, kind=kinds.REVEAL, at__gte=day_begins(today()))
    return int(mine.count())


def _too_many() -> Problem:
    most = settings.REVEALS_A_DAY
    return Problem(
        "reveal.too-many", f"今天已经看过{most}个号码", "还要看的，请联系您的上级，或者明天再看"
    )
