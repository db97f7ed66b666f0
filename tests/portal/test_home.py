"""The public front page: planted once, all words from its data."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, Revision, Site

from portal.models import HomePage
from portal.setup import plant_home

pytestmark = pytest.mark.django_db

BODY: list[dict[str, Any]] = [
    {"type": "heading", "value": "您遇到了什么事？"},
    {
        "type": "doors",
        "value": [
            {"icon": "home", "label": "想借书", "hint": "怎么办证", "page": None, "address": "/a/"}
        ],
    },
    {"type": "paragraph", "value": "<p>每周六<b>开门</b>。</p>"},
    {"type": "phones", "value": [{"number": "12345", "words": "政务服务"}]},
]
WORDS: dict[str, Any] = {
    "place_words": "甲县图书馆",
    "danger_number": "119",
    "danger_words": "着火了，立刻打",
    "owner_words": "主办：甲县图书馆",
    "phones": [{"type": "phone", "value": {"number": "12345", "words": "政务服务"}}],
}


def test_planted_once() -> None:
    first = plant_home("找书，找人", "都在这里。", BODY, **WORDS)
    revisions = Revision.objects.count()
    assert plant_home("找书，找人", "都在这里。", BODY, **WORDS).pk == first.pk
    assert Revision.objects.count() == revisions
    assert HomePage.objects.count() == 1 and Page.objects.filter(depth=2).count() == 1
    assert Site.objects.get(is_default_site=True).root_page_id == first.pk
    assert plant_home("找书", "都在这里。", BODY).title == "找书"


def test_every_word_comes_from_the_page(client: Client) -> None:
    plant_home("找书，找人", "都在这里。", BODY, **WORDS)
    html = client.get("/").content.decode()
    for words in ("找书，找人", "都在这里。", "想借书", "怎么办证", "<b>开门</b>", "甲县图书馆"):
        assert words in html
    assert 'href="tel:119"' in html and 'href="/a/"' in html and "top--deep" in html
    assert "退出" not in html
