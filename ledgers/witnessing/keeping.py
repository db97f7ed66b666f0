"""The event of a response, written before it goes out: what cannot be witnessed is not shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from people.posts import PostView

from ..clock import now
from ..inserting import insert
from ..models import AccessEvent
from ..registry import all_live
from ..scope import reach
from .kinds import kind_of
from .shown import Shown, noting


class Unwitnessed(Exception):
    """It could not be written who is shown this."""


def witnessed(
    view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    """The view's answer, once it is kept what it shows; raises Unwitnessed."""
    with noting() as shown:
        response = view(request, *args, **kwargs)
    if (shown.names or shown.taken) and not shown.kept and _has_body(request, response):
        keep(request, shown)
    return response


def _has_body(request: HttpRequest, response: HttpResponse) -> bool:
    """Nobody is shown anything by a head alone, or by the way to another page."""
    return request.method != "HEAD" and not 300 <= response.status_code < 400


def keep(request: HttpRequest, shown: Shown, reason: str = "") -> None:
    """Raises Unwitnessed where it cannot be written."""
    if not shown.ledger:
        shown.ledger, shown.path = shown.instead
    post = _post(request.user, shown)
    match = request.resolver_match
    row = {
        "at": now(),
        "user_id": request.user.pk,
        "post": post.id if post else None,
        "kind": kind_of((match and match.url_name) or ""),
        "ledger_id": shown.ledger,
        "record_id": shown.record,
        "place_path": shown.path or (post.place_path if post else ""),
        "count": shown.count,
        "searched": shown.searched or bool(_looked_for(request)),
        "questions": " ".join(shown.names),
        "clear": any(shown.names.values()),
        "reason": reason,
    }
    try:
        insert(AccessEvent, [row])
    except DatabaseError as error:
        raise Unwitnessed from error
    shown.kept = True


def _looked_for(request: HttpRequest) -> str:
    return str(request.POST.get("q") or request.GET.get("q") or "").strip()


def _post(user: Any, shown: Shown) -> PostView | None:
    """The post that reaches what is shown: the first, where several do; none by a share."""
    ledger = next((item for item in all_live().values() if item.id == shown.ledger), None)
    for post in reach(user).posts:
        near = post.place_path and shown.path.startswith(post.place_path)
        if (near or not shown.path) and (ledger is None or ledger.rules.role(post.role)):
            return post
    return None
