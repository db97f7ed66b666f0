"""做得怎样: what was due in a quarter and how it went, by place, on screen and as a workbook."""

from __future__ import annotations

from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from ..counting.writing import workbook
from ..duties import figures as reckoned
from ..periods.spans import Span, span_named
from .along import TYPES
from .counts import mark
from .frame import staff


def _asked(request: HttpRequest) -> Span:
    key = request.GET.get("period", "")[:8]
    found = span_named("quarter", key) if key else reckoned.quarters()[0]
    if found is None or found not in reckoned.quarters():
        raise Http404
    return found


@staff
def figures(request: HttpRequest) -> HttpResponse:
    span = _asked(request)
    found = reckoned.figures(request.user, span)
    context = {
        "title": "做得怎样",
        "words": f"{span.label}到期的",
        "periods": [(one.key, one.label, one == span) for one in reckoned.quarters()],
        "heads": [found.corner, *found.heads, "合计", "按时率"],
        "lines": [(name, [*row, reckoned.rate(row)]) for name, row in found.lines],
        "sums": [*found.sums, reckoned.rate(found.sums)],
        "xlsx_href": f"{reverse('duty-figures-xlsx')}?period={span.key}",
        "back_href": reverse("duties"),
    }
    return render(request, "web/duty_figures.html", context)


@staff
def xlsx(request: HttpRequest) -> HttpResponse:
    span = _asked(request)
    found = reckoned.figures(request.user, span)
    out = BytesIO()
    workbook(found, out, f"{found.title}。{mark(request)}")
    response = HttpResponse(out.getvalue(), content_type=TYPES["xlsx"])
    named = content_disposition_header(True, f"{found.title}.xlsx")
    response["Content-Disposition"] = named or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
