"""Whatever people type, the right page comes first, and nothing they type breaks anything."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from public.models import Gram, Passage
from public.search.finding import find
from public.search.indexing import rebuild
from public.search.marking import around, marked

pytestmark = pytest.mark.storage


def first(query: str) -> list[tuple[str, str]]:
    return [(one.passage.page.slug, one.passage.anchor) for one in find(query)[:3]]


@pytest.mark.parametrize(
    ("query", "slug", "anchor"),
    [
        ("借书证丢了怎么办", "lost", ""),
        ("卡不见了", "lost", ""),
        ("我的证找不到了，怎么办啊", "lost", ""),
        ("寒假", "borrowing", "5-1"),
        ("条例第4条", "borrowing", "4"),
        ("图书借阅条例22条", "borrowing", ""),
        ("阅例第4条", "borrowing", "4"),
        ("第五条之一", "borrowing", "5-1"),
        ("jieshuzheng", "lost", ""),
        ("tsjytl", "borrowing", ""),
        ("着火全天有人吗", "calls", ""),
        ("借", "lost", ""),
        ("带什么证件办证", "card", ""),
        ("图发〔2030〕1号", "notice", ""),
    ],
)
def test_the_right_page_is_among_the_first(
    site: dict[str, Any], query: str, slug: str, anchor: str
) -> None:
    assert (slug, anchor) in first(query)


@pytest.mark.parametrize(
    "query",
    ["", " ", "%", "_", "的" * 2000, "<script>alert(1)</script>", "'\"\\", "\x00", "\ud800"],
)
def test_hostile_queries(site: dict[str, Any], client: Client, query: str) -> None:
    data = {"q": query.encode("utf-8", "replace").decode()}
    response = client.get("/search/", data, follow=True)
    html = response.content.decode()
    assert response.status_code == 200 and "<script>alert" not in html and len(html) < 60_000


def test_nothing_found_leads_to_somebody_who_answers(site: dict[str, Any], client: Client) -> None:
    html = client.get("/search/?q=zzzz").content.decode()
    assert "没有找到" in html and 'class="call" href="tel:119"' in html


def test_what_is_not_public_is_not_found(site: dict[str, Any]) -> None:
    assert first("新书到了")[0][0] == "books"
    site["books"].unpublish()
    assert not any(slug == "books" for slug, _ in first("新书到了"))
    site["lost"].delete()
    assert not Passage.objects.filter(page_id=site["lost"].pk).exists()
    assert not Gram.objects.exclude(passage__in=Passage.objects.all()).exists()


def test_the_index_is_the_same_when_made_anew(site: dict[str, Any]) -> None:
    def rows() -> list[Any]:
        return sorted(Gram.objects.values_list("gram", "passage__title", "weight"))

    before = rows()
    assert rebuild() > 10 and rows() == before


def test_hits_are_marked_and_nothing_else() -> None:
    assert [(b.text, b.hit) for b in marked("补借书证", "借书")] == [
        ("补", False),
        ("借书", True),
        ("证", False),
    ]
    bits = around("空" * 200 + "借书证" + "空" * 200, "借书")
    assert bits[0].text == "…" and any(bit.hit for bit in bits)
    assert "".join(bit.text for bit in marked("ﬁ借书", "借书")) == "ﬁ借书"
