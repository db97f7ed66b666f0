"""A visitor whose address leads nowhere is shown every way on; an officer is told of records."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from public.models import EventPage, NewsPage
from tests import people

from .pages import add

pytestmark = pytest.mark.storage


def test_a_visitor_finds_on_and_an_officer_goes_back(site: dict[str, Any], client: Client) -> None:
    for address in ("/nowhere/", "/answers/lost/x/", "/%00/", "/paper/0/a4.pdf"):
        response = client.get(address)
        html = response.content.decode()
        assert response.status_code == 404 and "no-cache" in response["Cache-Control"], address
        for words in ('name="q"', 'href="tel:119"', f'href="{site["answers"].url}"', "noindex"):
            assert words in html, (address, words)
        assert "台账" not in html
    html = people.client("village_officer").get("/nowhere/").content.decode()
    assert "台账" in html and 'href="/work/"' in html and 'name="q"' not in html
    Site.objects.all().delete()
    assert client.get("/nowhere/").status_code == 404


def test_what_is_new_goes_by_its_own_day(site: dict[str, Any], client: Client) -> None:
    """And an event of one day names the day once."""
    laws = site["laws"]
    laws.newest_first = True
    laws.save_revision().publish()
    begins = timezone.make_aware(datetime(2031, 5, 3, 9, 5))
    more = {"starts_at": begins, "ends_at": begins.replace(hour=11, minute=0)}
    event = add(laws, EventPage, "读书节", "feast", **more)
    add(laws, NewsPage, "从前的事", "before", on=begins.date().replace(year=2019))
    html = client.get(laws.url).content.decode()
    ways = [html.index(f'href="{laws.url}{slug}/"') for slug in ("feast", "borrowing", "before")]
    assert ways == sorted(ways) and "2031年5月3日" in html and "2019年5月3日" in html
    html = client.get(event.url).content.decode()
    assert "2031年5月3日（星期六）9:05到11:00<" in html
