"""What follows when a page is published or goes: versions of laws, the index of the search."""

from __future__ import annotations

from typing import Any

from wagtail.signals import page_published, page_unpublished

from public.models.base import PublicPage
from public.models.law import LawPage
from public.search import indexing


def connect() -> None:
    page_published.connect(_published, dispatch_uid="public.published")
    page_unpublished.connect(_unpublished, dispatch_uid="public.unpublished")


def _published(sender: Any = None, instance: Any = None, **kwargs: Any) -> None:
    if isinstance(instance, LawPage):
        instance.keep()
    if isinstance(instance, PublicPage):
        indexing.put(instance)


def _unpublished(sender: Any = None, instance: Any = None, **kwargs: Any) -> None:
    if isinstance(instance, PublicPage):
        indexing.drop(instance)
