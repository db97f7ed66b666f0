"""要做的事 beyond the staff pages: a calendar for telephones, and what a cadence would cost in a year."""

from __future__ import annotations

import unicodedata
from types import SimpleNamespace as Shown
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from forms_catalog.definition import Duty
from forms_catalog.ports import ports
from forms_catalog.problems import Problem, Refused

from ..duties import feeds, simulating
from ..duties.house import house
from ..registry import Live, live
from ..rights import rights
from .frame import record_href, staff, who


@staff
def feed(request: HttpRequest) -> HttpResponse:
    """The address of one's own calendar; posting makes another one."""
    if request.method == "POST":
        feeds.renew(who(request))
        return redirect(f"{reverse('duty-feed')}?renewed=1")
    address = reverse("duty-calendar", args=[feeds.token(who(request))])
    context = {
        "title": "放进手机日历",
        "address": request.build_absolute_uri(address),
        "renewed": bool(request.GET.get("renewed")),
        "back_href": reverse("duties"),
    }
    return render(request, "web/duty_feed.html", context)


@never_cache
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """For a program of the person's, which cannot sign in; the address is the secret."""
    user = feeds.owner(token)
    if user is None:
        raise Http404
    data = feeds.calendar(
        user, request.get_host(), lambda uid: request.build_absolute_uri(record_href(uid))
    )
    return HttpResponse(data, content_type="text/calendar; charset=utf-8")


@staff
def year(request: HttpRequest) -> HttpResponse:
    """Numbers only, for whoever writes the rules."""
    if not (who(request).is_superuser or "templates" in rights(request.user)):
        raise Http404
    chosen = _chosen(request.GET.get("duty", ""))
    places = ports.places.named(request.GET.get("place", "").strip()[:60])
    place, every = (places[0] if places else None), _days(request.GET.get("every", ""))
    found, problems = None, list[Problem]()
    if chosen and request.GET.get("place", "").strip() and place is None:
        problems.append(Problem("duty.no-such-place", "没有叫这个名字的地方，请写全名或区划代码"))
    elif chosen:
        try:
            found = simulating.year(*chosen, place.path if place else "", every)
        except Refused as refused:
            problems += refused
    return render(request, "web/duty_year.html", _year(request, chosen, place, found, problems))


def _year(
    request: HttpRequest,
    chosen: tuple[Live, Duty] | None,
    place: Any,
    found: simulating.Year | None,
    problems: list[Problem],
) -> dict[str, Any]:
    return {
        "title": "一年要做多少",
        "problems": problems,
        "choices": [
            Shown(
                value=f"{rule.ledger.key}.{rule.name}",
                label=f"{rule.ledger.title}：{rule.duty.label}",
                chosen=bool(chosen and chosen[1] is rule.duty),
            )
            for series in house().of.values()
            for one in series
            for rule in one.rules
        ],
        "place": request.GET.get("place", "")[:60],
        "every": request.GET.get("every", "").strip()[:10],
        "year": found,
        "where": place.name if place else "全部地方",
        "back_href": reverse("duties"),
    }


def _days(text: str) -> str:
    """A number of days as the rules write it; whatever else was typed is told to be none."""
    tidy = unicodedata.normalize("NFKC", text).strip()[:10]
    return f"{int(tidy)}d" if tidy.isdecimal() else tidy


def _chosen(text: str) -> tuple[Live, Duty] | None:
    key, _, name = text.partition(".")
    ledger, rule = live(key), house().rule(key, name)
    return (ledger, rule.duty) if ledger and rule else None
