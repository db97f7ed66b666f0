"""What can be done with a record now, by whom it is looked at; and what it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

from django.http import HttpRequest
from django.urls import reverse

from forms_catalog.definition import Action
from forms_catalog.ports import ports

from .. import errands
from ..acting import SUBMIT, is_from, verb_of
from ..actions import VERBS
from ..asking import asked
from ..models import Change, Errand, Record
from ..registry import Live
from ..scope import reach
from ..submission import OPENING, UPDATE
from ..taking_back import may_take_back
from .frame import may, who
from .past import differences_of
from .showing import Opened

REVEAL, UNDO = "reveal", "undo"


def doable(request: HttpRequest, row: Record, ledger: Live) -> list[Action]:
    """The actions of the rules that this person may take in the record's state."""
    return [
        action
        for action in ledger.rules.actions
        if action.name != OPENING
        and verb_of(action) != REVEAL
        and is_from(action, row.state)
        and may(request, ledger, action.name, row.place_path)
        and not (verb_of(action) == UNDO and not _undoes(request, row, ledger))
    ]


def _undoes(request: HttpRequest, row: Record, ledger: Live) -> bool:
    posts = reach(request.user).posts
    return row.version > 1 and may_take_back(ledger, row, row.version, posts)


def buttons(request: HttpRequest, row: Record, ledger: Live) -> list[SimpleNamespace]:
    found: list[SimpleNamespace] = []
    for action in doable(request, row, ledger):
        found.append(_button(request, row, ledger, action, primary=not found))
    return found


def _button(
    request: HttpRequest, row: Record, ledger: Live, action: Action, primary: bool
) -> SimpleNamespace:
    if verb_of(action) == SUBMIT:
        more = "" if action.name == UPDATE else f"?action={action.name}"
        href, method = reverse("edit", args=[row.uid]) + more, "get"
    else:
        href = reverse("act", args=[row.uid, action.name])
        method = "get" if asks(request, row, ledger, action) else "post"
    return SimpleNamespace(
        label=action.label, action_href=href, primary=primary, hint="", method=method
    )


def asks(request: HttpRequest, row: Record, ledger: Live, action: Action) -> bool:
    """Whether anything has to be said before it can be done, so that it has a page of its own."""
    verb = VERBS[verb_of(action)]
    return bool(
        action.reason or verb.reason or verb.asks or own_questions(request, row, ledger, action)
    )


def own_questions(
    request: HttpRequest, row: Record, ledger: Live, action: Action
) -> frozenset[str]:
    """What the form asks this person at an action, where the whole form is not asked again."""
    if VERBS[verb_of(action)].whole:
        return frozenset()
    roles = [post.role for post in reach(request.user).posts if post.role in action.who]
    return asked(row.edition_id, ledger, action.name, roles)


def standing(request: HttpRequest, row: Record) -> list[SimpleNamespace]:
    """What is open about the record, in words; an offer may be taken back by who made it."""
    return [_standing(request, row, errand) for errand in errands.at(row.pk)]


def _standing(request: HttpRequest, row: Record, errand: Errand) -> SimpleNamespace:
    by = errand.asked_by.get_full_name() if errand.asked_by else ""
    person = errand.user.get_full_name() if errand.user else ""
    place = ports.places.place(errand.place_path) if errand.place_path else None
    words = {
        errands.RETURNED: f"{by}退回，等{person}改",
        errands.ASSIGNED: f"由{person}负责",
        errands.FLAGGED: f"{by}标了疑问",
        errands.TRANSFER: f"已请求转到{place.full_name if place else ''}，等对方接收",
    }
    own = errand.kind == errands.TRANSFER and errand.asked_by_id == who(request).pk
    return SimpleNamespace(
        words=words[errand.kind],
        reason=errand.reason,
        late=errand.kind in (errands.RETURNED, errands.FLAGGED),
        take_back=reverse("offer", args=[row.uid]) if own else "",
    )


def unverified(item: Opened) -> Sequence[tuple[str, str, str]]:
    """(question, then, now): what has changed since somebody last verified the record."""
    verifying = {a.name for a in item.ledger.rules.actions if verb_of(a) == "verify"}
    changes = item.changes if verifying else ()
    since: list[Change] = []
    for change in changes:
        if change.action in verifying:
            return differences_of(item, since) if since else ()
        since.append(change)
    return ()
