"""A form on paper: bordered A4 tables as Chinese offices know them, every rare name printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

from ..bundle import Bundle
from ..questions import Context
from ..rendering import template
from .paper import tables

SUFFIX = ".pdf"
LABEL = "打印件"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around the table: office and day above, number and edition below."""

    unit: str = ""
    day: str = ""
    number: str = ""
    edition: str = ""
    secrecy: str = ""
    state: str = ""


def write(bundle: Bundle) -> bytes:
    return blank(bundle)


def blank(bundle: Bundle, edition: str = "", secrecy: str = "") -> bytes:
    """The empty form; drawn once an edition."""
    return _blank(_Held(bundle), edition, secrecy)


class _Held:
    """A Bundle as a cache key: two of the same digest are the same paper."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.bundle.digest == self.bundle.digest

    def __hash__(self) -> int:
        return hash(self.bundle.digest)


@lru_cache(maxsize=32)
def _blank(held: _Held, edition: str, secrecy: str) -> bytes:
    return draw(
        held.bundle,
        {},
        Context(options=held.bundle.options),
        Sheet(edition=edition, secrecy=secrecy),
    )


def draw(
    bundle: Bundle,
    answers: Mapping[str, Any],
    ctx: Context,
    sheet: Sheet,
    hidden: frozenset[str] = frozenset(),
    masked: frozenset[str] = frozenset(),
) -> bytes:
    """PDF bytes of one copy; sealed answers are masked, and those that this reader is not shown."""
    form = bundle.form
    page = template("print/form.html").render(
        form=form,
        tables=tables(bundle, answers, ctx, hidden, masked),
        sheet=sheet,
        page=form.print.page if form.print else "A4",
        secrecy=_secrecy(bundle, sheet),
    )
    return printed(page, "form.css")


def printed(page: str, style: str, tags: bool = True) -> bytes:
    """Any page on paper, by one of our styles, with our fonts and nothing from outside."""
    from weasyprint import HTML

    made: bytes = HTML(string=page, url_fetcher=_fetcher()).write_pdf(
        stylesheets=_sheets(style), font_config=_fonts(), pdf_tags=tags
    )
    return made


def pages(page: str, style: str) -> Any:
    """The same laid out and not yet written: a WeasyPrint document."""
    from weasyprint import HTML

    found = HTML(string=page, url_fetcher=_fetcher())
    return found.render(stylesheets=_sheets(style), font_config=_fonts())


def together(documents: Sequence[Any]) -> bytes:
    """Several laid out papers in one file, each with its own page numbers."""
    every = [page for document in documents for page in document.pages]
    made: bytes = documents[0].copy(every).write_pdf()
    return made


def _sheets(style: str) -> list[Any]:
    from weasyprint import CSS

    text = _font_css() + _css(style)
    return [CSS(string=text, font_config=_fonts(), url_fetcher=_fetcher())]


def _secrecy(bundle: Bundle, sheet: Sheet) -> str:
    """The line in the header of paper that shows anything of sensitivity 3."""
    own = bundle.form.print.secrecy if bundle.form.print else ""
    secret = any(question.sensitivity == 3 for question, _ in bundle.questions.values())
    return (own or sheet.secrecy) if secret else ""


@cache
def _font_folder() -> Path:
    import pylopdf_fonts_zh_cn

    return Path(pylopdf_fonts_zh_cn.__file__).resolve().parent


@cache
def _font_css() -> str:
    folder = _font_folder().as_uri()
    faces = {"Paper Song": "NotoSerifSC-Regular.otf", "Paper Hei": "NotoSansSC-Regular.otf"}
    return "".join(
        f'@font-face{{font-family:"{name}";src:url("{folder}/{file}")}}'
        for name, file in faces.items()
    )


@cache
def _css(style: str) -> str:
    return (Path(settings.BASE_DIR) / "templates" / "print" / style).read_text()


@cache
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _is_font(url: str) -> bool:
    """Whether an address names a file of the font folder, however it is spelled."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        return False
    return Path(unquote(parts.path)).resolve().parent == _font_folder()


@cache
def _fetcher() -> Any:
    """Nothing but `data:` and the one folder of fonts; anything else stops the drawing."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class Closed(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:") or _is_font(url):
                return super().fetch(url, headers)
            raise FatalURLFetchingError("paper reads nothing from outside")

    return Closed(allowed_protocols={"data", "file"}, allow_redirects=False, timeout=1)
