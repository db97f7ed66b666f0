"""What every page of accounts needs: a superior who looks after somebody; for all others there is no page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from forms_catalog.ports import ports
from ledgers.views.frame import staff, who
from people.accounts.lines import WORDS, State, full_name
from people.accounts.office import Account, Office
from people.accounts.realm import Spot
from people.models import Body, Place

TAGS = {
    State.NEW: "todo",
    State.SENT: "half",
    State.USED: "done",
    State.OFF: "off",
    State.EMPTY: "wait",
}
NOWHERE = "none"
AT_BODY = "body:"
View = Callable[..., HttpResponse]


def superior(view: View) -> View:
    """Hands the view an Office; 404 for people who look after nobody."""

    @staff
    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        office = Office(who(request))
        if not office.realm:
            raise Http404
        return view(request, office, *args, **kwargs)

    return framed


def account_or_404(office: Office, pk: int) -> Account:
    found = office.account(pk)
    if found is None:
        raise Http404
    return found


def spot_or_404(office: Office, text: str) -> Spot:
    """The place, body or nowhere of an address; one that is not below does not exist."""
    spot: Spot = None
    if text.startswith(AT_BODY):
        key = text.removeprefix(AT_BODY)
        spot = Body.objects.filter(key=key, ended_on=None).select_related("place").first()
    elif text != NOWHERE:
        spot = Place.objects.living().filter(path=text).first()
    if (spot is None and text != NOWHERE) or not office.realm.reaches(spot):
        raise Http404
    return spot


def spot_words(spot: Spot) -> str:
    if isinstance(spot, Body):
        return spot.name
    return full_name(spot.path if spot else "")


def state_of(state: State) -> tuple[str, str]:
    """(word, look)."""
    return WORDS[state], TAGS[state]


def moment(at: Any) -> str:
    if at is None:
        return ""
    there = timezone.localtime(at)
    return f"{there.year}年{there.month}月{there.day}日 {there:%H:%M}"


def day_words(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def places_below(office: Office) -> list[tuple[str, str]]:
    """(path, name) of what lies right below; of the whole house: the roots and what is below them."""
    found = []
    for root in ports.places.children("") if office.realm.whole else ():
        found += [(root.path, root.name)]
        found += [(place.path, place.name) for place in ports.places.children(root.path)]
    for path in office.realm.paths:
        found += [(place.path, place.name) for place in ports.places.children(path)]
    return found
