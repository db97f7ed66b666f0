"""What other programs read of the public site: its map, its news, what robots may do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe
from wagtail.models import Page, PageQuerySet, Site

from portal.models import HomePage
from public.models import EventPage, LawPage, NewsPage, Passage, PolicyPage
from public.models.base import plain

LATEST = 20
NEW = (NewsPage, EventPage, PolicyPage, LawPage)


def pages_of(request: HttpRequest) -> PageQuerySet:
    site = Site.find_for_request(request)
    pages = Page.objects.live().public()
    return pages.descendant_of(site.root_page, inclusive=True) if site else pages.none()


@require_safe
def map_of_site(request: HttpRequest) -> HttpResponse:
    """Every page, and every article of a law at its own address."""
    found = list(_addresses(request, pages_of(request)))
    words = render_to_string("public/sitemap.xml", {"addresses": found})
    return HttpResponse(words, content_type="application/xml; charset=utf-8")


def _addresses(request: HttpRequest, pages: PageQuerySet) -> Iterator[tuple[str, datetime | None]]:
    articles: dict[int, list[str]] = {}
    rows = Passage.objects.exclude(anchor="").order_by("id").values_list("page_id", "anchor")
    for pk, anchor in rows:
        articles.setdefault(pk, []).append(anchor)
    for page in pages.order_by("path"):
        address = page.get_full_url(request)
        yield address, page.last_published_at
        for anchor in articles.get(page.pk, []):
            yield f"{address}articles/{anchor}/", page.last_published_at


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """What is new, the newest first."""
    home = HomePage.objects.filter(pk__in=pages_of(request)).first()
    made = Atom1Feed(
        title=plain(home.title) if home else "",
        link=request.build_absolute_uri(home.url if home and home.url else "/"),
        description=home.lead if home else "",
        language="zh-CN",
        feed_url=request.build_absolute_uri(reverse("site-feed")),
    )
    new: Any = pages_of(request).type(NEW).order_by("-last_published_at", "-pk")[:LATEST]
    for page in new:
        made.add_item(
            title=plain(page.title),
            link=page.get_full_url(request),
            description=page.search_description,
            pubdate=page.first_published_at,
            updateddate=page.last_published_at,
        )
    return HttpResponse(
        made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    address = request.build_absolute_uri(reverse("site-map"))
    words = f"User-agent: *\nDisallow: {reverse('site-search')}\nSitemap: {address}\n"
    return HttpResponse(words, content_type="text/plain; charset=utf-8")
