"""Plants the front page of a new installation; the demo command gives the words."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from portal.models import HomePage


@transaction.atomic
def plant_home(title: str, lead: str, body: Sequence[Any], **words: Any) -> HomePage:
    """The front page at the root of the default site, made or brought up to these words.

    `body` and `words["phones"]` are raw stream values: a list of {"type": ..., "value": ...}.
    Run twice, it changes nothing; Wagtail's own welcome page is taken away.
    """
    values = deepcopy({"title": title, "lead": lead, "body": list(body), **words})
    home: HomePage | None = HomePage.objects.first()
    if home is None:
        home = HomePage(slug="front", **values)
        Page.objects.get(depth=1).add_child(instance=home)
        home.save_revision().publish()
    elif _differs(home, values):
        for name, value in values.items():
            setattr(home, name, value)
        home.save_revision().publish()
    _serve(home)
    return home


def _differs(home: HomePage, values: dict[str, Any]) -> bool:
    return any(_plain(getattr(home, name)) != value for name, value in values.items())


def _plain(value: Any) -> Any:
    raw = getattr(value, "raw_data", None)
    if raw is None:
        return value
    return [{"type": block["type"], "value": _without_ids(block["value"])} for block in raw]


def _without_ids(value: Any) -> Any:
    """List items carry ids once saved; the words we are given do not."""
    if isinstance(value, list):
        return [
            item["value"] if isinstance(item, dict) and item.get("type") == "item" else item
            for item in value
        ]
    return value


def _serve(home: HomePage) -> None:
    there = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    named = {"hostname": there.hostname or "localhost", "port": there.port or _usual(there.scheme)}
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(root_page=home, is_default_site=True, **named)
    elif site.root_page_id != home.pk:
        old, site.root_page = site.root_page.specific, home
        if site.hostname == "localhost":
            site.hostname, site.port = named["hostname"], named["port"]
        site.save()
        if type(old) is Page and not old.get_children().exists():
            old.delete()


def _usual(scheme: str) -> int:
    return 443 if scheme == "https" else 80
