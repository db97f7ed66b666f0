"""Walks through the site from its front page and writes what a visitor is shown, in every look."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.test import RequestFactory
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import Site

from public.exporting import ways
from public.exporting.moves import moved

NAMED = re.compile(r'\b(href|src)="([^"]*)"')
FORM = re.compile(r'<form[^>]*role="search".*?</form>', re.S)
SENDS = re.compile(r'<form[^>]*class="[^"]*\bsend".*?</form>', re.S)
UNSENT = "<p><b>这里看的是存下来的网页，发不出去。</b>请打页尾的电话。</p>"
META = re.compile(r'<link rel="(?:canonical|alternate)"[^>]*>\n?')
SERVED = re.compile(
    r'<p class="papers.*?</p>\n?|<li><a href="[^"]*(?:contrast=|/login/)[^"]*">[^<]*</a></li>\n?',
    re.S,
)
"""What only a server can do: papers, the other contrast, the sign-in."""
HEAD = re.compile(r"<h1[^>]*>(.*?)</h1>", re.S)


@dataclass
class Export:
    """One run: what was written, what could not be had."""

    folder: Path
    site: Site
    pages: int = 0
    lost: list[str] = field(default_factory=list)
    copied: set[str] = field(default_factory=set)

    def run(self) -> None:
        self.handler = BaseHandler()
        self.handler.load_middleware()
        for look in ways.LOOKS:
            heads = self._walk(look)
            self._write_moved(look, heads)
            self._write_map(look, heads)

    def _walk(self, look: str) -> dict[str, str]:
        """Every page by its way, with its heading."""
        heads: dict[str, str] = {}
        waiting, seen = [""], {""}
        while waiting:
            way = waiting.pop()
            response = self._ask(way, look)
            if response is None:
                self.lost.append(way)
                continue
            html, led = self._turned(response.content.decode(), look, way)
            self._write(ways.file_of(look, way), html)
            heads[way] = strip_tags((HEAD.search(html) or ["", way])[1]).strip()
            waiting += sorted(led - seen)
            seen |= led
        return heads

    def _ask(self, way: str, look: str) -> HttpResponse | None:
        factory = RequestFactory(SERVER_NAME=self.site.hostname, SERVER_PORT=str(self.site.port))
        factory.cookies["mode"] = look
        response = self.handler.get_response(factory.get(f"/{way}"))
        if not isinstance(response, HttpResponse) or response.status_code != 200:
            return None
        return response if "text/html" in response["Content-Type"] else None

    def _turned(self, html: str, look: str, way: str) -> tuple[str, set[str]]:
        """The page with every address of ours as a file beside it, and the ways it leads to."""
        there, led = ways.file_of(look, way), set[str]()
        words = f'<p><a class="btn btn--second" href="{reverse("site-search")}">全部页面</a></p>'
        html = FORM.sub(words, SENDS.sub(UNSENT, SERVED.sub("", META.sub("", html))))

        def turn(found: re.Match[str]) -> str:
            to = self._leads(unescape(found[2]), look, led)
            return f'{found[1]}="{escape(ways.relative(there, to)) if to else found[2]}"'

        return NAMED.sub(turn, html), led

    def _leads(self, address: str, look: str, led: set[str]) -> str:
        if not ways.ours(address):
            return ""
        anchor = urlsplit(address).fragment
        mark = f"#{anchor}" if anchor else ""
        if ways.is_static(address):
            return self._copied(address) + mark
        way = ways.way_of(address)
        if way.startswith(ways.way_of(reverse("display"))):
            return ways.switched(address, look)
        if ways.served(way):
            return ways.file_of(look, ways.way_of(reverse("site-search")))
        led.add(way)
        return ways.file_of(look, way) + mark

    def _copied(self, address: str) -> str:
        to = ways.static_way(address)
        if to not in self.copied:
            self.copied.add(to)
            name = to.removeprefix("static/")
            kept = Path(settings.STATIC_ROOT) / name
            source = kept if kept.is_file() else Path(str(finders.find(name) or ""))
            target = self._inside(to)
            if source.is_file() and target:
                shutil.copyfile(source, target)
            else:
                self.lost.append(to)
        return to

    def _write_moved(self, look: str, heads: dict[str, str]) -> None:
        """Where a page was before it moved: a page that leads on, without a script."""
        for way, to in moved(self.site):
            there = ways.file_of(look, way)
            if way in heads or to not in heads:
                continue
            href = ways.relative(there, ways.file_of(look, to))
            self._write(there, render_to_string("public/moved.html", {"href": href}))

    def _write_map(self, look: str, heads: dict[str, str]) -> None:
        """Stands where the search would be: every page by its name."""
        there = ways.file_of(look, ways.way_of(reverse("site-search")))
        rows = [
            (ways.relative(there, ways.file_of(look, way)), head)
            for way, head in sorted(heads.items())
        ]
        styles = [
            ways.relative(there, self._copied(static(name)))
            for name in ("site/site.css", "public/public.css")
        ]
        context = {"rows": rows, "styles": styles, "look": look}
        name = settings.WAGTAIL_SITE_NAME
        self._write(there, render_to_string("public/map.html", context | {"name": name}))

    def _write(self, there: str, html: str) -> None:
        target = self._inside(there)
        if target is None:
            self.lost.append(there)
            return
        target.write_text(html, encoding="utf-8")
        self.pages += 1

    def _inside(self, there: str) -> Path | None:
        """The file to write; nothing outside the folder, whatever an address says."""
        target = (self.folder / there).resolve()
        if not target.is_relative_to(self.folder.resolve()):
            return None
        target.parent.mkdir(parents=True, exist_ok=True)
        return target
