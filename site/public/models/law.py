"""A law: its official text, every version that was published, everyday words for its articles."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from portal.fields import QuietStreamField
from public.blocks import Notes
from public.law_form import LawForm
from public.models.base import SUMMARY, PublicPage, plain
from public.statutes import Article, Statute, parse
from public.statutes.comparing import compare
from public.statutes.model import dump, load
from public.statutes.outlines import outline

type Words = dict[str, Any]
AROUND = 5


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class LawPage(RoutablePageMixin, PublicPage):  # type: ignore[misc]
    """One law; what is published of it is the version with the digest of its text."""

    text = models.TextField(
        _("正式文本"), blank=True, help_text=_("从官方公布的页面整篇复制过来。")
    )
    digest = models.CharField(max_length=64, blank=True, editable=False)
    full_name = models.CharField(_("全称"), max_length=100, blank=True)
    dates = models.TextField(
        _("通过和修改"), blank=True, help_text=_("一行一件：2030-04-26 第二次修正")
    )
    in_force = models.DateField(_("施行日期"), null=True, blank=True)
    source = models.CharField(_("文本从哪里来"), max_length=100, blank=True)
    checked_on = models.DateField(_("核对日期"), null=True, blank=True)
    notes = QuietStreamField(Notes(required=False), verbose_name=_("大白话"), blank=True)

    template = "public/law.html"
    printable = False
    base_form_class = LawForm
    kind = _("法律")
    about = "Legislation"
    content_panels = [
        *Page.content_panels,
        SUMMARY,
        MultiFieldPanel(
            [FieldPanel(name) for name in ("full_name", "dates", "in_force")],
            heading=_("没有贴正式文本时，写明这些"),
        ),
        FieldPanel("text"),
        FieldPanel("upload", heading=_("或者上传文本"), help_text=_("Word文档或纯文本，5MB以内")),
        *(FieldPanel(name) for name in ("source", "checked_on", "notes", "body")),
    ]

    class Meta:
        verbose_name = verbose_name_plural = _("法律法规")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.digest = digest_of(self.text) if self.text else ""
        super().full_clean(*args, **kwargs)

    @property
    def statute(self) -> Statute:
        return read(self.digest, self.text) if self.text else self._outline()

    def _outline(self) -> Statute:
        """Without its official text: the name, the days, the articles that are put in plain words."""
        return outline(self.full_name, self.dates, self.in_force, self.words)

    @property
    def words(self) -> Words:
        """The everyday words of each article, by its key."""
        return {part.value["article"].strip(): part.value for part in self.notes}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        past = self.versions.exclude(digest=self.digest).defer("tree", "text")
        statute = self.statute
        return context | {
            "statute": statute,
            "chapters": chapters(statute),
            "words": self.words,
            "past": list(past) if self.pk else [],
        }

    @path("articles/<str:key>/", name="article")  # type: ignore[untyped-decorator]
    def article_route(self, request: HttpRequest, key: str) -> HttpResponse:
        statute = self.statute
        article = statute.article(key)
        if article is None:
            raise Http404
        at = statute.articles.index(article)
        near = statute.articles[at - 1 : at] if at else ()
        extra = {
            "article": article,
            "note": self.words.get(key),
            "above": statute.above(article),
            "beside": beside(statute, article),
            "before": near[0] if near else None,
            "after": next(iter(statute.articles[at + 1 :]), None),
        }
        return self._render(request, "public/article.html", extra)

    @path("changes/<int:pk>/", name="changes")  # type: ignore[untyped-decorator]
    def changes_route(self, request: HttpRequest, pk: int) -> HttpResponse:
        old = self.versions.filter(pk=pk).first()
        if old is None:
            raise Http404
        found = compare(load(old.tree), self.statute)
        extra = {"old": old, "differences": found}
        return self._render(request, "public/changes.html", extra)

    def _render(self, request: HttpRequest, template: str, extra: Words) -> HttpResponse:
        made: HttpResponse = self.render(request, template=template, context_overrides=extra)
        return made

    def get_route_paths(self) -> list[str]:
        """Addresses that are to be found again after a move: the law's, and each article's."""
        return ["/", *(f"/articles/{article.key}/" for article in self.statute.articles)]

    def passages(self) -> list[tuple[str, str, str]]:
        statute, words = self.statute, self.words
        name = plain(self.title)
        found = [("", name, f"{statute.title} {self.search_description}")]
        for article in statute.articles:
            note = words.get(article.key)
            head = f"{name} {article.label}" + (f" {note['heading']}" if note else "")
            more = strip_tags(note["words"].source) if note and note["words"] else ""
            found.append((article.key, head, f"{more}\n{article.text}"))
        return found

    def keep(self) -> None:
        """Keeps the published text as a version, once; nothing of it is ever changed."""
        if not self.text:
            return
        statute = self.statute
        made = statute.newest
        self.versions.get_or_create(
            digest=digest_of(self.text),
            defaults={
                "made_on": made.on if made else None,
                "made_by": made.words if made else "",
                "text": self.text,
                "tree": dump(statute),
            },
        )


@lru_cache(maxsize=64)
def _read(digest: str, text: str) -> Statute:
    return parse(text).statute


def read(digest: str, text: str) -> Statute:
    """The same text is parsed once a process."""
    return _read(digest, text)


def chapters(statute: Statute) -> list[tuple[Any, list[Article]]]:
    """Each heading with the articles right below it; (None, all) for a text without headings."""
    found: list[tuple[Any, list[Article]]] = []
    for at in range(-1, len(statute.headings)):
        below = [article for article in statute.articles if article.heading == at]
        if at >= 0 or below:
            found.append((statute.headings[at] if at >= 0 else None, below))
    return found


def beside(statute: Statute, article: Article) -> list[Article]:
    """Those of the same chapter, no more of them than one takes in at a glance."""
    found = [one for one in statute.articles if one.heading == article.heading]
    at = max(0, min(found.index(article) - AROUND, len(found) - 2 * AROUND - 1))
    return found[at : at + 2 * AROUND + 1]


class LawVersion(models.Model):
    """A text as it was published here."""

    id = models.BigAutoField(primary_key=True)
    page = models.ForeignKey(LawPage, models.CASCADE, related_name="versions")
    digest = models.CharField(max_length=64)
    made_on = models.DateField(null=True)
    made_by = models.CharField(max_length=300, blank=True)
    kept_at = models.DateTimeField(auto_now_add=True)
    text = models.TextField()
    tree = models.JSONField()

    class Meta:
        verbose_name = verbose_name_plural = "法律的版本"
        ordering = ["-made_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["page", "digest"], name="public_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.made_on}"
