"""Pages with a day: documents of offices, news, events."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from portal.fields import QuietStreamField
from public.blocks import Annexes
from public.models.base import SUMMARY, PublicPage

WIDTH = "max-640x640|format-webp|webpquality-65"
"""A picture is served small and without what the camera wrote into it."""


class PolicyPage(PublicPage):
    """A document of an office: who issued it, its number, its day, its annexes."""

    issuer = models.CharField(_("发文单位"), max_length=100, blank=True)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    annexes = QuietStreamField(Annexes(required=False), verbose_name=_("附件"), blank=True)

    template = "public/policy.html"
    kind = _("政策文件")
    about = "Legislation"
    content_panels = [
        *Page.content_panels,
        SUMMARY,
        *(FieldPanel(name) for name in ("issuer", "number", "issued_on", "body", "annexes")),
    ]

    class Meta:
        verbose_name = verbose_name_plural = _("政策文件")

    @property
    def dated(self) -> date | None:  # type: ignore[override]
        return self.issued_on

    def said(self) -> str:
        return f"{self.issuer} {self.number} {super().said()}"


class NewsPage(PublicPage):
    """What has happened, with at most one picture."""

    on = models.DateField(_("日期"), default=timezone.localdate)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("照片"),
        help_text=_("不放未成年人的正面照片"),
    )
    picture_words = models.CharField(_("照片上是什么"), max_length=100, blank=True)

    template = "public/news.html"
    kind = _("动态")
    about = "NewsArticle"
    content_panels = [
        *Page.content_panels,
        SUMMARY,
        *(FieldPanel(name) for name in ("on", "picture", "picture_words", "body")),
    ]

    class Meta:
        verbose_name = verbose_name_plural = _("动态")

    @property
    def dated(self) -> date | None:  # type: ignore[override]
        return self.on

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        small = self.picture.get_rendition(WIDTH) if self.picture else None
        return {**super().get_context(request, *args, **kwargs), "small": small}


class EventPage(PublicPage):
    """Something to come to."""

    starts_at = models.DateTimeField(_("开始"), default=timezone.now)
    ends_at = models.DateTimeField(_("结束"), null=True, blank=True)
    where = models.CharField(_("地点"), max_length=100, blank=True)
    contact = models.CharField(_("问谁"), max_length=100, blank=True)

    template = "public/event.html"
    kind = _("活动")
    about = "Event"
    content_panels = [
        *Page.content_panels,
        SUMMARY,
        *(FieldPanel(name) for name in ("starts_at", "ends_at", "where", "contact", "body")),
    ]

    class Meta:
        verbose_name = verbose_name_plural = _("活动")

    @property
    def dated(self) -> date | None:  # type: ignore[override]
        return timezone.localtime(self.starts_at).date()

    @property
    def over(self) -> bool:
        return bool((self.ends_at or self.starts_at) < timezone.now())

    def described(self, request: HttpRequest) -> dict[str, Any]:
        data = super().described(request) | {"startDate": self.starts_at.isoformat()}
        return data | {"location": {"@type": "Place", "name": self.where}}

    def said(self) -> str:
        return f"{self.where} {super().said()}"
