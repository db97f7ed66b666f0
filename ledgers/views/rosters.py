"""花名册: the rosters of a ledger, of one place: on screen, on paper, as a workbook."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from forms_catalog.ports import PlaceRef, ports
from forms_catalog.writers.fields import Choice
from people.paths import lies_in

from ..exchange.giving import NO, YES
from ..registry import Live
from ..rosters import Roster, roster, rosters_of
from ..rosters.drawing import Drawing
from ..rosters.taking import Taking
from ..scope import reach
from .along import ask_href
from .exporting import given
from .frame import ledger_or_404, staff
from .listing import scope_words

ON_SCREEN = 60


@staff
def rosters(request: HttpRequest, key: str) -> HttpResponse:
    ledger = ledger_or_404(request, key)
    found = rosters_of(ledger)
    if not found:
        raise Http404
    context = {
        "title": ledger.title,
        "words": scope_words(request, ledger),
        "lines": [
            (item.form.title, item.form.unit, reverse("roster", args=[key, item.form.id]))
            for item in found
        ],
        "back_href": reverse("ledger", args=[key]),
    }
    return render(request, "web/rosters.html", context)


def _asked(request: HttpRequest, key: str, name: str) -> tuple[Roster, str]:
    """The roster, and the place that it is asked for: the person's first one when none is named."""
    ledger = ledger_or_404(request, key)
    item = roster(ledger, name)
    if item is None:
        raise Http404
    roots = reach(request.user).paths[ledger.id]
    place = request.GET.get("place", "") or roots[0]
    if not ports.places.place(place) or not any(lies_in(place, root) for root in roots):
        raise Http404
    return item, place


@staff
def one(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """The first lines, a choice of place, and the ways to paper and file."""
    item, place = _asked(request, key, name)
    drawing = Drawing(request.user, item, place, most=ON_SCREEN)
    sheets = drawing.sheets()
    lines = [(sheet.where, line) for sheet in sheets for line in sheet.lines]
    ref = ports.places.place(place)
    context = {
        "title": item.form.title,
        "ledger_title": item.ledger.title,
        "back_href": reverse("rosters", args=[key]),
        "where": ref.full_name if ref else "",
        "places": _places(request, item.ledger, place),
        "heads": [column.question.label for column in item.columns],
        "sheets": [(sheet.where, sheet.lines) for sheet in _first(sheets)],
        "several": len({where for where, _ in lines}) > 1,
        "more": len(lines) > ON_SCREEN,
        "count": len(lines),
        **_files(Taking(request.user, item, place), len(lines)),
    }
    return render(request, "web/roster.html", context)


def _files(what: Taking, shown: int) -> dict[str, str]:
    """The ways out that are open: at once, by asking, or none."""
    args, place = [what.ledger.key, what.roster.form.id], what.place
    few = shown <= min(ON_SCREEN, settings.EXPORT_ALONE)
    at_once = what.level == YES and (few or what.alone())
    found = {f"{kind}_href": reverse(f"roster-{kind}", args=args) for kind in what.kinds}
    told = {name: f"{href}?place={place}" if at_once else "" for name, href in found.items()}
    return told | {"ask_href": "" if at_once or what.level == NO else ask_href(what)}


def _first(sheets: list[Any]) -> list[Any]:
    """As many lines as a page shows, of as many places."""
    left, found = ON_SCREEN, []
    for sheet in sheets:
        if left > 0:
            sheet.lines, left = sheet.lines[:left], left - len(sheet.lines)
            found.append(sheet)
    return found


def _places(request: HttpRequest, ledger: Live, chosen: str) -> list[Choice]:
    """Own places, those above the chosen one, and those right below it."""
    roots = reach(request.user).paths[ledger.id]
    found: dict[str, PlaceRef] = {}
    for ref in (ports.places.place(root) for root in roots):
        if ref:
            found[ref.path] = ref
    near = [
        ref for ref in ports.places.ancestors(chosen) if any(lies_in(ref.path, r) for r in roots)
    ]
    for ref in (*near, *ports.places.children(chosen), *_beside(chosen, roots)):
        found.setdefault(ref.path, ref)
    if len(found) < 2:
        return []
    return [
        Choice(ref.path, ref.full_name or ref.name, chosen=ref.path == chosen)
        for ref in sorted(found.values(), key=lambda ref: ref.path)
    ]


def _beside(chosen: str, roots: tuple[str, ...]) -> list[PlaceRef]:
    above = ports.places.ancestors(chosen)
    parent = above[-2] if len(above) > 1 else None
    if parent is None or not any(lies_in(parent.path, root) for root in roots):
        return []
    return list(ports.places.children(parent.path))


@staff
def pdf(request: HttpRequest, key: str, name: str) -> Any:
    return given(request, Taking(request.user, *_asked(request, key, name)), "pdf")


@staff
def xlsx(request: HttpRequest, key: str, name: str) -> Any:
    return given(request, Taking(request.user, *_asked(request, key, name)), "xlsx")
