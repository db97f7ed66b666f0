"""What an editor should look at again: links that lead nowhere, laws long not compared, long sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Page, ReferenceIndex

from forms_catalog.problems import Problem
from public.models import LawPage, PublicPage

STALE = timedelta(days=365)
LONG = 60
"""Signs of a sentence; whoever reads slowly has forgotten its beginning at the end."""
ENDS = re.compile(r"[。！？；\n]|</(?:p|li)>")


def remarks(page: Any) -> list[Problem]:
    """All of one page; nothing of it stops anybody."""
    return [*_links(page), *_age(page), *_length(page)]


def _links(page: Any) -> Iterator[Problem]:
    rows = ReferenceIndex.get_references_for_object(page)
    named = {row.to_object_id for row in rows if issubclass(_model(row), Page)}
    there = {
        str(pk) for pk in Page.objects.live().filter(pk__in=named).values_list("pk", flat=True)
    }
    if gone := named - there:
        text = f"有{len(gone)}处链接指向没有发布或者已经删去的页面"
        yield Problem("page.broken-link", text, "改成别的页面，或者去掉", warn=True)


def _model(row: ReferenceIndex) -> type:
    found: type | None = row.to_content_type.model_class()
    return found or Page


def _age(page: Any) -> Iterator[Problem]:
    if not isinstance(page, LawPage):
        return
    if page.checked_on is None or page.checked_on < timezone.localdate() - STALE:
        yield Problem(
            "page.law-not-checked",
            "一年多没有和公布的文本核对过",
            "核对以后，写上核对日期",
            warn=True,
        )


def _length(page: Any) -> Iterator[Problem]:
    if not isinstance(page, PublicPage):
        return
    sentences = [strip_tags(bit).strip() for bit in ENDS.split(page.plain_words())]
    long = [one for one in sentences if len(one) > LONG]
    if long:
        text = f"有{len(long)}句超过{LONG}个字，最长的是“{max(long, key=len)[:20]}…”"
        yield Problem("page.long-sentence", text, "断成两三句", warn=True)


def everything() -> list[tuple[Any, list[Problem]]]:
    """Every published page that there is something to say of."""
    pages = Page.objects.live().order_by("path").specific()
    return [(page, found) for page in pages if (found := remarks(page))]
