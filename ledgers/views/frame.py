"""What every staff page needs: a login, a frame with place and navigation, plain words when keys are gone."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache

from forms_catalog.ports import ports
from people.accounts.realm import realm_of
from people.models import User
from people.views import sign_in_again

from ..notices.reading import unread
from ..registry import Live, all_live, live, role_title
from ..rights import PERMISSIONS, rights
from ..scope import Reach, reach
from ..sealing import KeysMissing
from ..submission import Submission
from ..witnessing.keeping import Unwitnessed, witnessed

View = Callable[..., HttpResponse]
NAV_WORDS = 5
ACCOUNTS = "accounts"
TEMPLATES = "wagtailsnippets_forms_catalog_formtemplate:list"


def staff(view: View) -> View:
    """Only for people who are signed in; never cached by anybody."""

    @never_cache
    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return signed_out(request)
        _frame(request)
        try:
            return witnessed(view, request, *args, **kwargs)
        except KeysMissing:
            return render(request, "web/keys_missing.html", status=503)
        except Unwitnessed:
            return render(request, "web/unwitnessed.html", status=503)

    return framed


def signed_out(request: HttpRequest) -> HttpResponse:
    """The login page; what was typed when a session ended goes along inside it."""
    if WHOSE in request.POST:
        return sign_in_again(request)
    return redirect_to_login(request.get_full_path())


WHOSE = "whose"


def mark_of(user: Any) -> str:
    """Says on a page whose it is: typed text is handed on to nobody else."""
    return salted_hmac("ledgers.views.whose", str(user.pk), algorithm="sha256").hexdigest()[:24]


def _frame(request: HttpRequest) -> None:
    found = reach(request.user)
    request.chrome_bell = (reverse("inbox"), unread(request.user))  # type: ignore[attr-defined]
    post = next((item for item in found.posts if item.place_path), None)
    place = ports.places.place(post.place_path) if post else None
    request.chrome_place = place.full_name if place else ""  # type: ignore[attr-defined]
    here = request.path
    links = [("今天", reverse("work"))]
    own = _accounts(request.user) + _templates(request.user)
    links += _ledgers(found, NAV_WORDS - 1 - len(own)) + own
    request.chrome_nav = [  # type: ignore[attr-defined]
        (label, href, here == href or (href != links[0][1] and here.startswith(href)))
        for label, href in links
    ]


def _ledgers(found: Reach, room: int) -> list[tuple[str, str]]:
    """Those in which the person has most to do; the way to the others where there is no room for all."""
    ledgers = by_use(found)
    links = [(item.title, reverse("ledger", args=[item.key])) for item in ledgers]
    if len(links) <= room:
        return links
    return [*links[: max(room - 1, 0)], ("全部台账", reverse("work") + "#lists")]


def by_use(found: Reach) -> list[Live]:
    """The ledgers that the person sees, the one with most to do first: always in the same order."""
    asked = _asked_for()
    return sorted(seen(found), key=lambda item: -_deeds(item, found) - asked[item.key])


def _deeds(ledger: Live, found: Reach) -> int:
    roles = {post.role for post in found.posts}
    return sum(not roles.isdisjoint(action.who) for action in ledger.rules.actions)


def _asked_for() -> Counter[str]:
    """How many duties are done by a record of each ledger: those are gone to again and again."""
    return Counter(
        duty.resolved_by.ledger or ledger.key
        for ledger in all_live().values()
        for duty in ledger.rules.duties
        if duty.resolved_by
    )


def _accounts(user: Any) -> list[tuple[str, str]]:
    """The way to the accounts, for those who look after any."""
    return [("账号", reverse(ACCOUNTS))] if realm_of(user) else []


def _templates(user: Any) -> list[tuple[str, str]]:
    """The way to the forms, for those who edit or publish them."""
    if not (user.is_superuser or rights(user) & PERMISSIONS.keys()):
        return []
    try:
        return [("模板", reverse(TEMPLATES))]
    except NoReverseMatch:
        return []


def who(request: HttpRequest) -> User:
    """The person of a page that only people who signed in may see."""
    assert isinstance(request.user, User)
    return request.user


def seen(found: Reach) -> list[Live]:
    """The ledgers of which the person sees any row."""
    return [item for item in all_live().values() if item.id in found.paths]


def ledger_or_404(request: HttpRequest, key: str) -> Live:
    """A ledger that one of the person's posts may see; another one does not exist for them."""
    found = live(key)
    if found is None or found.id not in reach(request.user).paths:
        raise Http404
    return found


_ANY = uuid.UUID(int=0)


@cache
def _record_address() -> str:
    return reverse("record", args=[_ANY])


def record_href(uid: object) -> str:
    """The address of a record, without asking the resolver for each of fifty rows."""
    return _record_address().replace(str(_ANY), str(uid))


def may(request: HttpRequest, ledger: Live, action: str, path: str = "") -> bool:
    """Whether some post of the person may take this action at this place."""
    rule = ledger.rules.action(action)
    if rule is None:
        return False
    return any(
        post.role in rule.who and post.place_path and (not path or path.startswith(post.place_path))
        for post in reach(request.user).posts
    )


def submission_key(request: HttpRequest) -> str:
    """The key that the page was drawn with, or a new one when it is none of ours."""
    key = request.POST.get("key", "")
    ours = 16 <= len(key) <= 64 and key.isascii() and key.isalnum()
    return key if ours else Submission.new_key()


def who_sees(ledger: Live, path: str) -> list[str]:
    """Words for the roles that will see a record of this place, from near to far."""
    return [role_title(access.name) for access in ledger.rules.access]
