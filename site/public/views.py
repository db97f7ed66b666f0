"""The search of the public site: a page like any other, without a script."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from portal.models import HomePage
from public.models import AnswerPage, HotlinePage
from public.models.base import dress
from public.search.finding import LONGEST, as_written, cut, find
from public.search.marking import around, marked

OFTEN = 8


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "")
    query = cut(asked)
    if len(asked) > LONGEST:  # the frame repeats the address: a long one makes a heavy page
        return redirect(f"{request.path}?{urlencode({'q': query})}")
    looked = as_written(query)
    site = Site.find_for_request(request)
    home = _home(site)
    several = site is not None and Site.objects.count() > 1
    found = find(looked, below=site.root_page.path if site and several else "")
    pages = Page.objects.live().public().in_bulk([one.passage.page_id for one in found])
    hits = [
        {
            "href": _href(pages[one.passage.page_id], one.passage.anchor),
            "kind": one.passage.kind,
            "title": marked(one.passage.title, looked),
            "words": around(one.passage.text, looked),
        }
        for one in found
        if one.passage.page_id in pages
    ]
    dress(request, Page(), home)
    context = {"query": query, "hits": hits, "front": home, "parent": None}
    context |= {"board": None, "often": []} if hits else _instead(home)
    return render(request, "public/search.html", context)


def lost(request: HttpRequest) -> HttpResponse:
    """Where an address leads nowhere: the search, the sections, the numbers in the foot."""
    home = _home(Site.find_for_request(request))
    dress(request, Page(), home)
    pages = home.get_children().live().public().in_menu() if home else []
    context = {"front": home, "parent": None, "sections": list(pages)}
    return render(request, "public/lost.html", context, status=404)


def _home(site: Site | None) -> HomePage | None:
    return HomePage.objects.filter(pk=site.root_page_id).first() if site else None


def _instead(home: HomePage | None) -> dict[str, Any]:
    """Where to go when nothing is found: the numbers to call, what people often ask."""
    if home is None:
        return {"board": None, "often": []}
    board = HotlinePage.objects.live().descendant_of(home).first()
    often = AnswerPage.objects.live().public().descendant_of(home).order_by("path")[:OFTEN]
    return {"board": board, "often": list(often)}


def _href(page: Page, anchor: str) -> str:
    return (page.url or "/") + (f"articles/{anchor}/" if anchor else "")
