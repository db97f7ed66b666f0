"""Paper: the blank form of a ledger, and a record on it, sealed answers masked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from forms_catalog import editions
from forms_catalog.applying import StoredBook
from forms_catalog.ports import ports
from forms_catalog.writers.pdf import Sheet, draw
from forms_catalog.writers.pdf import blank as draw_blank

from ..ids import show_number
from ..models import Record
from ..registry import live_by_id
from .frame import ledger_or_404, staff
from .record import found
from .showing import Opened, opened


@staff
def blank(request: HttpRequest, key: str) -> HttpResponse:
    ledger = ledger_or_404(request, key)
    data = draw_blank(ledger.bundle, _edition(ledger.form_edition), _secrecy())
    return _pdf(data, f"{ledger.bundle.form.title}（空白）")


@staff
def filled(request: HttpRequest, uid: str) -> HttpResponse:
    """The whole sitting on paper: the record's own answers and those of records filled with it."""
    row, ledger = found(request, uid)
    item = opened(request.user, row, ledger)
    answers, hidden, titles = _together(request, item)
    ctx = type(item.ctx)(options=item.bundle.options, user=request.user, titles=titles)
    data = draw(item.bundle, answers, ctx, _sheet(row), hidden)
    return _pdf(data, f"{item.bundle.form.title} {show_number(row.number)}")


def _together(
    request: HttpRequest, item: Opened
) -> tuple[dict[str, Any], frozenset[str], dict[str, str]]:
    answers = dict(item.answers)
    hidden, titles = item.sight.hidden, dict(item.ctx.titles)
    for through in item.bundle.through:
        target = item.linked.get(str(item.answers.get(through)))
        if target is None:
            continue
        other = opened(request.user, target, live_by_id(target.ledger_id))
        answers |= other.answers
        hidden |= other.sight.hidden
        titles |= other.ctx.titles
    return answers, hidden, titles


def _sheet(row: Record) -> Sheet:
    place = ports.places.place(row.place_path)
    day = timezone.localtime(row.created_at)
    return Sheet(
        unit=place.full_name if place else "",
        day=f"{day.year}年{day.month}月{day.day}日",
        number=show_number(row.number),
        edition=_edition(row.edition_id),
        secrecy=_secrecy(),
    )


def _edition(pk: int) -> str:
    return f"第{editions.number(pk)}版"


def _secrecy() -> str:
    return str(getattr(StoredBook().get("pack", ""), "secrecy", ""))


def _pdf(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf") or "inline"
    response["Cache-Control"] = "private, no-store"
    return response
