"""Keeps the index in step with what is published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from public.models.index import Gram, Passage
from public.search.grams import fold, shown, sound, weights

AT_ONCE = 2000


@transaction.atomic
def put(page: Any) -> None:
    """The passages of a page, all made anew; a private page has none."""
    drop(page)
    if page.get_view_restrictions().exists():
        return
    found = page.passages()
    made = [_passage(page, *one) for one in found]
    Passage.objects.bulk_create(made, AT_ONCE)
    Gram.objects.bulk_create(
        _grams(zip(made, (title for _, title, _ in found), strict=True)), AT_ONCE
    )


def drop(page: Any) -> None:
    old = Passage.objects.filter(page_id=page.pk)
    Gram.objects.filter(passage__in=old).delete()
    old.delete()


def _passage(page: Any, anchor: str, title: str, text: str) -> Passage:
    heading, *more = title.split("\n")
    words = shown(text)
    whole, initials = sound(" ".join((heading, *more)))
    kept = Passage(page_id=page.pk, anchor=anchor, kind=str(page.kind), title=heading, text=words)
    kept.flat = fold(" ".join((heading, *more, words)))
    kept.sound, kept.initials = whole, initials
    return kept


def _grams(passages: Iterable[tuple[Passage, str]]) -> list[Gram]:
    """Every way of asking weighs as much as the heading."""
    return [
        Gram(passage=one, gram=gram, weight=weight)
        for one, ways in passages
        for gram, weight in weights(ways, one.text).items()
    ]


def rebuild() -> int:
    """Everything published, from the beginning; gives the number of pages."""
    from wagtail.models import Page

    from public.models import PublicPage

    Passage.objects.all().delete()
    pages = [
        page for page in Page.objects.live().public().specific() if isinstance(page, PublicPage)
    ]
    for page in pages:
        put(page)
    return len(pages)
