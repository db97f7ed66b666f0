"""Leaflets, posters and the handbook of numbers: the pages themselves on paper, with a way back to them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.views.decorators.http import require_safe
from wagtail.models import Page

from forms_catalog.writers.pdf import pages, printed
from public.found import pages_of
from public.models import HotlinePage, PlacePage, PublicPage
from public.models.base import SIZES, front_of, plain

STYLE = "leaflet.css"
MARK = "fit-0"
"""Stands in a leaflet's head until it is known how large its letters may be."""
LETTERS = {1: 320, 2: 640}
"""Sizes of letters, and fewer than how many signs are tried with them; 4 is the smallest."""
SMALLEST = 4
KEPT = 300
"""Papers that lie ready; the oldest go."""


@require_safe
def paper(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """One page as a sheet, a poster or folded in three."""
    page = pages_of(request).filter(pk=pk).specific().first()
    if size not in SIZES or not isinstance(page, PublicPage) or not page.printable:
        raise Http404
    context = page.get_context(request) | framed(request, page, size)
    words = len(strip_tags("".join(text for _, _, text in page.passages())))
    return _answer(_drawn("print/leaflet.html", context, words), f"{page.slug}-{size}")


@require_safe
def handbook(request: HttpRequest) -> HttpResponse:
    """All numbers and everybody who serves a place, to be hung beside the telephone."""
    found = pages_of(request)
    board: Any = found.type(HotlinePage).specific().first()
    front = front_of(board or Page())
    if front is None:
        raise Http404
    places = list(found.type(PlacePage).specific().order_by("path"))
    context = framed(request, board or front, "a4")
    context |= {"board": board, "places": places, "front": front}
    return _answer(_drawn("print/handbook.html", context), "handbook")


def fitted(html: str, words: int) -> str:
    """The largest letters with which all of it stands on one sheet; the smallest, when it never does."""
    step = next((step for step, most in LETTERS.items() if words < most), 3)
    while step < SMALLEST and len(pages(html.replace(MARK, f"fit-{step}", 1), STYLE).pages) > 1:
        step += 1
    return html.replace(MARK, f"fit-{step}", 1)


def framed(request: HttpRequest, page: Any, size: str) -> dict[str, Any]:
    """What stands around the words: whose paper it is, and the code that leads to the page."""
    address = page.get_full_url(request) or request.build_absolute_uri("/")
    code = segno.make(address, error="m", micro=False).png_data_uri(scale=6, border=1)
    site = settings.WAGTAIL_SITE_NAME
    return {"size": size, "address": address, "code": code, "site": site, "name": plain(page.title)}


def _drawn(template: str, context: dict[str, Any], words: int = 0) -> bytes:
    """Drawn once for these words: a file of its own that is found again by what is on it."""
    html = render_to_string(template, context)
    folder = Path(settings.VAR_DIR) / "papers"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{hashlib.sha256(html.encode()).hexdigest()}.pdf"
    if file.is_file():
        return file.read_bytes()
    made = printed(fitted(html, words) if MARK in html else html, STYLE, tags=True)
    half = file.with_suffix(f".{os.getpid()}")
    half.write_bytes(made)
    half.replace(file)
    _tidy(folder)
    return made


def _tidy(folder: Path) -> None:
    files = sorted(folder.glob("*.pdf"), key=lambda file: file.stat().st_mtime)
    for file in files[:-KEPT]:
        file.unlink(missing_ok=True)


def _answer(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
