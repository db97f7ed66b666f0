"""Visitors get pages that were made before, until something shown changes; editors never do."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from time import process_time
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from people.models import Post
from tests import people
from tests.pace import worked

pytestmark = pytest.mark.storage
KEPT = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"}


@pytest.fixture(autouse=True)
def _kept(settings: Any) -> Iterator[None]:
    settings.CACHES = settings.CACHES | {"pages": KEPT}
    yield
    caches["pages"].clear()


def asked(client: Client, address: str, **more: Any) -> tuple[str, int]:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, **more)
    return response.content.decode(), len(queries)


def test_made_once_and_answered_with_one_question(site: dict[str, Any], client: Client) -> None:
    for slug in ("home", "lost", "borrowing", "here"):
        first, many = asked(client, site[slug].url)
        again, one = asked(client, site[slug].url)
        assert first == again and one == 1 < many, slug
    began = process_time()
    for _ in range(50):
        client.get(site["lost"].url)
    assert worked(began) / 50 < 0.006  # with the test client's own half


def test_it_comes_packed_or_not_at_all_when_it_is_known(
    site: dict[str, Any], client: Client
) -> None:
    plain = client.get(site["lost"].url)
    packed = client.get(site["lost"].url, headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert plain["ETag"] == packed["ETag"] and "Cookie" in plain["Vary"]
    for response in (plain, packed):
        assert "'self'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"
    known = client.get(site["lost"].url, headers={"if-none-match": plain["ETag"]})
    assert known.status_code == 304 and known.content == b""


def changes(site: dict[str, Any]) -> dict[str, Any]:
    lost, late, home = site["lost"], site["late"], site["home"]
    post = Post.objects.select_related("user").first()
    assert post
    return {
        "publish": lambda: (setattr(lost, "title", "改了"), lost.save_revision().publish()),
        "unpublish": late.unpublish,
        "delete": late.delete,
        "move": lambda: late.move(site["new"], "last-child"),
        "lock": lambda: PageViewRestriction.objects.create(
            page=lost, restriction_type="password", password="open"
        ),
        "name": lambda: (setattr(post.user, "name", "安新"), post.user.save()),
        "post": post.delete,
        "site": lambda: Site.objects.create(hostname="b.invalid", root_page=home),
    }


@pytest.mark.parametrize(
    "name", ["publish", "unpublish", "delete", "move", "lock", "name", "post", "site"]
)
def test_what_changes_anything_shown_is_seen_at_once(
    site: dict[str, Any], client: Client, name: str
) -> None:
    client.get(site["lost"].url)
    changes(site)[name]()
    assert asked(client, site["lost"].url)[1] > 1
    if name == "publish":
        assert "改了" in client.get(site["lost"].url).content.decode()


def test_a_sign_in_and_a_draft_change_nothing(site: dict[str, Any], client: Client) -> None:
    client.get(site["lost"].url)
    people.client("village_officer")
    site["lost"].title = "还没发布"
    site["lost"].save_revision()
    assert asked(client, site["lost"].url)[1] == 1


def test_whoever_is_signed_in_sees_a_page_of_their_own(
    site: dict[str, Any], client: Client
) -> None:
    client.get(site["home"].url)
    officer = people.client("village_officer")
    assert "退出" in officer.get(site["home"].url).content.decode()
    assert "退出" not in client.get(site["home"].url).content.decode()


def test_what_is_for_one_only_is_never_kept(site: dict[str, Any], client: Client) -> None:
    PageViewRestriction.objects.create(page=site["lost"], restriction_type="login")
    for address in (site["lost"].url, "/nowhere/", "/login/", "/search/?q=证件", "/?x=1"):
        assert "ETag" not in client.get(address).headers, address
    assert Page.objects.get(pk=site["lost"].pk).live


def test_each_look_is_a_page_of_its_own(site: dict[str, Any], client: Client) -> None:
    address = site["lost"].url
    client.get(address)
    client.cookies["mode"] = "care"
    assert 'data-mode="care"' in asked(client, address)[0]
    client.cookies["mode"] = "x" * 300
    assert 'data-mode="' not in asked(client, address)[0]
