"""The stylesheet of paper for the preview on a screen: the same file that the PDF is drawn with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SCREEN = """
html { background: #ddd; }
body { background: #fff; box-sizing: border-box; max-width: 210mm; margin: 1rem auto; padding: 15mm 12mm;
  font-family: "Songti SC", SimSun, "Noto Serif CJK SC", serif; }
body.landscape { max-width: 297mm; }
.secrecy, .footer { position: static; margin-bottom: 4mm; }
"""


@cache
def _css() -> str:
    return (Path(settings.BASE_DIR) / "templates" / "print" / "form.css").read_text() + SCREEN


def paper_css(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_css(), content_type="text/css; charset=utf-8")
