"""Pages that are mostly words: sections, topics, answers, guides, the board of numbers."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models.functions import Coalesce, TruncDate
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from portal.blocks import ICONS
from portal.fields import QuietStreamField
from public.blocks import BasisList, HotlineBody, words_of
from public.models.base import SUMMARY, PublicPage, plain

PER_PAGE = 30
MORE = 6
DAY = Coalesce(
    "newspage__on",
    TruncDate("eventpage__starts_at"),
    "policypage__issued_on",
    TruncDate("first_published_at"),
)
"""The day that stands beside a title: what is newest is told by it, not by when it was typed."""


class IndexPage(PublicPage):
    """A section: what stands below it, in the editor's order or the newest first."""

    newest_first = models.BooleanField(_("新的排在前面"), default=False)

    template = "public/index.html"
    printable = False
    kind = _("栏目")
    about = "CollectionPage"
    content_panels = [*PublicPage.content_panels, FieldPanel("newest_first")]

    class Meta:
        verbose_name = verbose_name_plural = _("栏目")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        pages = self.get_children().live().public()
        if self.newest_first:
            pages = pages.annotate(day=DAY).order_by("-day", "-first_published_at")
        pages = pages.specific(defer=False).defer_streamfields()
        shown = Paginator(pages, PER_PAGE).get_page(request.GET.get("p"))
        return {**super().get_context(request, *args, **kwargs), "shown": shown}


class TopicPage(PublicPage):
    """One subject and the ways that lead on from it."""

    icon = models.CharField(_("图标"), max_length=20, choices=ICONS, blank=True)

    template = "public/topic.html"
    kind = _("专题")
    content_panels = [*PublicPage.content_panels, FieldPanel("icon")]

    class Meta:
        verbose_name = verbose_name_plural = _("专题")


def following(page: Page, many: int) -> list[Page]:
    """What stands next in the editor's order, from the beginning again behind the last."""
    others = Page.objects.sibling_of(page, inclusive=False).live().public().order_by("path")
    after = list(others.filter(path__gt=page.path)[:many])
    return after + list(others.filter(path__lt=page.path)[: many - len(after)])


class AnswerPage(PublicPage):
    """A question in the words of whoever asks, and what to do."""

    asked_as = models.TextField(
        _("还会怎么问"), blank=True, help_text=_("一行一种问法。查找的时候用，页面上不显示。")
    )
    basis = QuietStreamField(BasisList(required=False), verbose_name=_("依据"), blank=True)

    template = "public/answer.html"
    kind = _("问答")
    about = "FAQPage"
    content_panels = [*PublicPage.content_panels, FieldPanel("asked_as"), FieldPanel("basis")]

    class Meta:
        verbose_name = verbose_name_plural = _("问答")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        more = following(self, MORE)
        return {**super().get_context(request, *args, **kwargs), "more": more}

    def described(self, request: HttpRequest) -> dict[str, Any]:
        words = " ".join(strip_tags(f"{self.search_description} {self.said()}").split())
        answer = {"@type": "Answer", "text": words[:1000]}
        asked = {"@type": "Question", "name": plain(self.title), "acceptedAnswer": answer}
        return super().described(request) | {"mainEntity": [asked]}

    def passages(self) -> list[tuple[str, str, str]]:
        ways = f"{plain(self.title)}\n{self.asked_as}"
        return [("", ways, f"{self.search_description} {self.said()}")]


class GuidePage(PublicPage):
    """How to get something done: who may, what to bring, where, when."""

    who = models.CharField(_("谁可以办"), max_length=200, blank=True)
    bring = models.TextField(_("带什么"), blank=True, help_text=_("一行一样"))
    where = models.CharField(_("到哪里办"), max_length=200, blank=True)
    hours = models.CharField(_("什么时候"), max_length=100, blank=True)
    cost = models.CharField(_("要不要钱"), max_length=60, blank=True)

    template = "public/guide.html"
    kind = _("办事指南")
    about = "GovernmentService"
    content_panels = [
        *Page.content_panels,
        SUMMARY,
        *(FieldPanel(name) for name in ("who", "bring", "where", "hours", "cost", "body")),
    ]

    class Meta:
        verbose_name = verbose_name_plural = _("办事指南")

    @property
    def things(self) -> list[str]:
        return [line.strip() for line in self.bring.splitlines() if line.strip()]

    def said(self) -> str:
        return f"{self.who} 带什么 {self.bring} 到哪里办 {self.where} {super().said()}"


class HotlinePage(PublicPage):
    """The numbers to call, by what has happened."""

    board = QuietStreamField(HotlineBody(required=False), verbose_name=_("电话"), blank=True)

    template = "public/hotlines.html"
    kind = _("电话")
    content_panels = [*Page.content_panels, SUMMARY, FieldPanel("board"), FieldPanel("body")]

    class Meta:
        verbose_name = verbose_name_plural = _("电话板")

    def said(self) -> str:
        return words_of(list(self.board.raw_data)) + " " + super().said()
