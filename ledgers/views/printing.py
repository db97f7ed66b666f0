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
from ..registry import Live, live_by_id
from ..witnessing.subjects import printed
from .frame import ledger_or_404, staff
from .record import found
from .showing import Opened, opened


@staff
def blank(request: HttpRequest, key: str) -> HttpResponse:
    ledger = ledger_or_404(request, key)
    data = draw_blank(ledger.bundle, _edition(ledger.form_edition), _secrecy())
    return pdf_response(data, f"{ledger.bundle.form.title}（空白）")


@staff
def filled(request: HttpRequest, uid: str) -> HttpResponse:
    """The whole sitting on paper: the record's own answers and those of records filled with it."""
    row, ledger = found(request, uid)
    title = editions.bundle(row.edition_id).form.title
    return pdf_response(sheet_pdf(request, row, ledger), f"{title} {show_number(row.number)}")


def sheet_pdf(request: HttpRequest, row: Record, ledger: Live) -> bytes:
    """One record on the paper of its form, as the reader may see it."""
    item = opened(request.user, row, ledger)
    answers, hidden, masked, titles = _together(request, item)
    ctx = type(item.ctx)(options=item.bundle.options, user=request.user, titles=titles)
    printed(ledger, item.bundle, answers, hidden, masked)
    return draw(item.bundle, answers, ctx, _sheet(row), hidden, masked)


def _together(
    request: HttpRequest, item: Opened
) -> tuple[dict[str, Any], frozenset[str], frozenset[str], dict[str, str]]:
    """Answers, names that are left out, names that are masked, titles of other records."""
    answers = dict(item.answers)
    hidden, masked, titles = item.sight.hidden, item.veiled, dict(item.ctx.titles)
    for through in item.bundle.through:
        target = item.linked.get(str(item.answers.get(through)))
        if target is None:
            continue
        other = opened(request.user, target, live_by_id(target.ledger_id))
        answers |= other.answers
        hidden |= other.sight.hidden
        masked |= other.veiled
        titles |= other.ctx.titles
    return answers, hidden, masked, titles


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


def pdf_response(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf") or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


_pdf = pdf_response
