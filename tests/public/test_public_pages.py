"""Every page type is shown to anybody, without a script, with few questions to the database."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from public.models import LawVersion, PublicPage

from .texts import LATER, PLAIN, without

pytestmark = [pytest.mark.storage, pytest.mark.seldom]


def test_every_page_type_is_in_the_sample(site: dict[str, Any]) -> None:
    def leaves(model: type) -> set[type]:
        return {leaf for one in model.__subclasses__() for leaf in leaves(one)} or {model}

    assert leaves(PublicPage) == {type(page) for name, page in site.items() if name != "home"}


def test_every_page_is_shown(site: dict[str, Any], client: Client) -> None:
    addresses = {page.url for page in site.values()}
    addresses |= {f"{site['borrowing'].url}articles/{key}/" for key in ("1", "4", "5-1", "7")}
    addresses |= {"/search/", "/search/?q=证件"}
    client.get(site["write"].url)  # what a process remembers of the house is read once
    for address in sorted(addresses):
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            response = client.get(address)
        html = response.content.decode()
        assert response.status_code == 200 and len(asked) <= 25, (address, len(asked))
        assert len(re.findall("<h1", html)) == 1 and "&lt;wbr" not in html, address
        assert 'href="tel:12345"' in html and 'href="tel:119"' in html, address
        assert "<i>报纸" not in html, address
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids)), address
        for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S):
            assert json.loads(data)["@context"]


def test_care_and_contrast_reach_every_page(site: dict[str, Any], client: Client) -> None:
    client.cookies["mode"], client.cookies["contrast"] = "care", "more"
    html = client.get(site["lost"].url).content.decode()
    assert 'data-mode="care"' in html and 'data-contrast="more"' in html


def test_an_article_has_words_text_and_neighbours(site: dict[str, Any], client: Client) -> None:
    html = client.get(f"{site['borrowing'].url}articles/4/").content.decode()
    for words in (
        "丢了别急",
        "证件丢了，三日内补。",
        "第三条",
        "第五条",
        "第二章 借书，第一节 办证",
    ):
        assert words in html
    for key in ("99", "x", "4-1"):
        assert client.get(f"{site['borrowing'].url}articles/{key}/").status_code == 404


def test_versions_are_kept_and_compared(site: dict[str, Any], client: Client) -> None:
    law = site["borrowing"]
    law.save_revision().publish()
    assert LawVersion.objects.filter(page=law).count() == 1
    law.text = LATER
    law.save_revision().publish()
    old = LawVersion.objects.get(page=law, text=PLAIN)
    assert LawVersion.objects.filter(page=law).count() == 2
    address = f"{law.url}changes/{old.pk}/"
    assert address in client.get(law.url).content.decode()
    html = client.get(address).content.decode()
    assert "有3条不同" in html and "<ins>" in html and "<del>" in html and "借期一个月" not in html
    assert client.get(f"{law.url}changes/0/").status_code == 404


def test_a_draft_may_be_broken_and_a_page_may_not(site: dict[str, Any]) -> None:
    law = site["borrowing"]
    form = law.get_edit_handler().get_form_class()
    data = {"title": law.title, "slug": law.slug, "text": without("第四条　")}
    data |= {f"{name}-count": "0" for name in ("notes", "body")}
    draft = form(data, instance=law)
    draft.defer_required_fields()
    assert "text" not in draft.errors
    assert "第五条" in str(form(data, instance=law).errors["text"])
    assert "text" not in form(data | {"text": PLAIN}, instance=law).errors


def test_a_moved_page_is_found_where_it_is(site: dict[str, Any], client: Client) -> None:
    site["lost"].move(site["new"], "last-child")
    html = client.get("/search/?q=借书证丢了").content.decode()
    assert 'href="/new/lost/"' in html
