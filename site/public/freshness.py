"""Tells every worker that something shown to visitors has changed, in the transaction that changes it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import F
from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_unpublished, post_page_move

from public.models.state import Freshness

SHOWN = (
    "wagtailcore.Site",
    "wagtailcore.PageViewRestriction",
    "wagtailimages.Image",
    "wagtaildocs.Document",
    "people.Post",
    "people.User",
)
"""Beside pages: what their words are made of."""


def connect() -> None:
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(changed, dispatch_uid="public.freshness")
    post_delete.connect(changed, apps.get_model("wagtailcore.Page"), dispatch_uid="public.gone")
    for label in SHOWN:
        for signal in (post_save, post_delete):
            uid = f"public.freshness.{label}"
            signal.connect(changed, apps.get_model(label), dispatch_uid=uid)


def changed(
    sender: Any = None, update_fields: Any = None, raw: bool = False, **kwargs: Any
) -> None:
    """Whoever signs in changes nothing that visitors see."""
    if raw or (update_fields and set(update_fields) <= {"last_login", "session_round"}):
        return
    if not Freshness.objects.filter(pk=1).update(number=F("number") + 1):
        Freshness.objects.get_or_create(pk=1)


def now() -> int:
    found = Freshness.objects.filter(pk=1).values_list("number", flat=True).first()
    return found or 0
