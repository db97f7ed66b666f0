"""The public site: pages an editor writes, shown by templates/web."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from portal.blocks import Body, Phones, leads_to
from portal.chrome import Link
from portal.fields import QuietStreamField
from portal.forms import PublicForm
from portal.framing import frame_of


class HomePage(Page):
    """The front page; its words also stand in the head and foot of the pages below it."""

    place_words = models.CharField(_("标志下面的文字"), max_length=40, blank=True)
    danger_number = models.CharField(_("紧急电话"), max_length=20, blank=True)
    danger_words = models.CharField(_("什么时候打"), max_length=60, blank=True)
    lead = models.TextField(_("导语"), blank=True)
    body = QuietStreamField(Body(required=False), verbose_name=_("正文"), blank=True)
    phones = QuietStreamField(Phones(required=False), verbose_name=_("页脚的电话"), blank=True)
    owner_words = models.CharField(_("主办和说明"), max_length=200, blank=True)

    template = "web/home.html"
    base_form_class = PublicForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("place_words"),
        FieldPanel("danger_number"),
        FieldPanel("danger_words"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("phones"),
        FieldPanel("owner_words"),
    ]

    class Meta:
        verbose_name = verbose_name_plural = _("首页")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        request.chrome_frame = frame_of(request)  # type: ignore[attr-defined]
        request.chrome_place = self.place_words  # type: ignore[attr-defined]
        request.chrome_nav = navigation(self, self)  # type: ignore[attr-defined]
        parts = self.get_url_parts(request)
        context = {**super().get_context(request, *args, **kwargs), "leads_to": leads_to}
        context["address"] = self.get_full_url(request) or ""
        context["picture"] = f"{parts[1]}{static('public/share.png')}" if parts else ""
        return context


def navigation(home: Page, current: Page) -> list[Link]:
    """The front page and what the editor put into the menu: five words at most."""
    inside = home.get_children().live().public().in_menu()[:4]
    links = [Link(str(_("首页")), home.url or "/", bool(home.pk) and home.pk == current.pk)]
    for page in inside:
        links.append(Link(page.title, page.url or "/", current.path.startswith(page.path)))
    return links if len(links) > 1 else []
