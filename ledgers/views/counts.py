"""统计表: the saved tables of a ledger on screen, as a workbook, on paper; of today or a closed period."""

from __future__ import annotations

import tempfile
from types import SimpleNamespace as Shown
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from forms_catalog.problems import Refused

from ..counting import Counted, counted, tables_of
from ..counting.definition import shown_to
from ..counting.grid import Grid, grid
from ..counting.writing import SUM, paper, workbook
from ..exchange.giving import marked
from ..models import Period
from ..periods.book import closed, every_of, rows_of
from ..periods.spans import span_named
from ..registry import Live
from ..scope import reach
from ..witnessing.shown import taken
from ..witnessing.subjects import over
from .along import TYPES
from .frame import ledger_or_404, staff, who
from .listing import scope_words
from .printing import pdf_response


@staff
def tables(request: HttpRequest, key: str) -> HttpResponse:
    ledger = ledger_or_404(request, key)
    found = tables_of(request.user, ledger)
    if not found:
        raise Http404
    lines = [(t.table.label, "", reverse("table", args=[key, t.table.name])) for t in found]
    context = {
        "title": ledger.title,
        "words": scope_words(request, ledger),
        "lines": lines,
        "back_href": reverse("ledger", args=[key]),
    }
    return render(request, "web/tables.html", context)


def _asked(request: HttpRequest, key: str, name: str) -> tuple[Counted, Period | None]:
    """The table, if the person may see all that it tells of, and the closed period."""
    ledger = ledger_or_404(request, key)
    item = counted(ledger, name)
    if item is None or not shown_to(request.user, item):
        raise Http404
    wanted = request.GET.get("period", "")
    period = closed(ledger, wanted[:8]) if wanted else None
    if wanted and period is None:
        raise Http404
    return item, period


@staff
def table(request: HttpRequest, key: str, name: str) -> HttpResponse:
    item, period = _asked(request, key, name)
    try:
        found = grid(request.user, item, period)
    except Refused as refused:
        return _unfit(request, item, refused)
    query = f"?period={period.key}" if period else ""
    context = {
        "title": item.table.label,
        "ledger_title": item.ledger.title,
        "back_href": reverse("tables", args=[key]),
        "where": scope_words(request, item.ledger),
        "words": _words(item.ledger, period),
        "periods": _periods(item.ledger, period),
        "grid": _shown(found),
        "xlsx_href": reverse("table-xlsx", args=[key, name]) + query,
        "pdf_href": reverse("table-pdf", args=[key, name]) + query,
    }
    return render(request, "web/counts.html", context)


def _shown(found: Grid) -> Shown:
    return Shown(
        heads=[found.corner, *found.heads, SUM],
        lines=[(words, [found.words(n) for n in row]) for words, row in found.lines],
        sums=[found.words(n) for n in found.sums],
        people=f"{found.people:,}",
        how={"count": "份数", "sum": "合计数", "mean": "平均数"}[found.item.how],
        of=found.item.of.label if found.item.of else "",
    )


def _words(ledger: Live, period: Period | None) -> str:
    if period is None:
        day = timezone.localdate()
        return f"{day.year}年{day.month}月{day.day}日的数"
    span = span_named(every_of(ledger), period.key)
    label = span.label if span else period.key
    return f"{label}末的数"


def _periods(ledger: Live, chosen: Period | None) -> list[Shown]:
    """Today and the closed periods, to choose from."""
    if not every_of(ledger):
        return []
    found = [row for row in rows_of(ledger) if row.status == "closed"]
    today = [Shown(value="", label="今天", chosen=chosen is None)] if found else []
    return today + [
        Shown(value=row.key, label=_words(ledger, row), chosen=bool(chosen and chosen.pk == row.pk))
        for row in found
    ]


def _unfit(request: HttpRequest, item: Counted, refused: Refused) -> HttpResponse:
    """The template's condition is more than columns can answer."""
    first = next(iter(refused))
    context = {
        "title": "这张表算不出来",
        "lead": f"{first.text}。",
        "steps": [first.remedy or "请告诉管理员改这张表的条件"],
        "href": reverse("tables", args=[item.ledger.key]),
        "label": "看别的表",
    }
    return render(request, "web/message.html", context, status=409)


@staff
def xlsx(request: HttpRequest, key: str, name: str) -> Any:
    item, period = _asked(request, key, name)
    try:
        found = grid(request.user, item, period)
    except Refused as refused:
        return _unfit(request, item, refused)
    _told(request, found)
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    words = _words(item.ledger, period)
    workbook(found, out, f"{found.title}，{words}。{mark(request)}")
    out.seek(0)
    response = FileResponse(out, as_attachment=True, filename=f"{found.title} {words}.xlsx")
    response["Content-Type"] = TYPES["xlsx"]
    response["Cache-Control"] = "private, no-store"
    return response


@staff
def pdf(request: HttpRequest, key: str, name: str) -> HttpResponse:
    item, period = _asked(request, key, name)
    try:
        found = grid(request.user, item, period)
    except Refused as refused:
        return _unfit(request, item, refused)
    _told(request, found)
    words = _words(item.ledger, period)
    data = paper(found, scope_words(request, item.ledger), words, mark(request))
    return pdf_response(data, f"{found.title} {words}")


def _told(request: HttpRequest, found: Grid) -> None:
    """Who took figures along in which small groups stand is kept."""
    if found.few:
        ledger = found.item.ledger
        taken(ledger.id, over(reach(request.user).paths[ledger.id]), found.people)


def mark(request: HttpRequest) -> str:
    """Whose copy it is, and of when."""
    return marked(who(request))
