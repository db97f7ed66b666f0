"""What every page below the front page has: its frame, its summary, its body."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from portal.blocks import leads_to
from portal.fields import QuietStreamField
from portal.forms import PublicForm
from portal.framing import frame_of
from portal.models import HomePage, navigation
from portal.scanning import texts
from public.blocks import PublicBody, words_of
from public.statutes.numerals import chinese

SIZES = {"a4": "打印成一张纸", "a3": "打印成海报", "folded": "打印成三折页"}
"""The papers that are made of a page, and what one presses for them."""

SUMMARY = FieldPanel(
    "search_description",
    heading=_("一句话说明"),
    help_text=_("先把最要紧的说出来。列表、查找和微信分享里都显示这一句。"),
)


def front_of(page: Page) -> HomePage | None:
    """The front page above a page, whose words stand in its head and foot."""
    if page.path:
        paths = [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
        found: HomePage | None = HomePage.objects.filter(path__in=paths).last()
        if found:
            return found
    first: HomePage | None = HomePage.objects.first()
    return first


def dress(request: HttpRequest, page: Page, home: HomePage | None) -> None:
    """Gives the frame of the page its place and its navigation."""
    request.chrome_frame = frame_of(request)  # type: ignore[attr-defined]
    request.chrome_place = home.place_words if home else ""  # type: ignore[attr-defined]
    request.chrome_nav = navigation(home, page) if home else []  # type: ignore[attr-defined]


class PublicPage(Page):
    """A page of the public site; its `kind` is what the search and lists call it."""

    body = QuietStreamField(PublicBody(required=False), verbose_name=_("正文"), blank=True)

    base_form_class = PublicForm
    kind = _("页面")
    about = "WebPage"
    printable = True
    dated: date | None = None
    """The day that stands beside the title in lists; most pages have none."""

    class Meta:
        abstract = True

    content_panels = [*Page.content_panels, SUMMARY, FieldPanel("body")]
    promote_panels = [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("show_in_menus")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        home = front_of(self)
        dress(request, self, home)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        parent = None if home is None or self.depth == home.depth + 1 else self.get_parent()
        return context | {
            "front": home,
            "parent": parent,
            "leads_to": leads_to,
            "chinese": chinese,
            "date_of": date.fromisoformat,
            "local": timezone.localtime,
            "body": self.body,
            "data": self.described(request),
            "address": self.get_full_url(request) or "",
            "picture": picture(self, request),
            "papers": SIZES if self.printable else {},
        }

    def described(self, request: HttpRequest) -> dict[str, Any]:
        """What search engines are told, in the words of schema.org."""
        data = {"@context": "https://schema.org", "@type": self.about, "name": plain(self.title)}
        return data | {"description": self.search_description, "inLanguage": "zh-CN"}

    def passages(self) -> list[tuple[str, str, str]]:
        """What the search finds here: (anchor, heading, text)."""
        return [("", plain(self.title), f"{self.search_description} {self.said()}")]

    def plain_words(self) -> str:
        """What the editor wrote, one thing a line, as it is read for its length."""
        return "\n".join([self.search_description, *texts(list(self.body.raw_data))])

    def said(self) -> str:
        return words_of(list(self.body.raw_data))


def picture(page: Page, request: HttpRequest) -> str:
    """What stands beside the link when somebody shares it: our mark, never a photograph of people."""
    parts = page.get_url_parts(request)
    return f"{parts[1]}{static('public/share.png')}" if parts and parts[1] else ""


def plain(title: str) -> str:
    """A title without the marks where it may break."""
    return title.replace("<wbr>", "")
