"""通知单: what is to be printed and taken along, as a page, as paper, and as done."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ..notices import slips as house
from ..notices.house import thawed
from .frame import staff, who


@staff
def slips(request: HttpRequest) -> HttpResponse:
    found = house.waiting(who(request))
    if request.method == "POST":
        until = request.POST.get("until", "")
        house.done(request.user, int(until[:18]) if until.isdecimal() else 0)
        return redirect("slips")
    titles: dict[str, int] = {}
    for row in found:
        title = thawed(row.edition_id).title if row.edition_id else row.notice
        titles[title] = titles.get(title, 0) + 1
    context = {
        "count": len(found),
        "titles": list(titles.items()),
        "pdf_href": reverse("slips-pdf"),
        "until": found[-1].pk if found else 0,
        "back_href": reverse("work"),
        "back_label": "回到今天",
    }
    return render(request, "web/slips.html", context)


@staff
def pdf(request: HttpRequest) -> HttpResponse:
    found = house.waiting(who(request))
    if not found:
        raise Http404
    return HttpResponse(house.sheet(found), content_type="application/pdf")
