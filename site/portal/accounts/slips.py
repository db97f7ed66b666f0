"""Login slips on paper: who needs one, and the sheets to cut apart."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import urlsplit

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from forms_catalog.rendering import template
from forms_catalog.writers.pdf import printed
from people.accounts import slips as issuing
from people.accounts.lines import Line, lines
from people.accounts.office import Office
from people.paths import lies_in

from .frame import places_below, superior

MOST = 1000
MASK = 3
"""One for all codes: weighing the eight of them costs more than drawing the slip."""
HERE_ONLY = {"localhost", "127.0.0.1", "::1"}


@superior
def slips(request: HttpRequest, office: Office) -> HttpResponse:
    """GET shows how many; POST makes the addresses and answers with the sheets: nothing keeps them."""
    every = lines(office)
    if request.method == "POST":
        found = _asked(request, office, every)
        if found:
            return _pdf(draw(request, issuing.issue(office, found[:MOST])), found)
    done = request.GET.get("done", "")
    context = {
        "notice": f"开了{done}个账号" if done.isdecimal() and int(done[:6]) > 0 else "",
        "groups": _groups(office, every),
        "most": MOST,
        "here_only": urlsplit(f"//{request.get_host()}").hostname in HERE_ONLY,
        "action": reverse("account-slips"),
        "back_href": reverse("accounts"),
        "nothing": request.method == "POST",
    }
    return render(request, "web/accounts_slips.html", context)


def _asked(request: HttpRequest, office: Office, every: list[Line]) -> list[Line]:
    """The accounts of one person, or of a place with those whose slip is still good, or without."""
    user, place = request.POST.get("user", ""), request.POST.get("place", "")
    found = issuing.wanting(office, every, again=bool(user or request.POST.get("again")))
    if user:
        one = [line for line in found if str(line.user) == user]
        if not one:
            raise Http404
        return one
    return [line for line in found if lies_in(line.path, place)]


def _groups(office: Office, every: list[Line]) -> list[SimpleNamespace]:
    """All below, then by place: how many have never had a slip, how many have one unused."""
    new = issuing.wanting(office, every)
    both = issuing.wanting(office, every, again=True)
    found = [("", "全部"), *(item for item in places_below(office))]
    groups = [
        SimpleNamespace(
            place=path,
            label=label,
            new=sum(lies_in(line.path, path) for line in new),
            both=sum(lies_in(line.path, path) for line in both),
        )
        for path, label in found
    ]
    return [group for group in groups if group.both or not group.place]


@dataclass(frozen=True, slots=True)
class Printed:
    """One slip as the layout draws it."""

    where: str
    title: str
    name: str
    username: str
    address: str
    qr: str
    until: str


def draw(request: HttpRequest, found: list[issuing.Slip]) -> bytes:
    """Eight on a sheet of A4, in the order of the list."""
    return printed(
        template("print/slips.html").render(slips=[_printed(request, slip) for slip in found]),
        "slips.css",
        tags=False,
    )


def _printed(request: HttpRequest, slip: issuing.Slip) -> Printed:
    address = request.build_absolute_uri(slip.url_path)
    until = timezone.localtime(slip.until)
    return Printed(
        slip.where,
        slip.title,
        slip.name,
        slip.username,
        address,
        segno.make(address, error="m", mask=MASK, micro=False).png_data_uri(scale=8, border=3),
        f"{until.year}年{until.month}月{until.day}日",
    )


def _pdf(data: bytes, found: list[Line]) -> HttpResponse:
    words = found[0].name if len(found) == 1 else f"{len(found)}张"
    response = HttpResponse(data, content_type="application/pdf")
    name = f"登录单 {words}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
