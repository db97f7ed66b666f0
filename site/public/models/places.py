"""The page of a place: which posts serve it, who holds them today, when they are there."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from people.models import Place, Post
from portal.fields import QuietStreamField
from public.blocks import Holders
from public.models.base import SUMMARY, PublicPage


class Serving(NamedTuple):
    """One post as the page shows it."""

    title: str
    names: str
    phone: str
    hours: str


class PlacePage(PublicPage):
    """Posts only: nothing on it comes from any record."""

    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("地方")
    )
    address = models.CharField(_("地址"), max_length=100, blank=True)
    holders = QuietStreamField(Holders(required=False), verbose_name=_("岗位"), blank=True)

    template = "public/place.html"
    kind = _("身边的人")
    content_panels = [
        *Page.content_panels,
        SUMMARY,
        *(FieldPanel(name) for name in ("place", "address", "holders", "body")),
    ]

    class Meta:
        verbose_name = verbose_name_plural = _("地方页")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "serving": self.serving()}

    def serving(self) -> list[Serving]:
        parts = [part.value for part in self.holders]
        held: dict[str, list[str]] = {}
        if self.place_id:
            roles = [part["role"] for part in parts if part["role"]]
            posts = Post.objects.on().filter(place_id=self.place_id, role__in=roles)
            for post in posts.select_related("user"):
                held.setdefault(post.role, []).append(post.user.get_full_name())
        return [
            Serving(
                part["title"], "、".join(held.get(part["role"], [])), part["phone"], part["hours"]
            )
            for part in parts
        ]

    def said(self) -> str:
        titles = " ".join(part.value["title"] for part in self.holders)
        return f"{self.address} {titles} {super().said()}"
