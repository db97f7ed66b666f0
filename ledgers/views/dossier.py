"""Everything about one record on one page: itself, what is linked to it in time order, what is open."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfWriter

from forms_catalog.definition import Question
from forms_catalog.ports import ports
from forms_catalog.questions import Context, show

from .. import queries
from ..derived import values
from ..derived.likes import known
from ..ids import show_number
from ..models import Record
from ..registry import Live, all_live, live_by_id
from ..sight import eyes
from ..titles import linked, title
from ..witnessing.shown import saw
from .doable import standing
from .frame import record_href, staff
from .printing import pdf_response, sheet_pdf
from .record import found
from .showing import opened, state_of

SAID = 4
"""Answers that a line tells."""
PRINTED = 20


@staff
def dossier(request: HttpRequest, uid: str) -> HttpResponse:
    """The ledger that is shown alone stands in the address."""
    row, ledger = found(request, uid)
    item = opened(request.user, row, ledger)
    around = queries.around(request.user, row)
    only = request.GET.get("only", "")
    counted = Counter(live_by_id(other.ledger_id).key for other, _ in around)
    place = ports.places.place(row.place_path)
    label, tag = state_of(ledger, row.state)
    context = {
        "title": title(row, item.linked),
        "number": show_number(row.number),
        "sub": place.full_name if place else "",
        "state_label": label,
        "state_tag": tag,
        "standing": standing(request, row),
        "facts": _facts(request, row, ledger),
        "tabs": _tabs(counted, only),
        "years": _years(request, around, only),
        "print_href": reverse("dossier-print", args=[uid]),
        "most": PRINTED,
        "back_href": record_href(row.uid),
        "back_label": "回到这份记录",
    }
    return render(request, "web/dossier.html", context)


def _tabs(counted: Counter[str], only: str) -> list[tuple[str, str, bool, int]]:
    found = [("全部", "?", not only, sum(counted.values()))]
    for key, number in counted.most_common():
        found.append((all_live()[key].title, f"?only={key}", only == key, number))
    return found


def _facts(request: HttpRequest, row: Record, ledger: Live) -> list[tuple[str, str]]:
    """What other records say of this one: its derived columns, in words."""
    sight = eyes(request.user, ledger, row.place_path)
    told = values(ledger, row)
    likes = {n: q for n, q in known(ledger).items() if n not in ledger.questions}
    ctx = opened(request.user, row, ledger).ctx
    lines = []
    for name, question in likes.items():
        if told.get(name) in (None, "") or name in sight.hidden | sight.masked:
            continue
        saw(question, True)
        lines.append((question.label, _words(ledger, question, _plain(told[name]), ctx)))
    return lines


def _words(ledger: Live, question: Question, value: Any, ctx: Context) -> str:
    """Of a decision the reasons of the rows that held, not their codes."""
    decision = next((d for d in ledger.rules.decisions if d.name == question.name), None)
    if decision is None:
        return show(question, value, ctx)
    whys = {row.then: row.why for row in decision.rows if row.why}
    return "；".join(whys[code] for code in str(value).split() if code in whys)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _years(
    request: HttpRequest, around: Sequence[tuple[Record, dt.date]], only: str
) -> list[tuple[int, list[SimpleNamespace]]]:
    """(year, lines) from the newest down."""
    titles = linked(request.user, [other for other, _ in around])
    years: dict[int, list[SimpleNamespace]] = {}
    for other, day in around:
        ledger = live_by_id(other.ledger_id)
        if only in ("", ledger.key):
            line = _line(request, other, ledger, day, title(other, titles))
            years.setdefault(day.year, []).append(line)
    return list(years.items())


def _line(
    request: HttpRequest, row: Record, ledger: Live, day: dt.date, words: str
) -> SimpleNamespace:
    label, tag = state_of(ledger, row.state)
    return SimpleNamespace(
        when=f"{day.month}月{day.day}日",
        ledger=ledger.title,
        title=words,
        href=record_href(row.uid),
        state=label,
        tag=tag,
        said="；".join(_said(request, row, ledger)),
    )


def _said(request: HttpRequest, row: Record, ledger: Live) -> list[str]:
    """A few answers of its columns, as the reader may see them."""
    item = opened(request.user, row, ledger)
    asked = [q for n in ledger.rules.columns if (q := ledger.questions.get(n)) and _speaks(q)]
    found: list[str] = []
    for question in asked:
        if question.name in item.sight.hidden or item.hides(question):
            continue
        words, _ = item.text(question, item.answers.get(question.name))
        if words and len(found) < SAID:
            found.append(f"{question.label}{words}")
    return found


def _speaks(question: Question) -> bool:
    return question.type not in ("record", "division") and not question.sealed


@staff
def paper(request: HttpRequest, uid: str) -> HttpResponse:
    """The record and what is linked to it on paper, one after the other."""
    row, ledger = found(request, uid)
    whole = PdfWriter()
    papers = [row, *(other for other, _ in queries.around(request.user, row)[:PRINTED])]
    for one in papers:
        whole.append(BytesIO(sheet_pdf(request, one, live_by_id(one.ledger_id))))
    out = BytesIO()
    whole.write(out)
    day = timezone.localdate()
    return pdf_response(out.getvalue(), f"{ledger.title} {show_number(row.number)} {day}")
