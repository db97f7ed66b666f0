"""Letters for a list: who gets one and why not, first; then one file in the order of the list."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.definition import Letter
from forms_catalog.ports import ports
from forms_catalog.problems import Refused

from .. import bulk as many
from .. import files, queries
from ..letters import batches, house
from ..letters.printing import sheets
from ..models import Bulk
from ..queries import narrowed
from ..registry import live_by_id
from ..titles import linked, title
from ..witnessing.shown import about
from .frame import ledger_or_404, record_href, staff, who
from .letter_ways import named
from .listing import asked_of
from .printing import pdf_response

NAMED = 200


@staff
def start(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Posted by a list with its filters and what is ticked: fixes which are meant."""
    ledger = ledger_or_404(request, key)
    letter = house.letter(name)
    if letter is None or letter.ledger != key or request.method != "POST":
        raise Http404
    rows = narrowed(request.user, ledger, asked_of(request, ledger))
    if ticked := request.POST.getlist("uid"):
        keys = [row.pk for row in queries.by_uids(request.user, ticked[: batches.MOST]).values()]
        rows = queries.of_keys(request.user, ledger, keys)
    ids = list(rows.values_list("pk", flat=True)[: batches.MOST])
    return redirect("letters-batch", uid=batches.fix(request.user, ledger, letter, ids).uid)


def _batch(request: HttpRequest, uid: str) -> tuple[Bulk, Letter]:
    row = Bulk.objects.visible_to(request.user).select_related("author").filter(uid=uid).first()
    letter = batches.letter_of(row) if row else None
    if row is None or letter is None:
        raise Http404
    return row, letter


@staff
def one(request: HttpRequest, uid: str) -> HttpResponse:
    row, letter = _batch(request, uid)
    if request.method == "POST":
        if not row.begun:
            batches.begin(row)
        return redirect("letters-batch", uid=uid)
    return _page(request, row, letter)


def _page(request: HttpRequest, row: Bulk, letter: Letter) -> HttpResponse:
    ledger = live_by_id(row.ledger_id)
    told = {int(k): words for k, words in row.refused.items()}
    against = told if row.begun else batches.trial(row, letter)
    over = row.begun and row.done >= len(row.ids)
    waiting = batches.to_print(row, request.user) if over else []
    context = {
        "label": f"出具{named(letter)}",
        "ledger": ledger.title,
        "count": len(row.ids),
        "against": len(against),
        "begun": row.begun,
        "done": row.done,
        "over": over,
        "parts": _parts(request, row, len(waiting)),
        "drawing": over and bool(waiting) and not _parts(request, row, len(waiting)),
        "waiting": len(waiting),
        "worker": many.standing(row),
        "rows": _named(request, row, against),
        "back_href": reverse("ledger", args=[ledger.key]),
        "back_label": f"回到{ledger.title}",
    }
    return render(request, "web/letters_batch.html", context)


def _parts(request: HttpRequest, row: Bulk, count: int) -> list[tuple[str, str]]:
    """Words and address of each file to print; drawn ones, or the one that is drawn when asked for."""
    href = reverse("letters-batch-print", args=[row.uid])
    if 0 < count <= batches.DRAWN:
        return [(f"打印{count}份", href)]
    found = []
    for part in range((len(row.ids) + batches.PART - 1) // batches.PART):
        if batches.drawn(row, request.user, part):
            found.append((f"打印第{part + 1}个文件", f"{href}?part={part}"))
    return found


@staff
def paper(request: HttpRequest, uid: str) -> HttpResponse:
    """Posted, because it is counted."""
    row, letter = _batch(request, uid)
    if request.method != "POST":
        return redirect("letters-batch", uid=uid)
    part = request.GET.get("part", "0")
    about(row.ledger_id, "", count=len(row.ids))
    number = int(part) if part.isdecimal() and len(part) < 4 else 0
    if kept := batches.drawn(row, request.user, number):
        return pdf_response(files.read(kept), named(letter))
    found = batches.to_print(row, request.user)
    if not 0 < len(found) <= batches.DRAWN:
        raise Http404
    try:
        return pdf_response(sheets(found, who(request)), named(letter))
    except Refused:
        return redirect("letters-batch", uid=uid)


def _named(request: HttpRequest, row: Bulk, told: dict[int, str]) -> list[SimpleNamespace]:
    """Those that get none first, then the others, in the order of the list."""
    keys = [*told, *(key for key in row.ids if key not in told)][:NAMED]
    found = queries.by_keys(request.user, keys)
    titles = linked(request.user, list(found.values()))
    return [_line(found[key], titles, told.get(key, "")) for key in keys if key in found]


def _line(record: Any, titles: Any, problem: str) -> SimpleNamespace:
    place = ports.places.place(record.place_path)
    return SimpleNamespace(
        title=title(record, titles),
        href=record_href(record.uid),
        place=place.name if place else "",
        problem=problem,
    )
