"""Former addresses of pages, as the folder has to answer them."""

from __future__ import annotations

from collections.abc import Iterator

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from public.exporting import ways


def moved(site: Site) -> Iterator[tuple[str, str]]:
    """(former way, way of today) of what leads to a page of this site."""
    rows = Redirect.get_for_site(site).filter(redirect_page__isnull=False)
    for row in rows.select_related("redirect_page").order_by("old_path"):
        if "?" not in row.old_path and row.link and ways.ours(row.link):
            yield f"{ways.way_of(row.old_path)}/", f"{ways.way_of(row.link).rstrip('/')}/"
