"""保存期满: what is over waits for a person's word, what went leaves a certificate on paper."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from types import SimpleNamespace as Shown
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from forms_catalog.ports import ports
from forms_catalog.problems import Problem
from forms_catalog.rendering import template
from forms_catalog.writers.pdf import printed

from .. import titles
from ..ids import show_number
from ..keeping import agreeing
from ..keeping.listing import BROKEN, ERASED
from ..models import Ending, Record
from ..registry import live_by_id
from ..submission import GONE
from .frame import staff, who

PAGE = 50
DONE = 20
NOTHING = Problem("retention.nothing-chosen", "还没有选。请勾上要清除的记录，再往下走")


@staff
def retention(request: HttpRequest) -> HttpResponse:
    if not agreeing.may(request.user):
        raise Http404
    if request.method != "POST":
        return _page(request)
    chosen = _chosen(request)
    if not chosen:
        return _page(request, [NOTHING], 422)
    if request.POST.get("go") != "agree":
        return _sure(request, chosen)
    agreeing.agree(who(request), chosen)
    return redirect("retention")


def over(request: HttpRequest) -> list[tuple[str, str, str]]:
    """The way there from the page of today, for those who are waited for."""
    if not agreeing.may(request.user) or not (count := agreeing.heads(request.user).count()):
        return []
    return [(f"{count:,}份记录保存期满，等您看", "看过再定清除哪些", reverse("retention"))]


def _chosen(request: HttpRequest) -> list[Ending]:
    """The heads that were ticked, of those that still wait for this person's word."""
    picked = [found for text in request.POST.getlist("pick")[:PAGE] if (found := _uid(text))]
    rows = agreeing.heads(request.user).filter(uid__in=picked)
    return list(rows.order_by("due_on", "pk"))


def _uid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


# ---- the list ----


def _page(
    request: HttpRequest, problems: Sequence[Problem] = (), status: int = 200
) -> HttpResponse:
    books = [_book(row) for row in agreeing.counts(request.user)]
    asked = request.GET.get("ledger", "")
    book = next((book for book in books if book.key == asked), books[0] if books else None)
    context = {
        "problems": problems,
        "books": books,
        "book": book,
        "going": agreeing.going(request.user),
        "stuck": [_number(line) for line in _broken(request)],
        "done": [_done(line) for line in _erased(request)[:DONE]],
    }
    if book:
        context |= _listed(request, book)
    return render(request, "web/retention.html", context, status=status)


def _book(row: dict[str, Any]) -> Shown:
    ledger = live_by_id(row["ledger_id"])
    href = f"{reverse('retention')}?ledger={ledger.key}"
    since = _day(row["since"])
    return Shown(
        key=ledger.key, id=ledger.id, title=ledger.title, n=row["n"], since=since, href=href
    )


def _listed(request: HttpRequest, book: Shown) -> dict[str, Any]:
    rows = agreeing.heads(request.user).filter(ledger=book.id).order_by("due_on", "pk")
    pages = Paginator(rows, PAGE)
    page = pages.get_page(request.GET.get("page"))
    return {
        "lines": _lines(request, list(page.object_list)),
        "earlier": _turned(book, page.previous_page_number()) if page.has_previous() else "",
        "later": _turned(book, page.next_page_number()) if page.has_next() else "",
        "turned": f"第{page.number}页，共{pages.num_pages}页" if pages.num_pages > 1 else "",
    }


def _turned(book: Shown, number: int) -> str:
    query = QueryDict(mutable=True)
    query.update({"ledger": book.key, "page": str(number)})
    return f"{reverse('retention')}?{query.urlencode()}"


def _lines(request: HttpRequest, found: Sequence[Ending]) -> list[Shown]:
    rows = Record.objects.unscoped("of lines just read in scope")
    records = {row.pk: row for row in rows.filter(pk__in=[line.record_id for line in found])}
    linked = titles.linked(request.user, list(records.values()))
    along = agreeing.along(found)
    return [_line(line, records[line.record_id], linked, along) for line in found]


def _line(line: Ending, record: Record, linked: Any, along: dict[int, int]) -> Shown:
    """What was taken back or merged is in nobody's sight, its number aside."""
    place = ports.places.place(record.place_path)
    gone = record.state in GONE
    return Shown(
        uid=str(line.uid),
        number=show_number(record.number),
        title="已作废的记录" if gone else titles.title(record, linked),
        place=place.name if place else "",
        ledger=live_by_id(line.ledger_id).title,
        due=_day(line.due_on),
        rule=line.rule,
        along=along.get(line.head_id, 0),
    )


def _sure(request: HttpRequest, chosen: Sequence[Ending]) -> HttpResponse:
    lines = _lines(request, chosen)
    context = {
        "lines": lines,
        "records": len(lines) + sum(line.along for line in lines),
        "files": agreeing.files(chosen),
        "back_href": reverse("retention"),
    }
    return render(request, "web/retention_sure.html", context)


# ---- what went ----


def _erased(request: HttpRequest) -> Any:
    rows = agreeing.heads(request.user, ERASED).select_related("record", "agreed_by")
    return rows.order_by("-erased_at", "-pk")


def _broken(request: HttpRequest) -> Any:
    return agreeing.seen(request.user).filter(status=BROKEN).select_related("record")


def _number(line: Ending) -> str:
    return show_number(line.record.number)


def _done(line: Ending) -> Shown:
    by = line.agreed_by.get_full_name() if line.agreed_by else ""
    return Shown(
        number=_number(line),
        ledger=live_by_id(line.ledger_id).title,
        by=by,
        day=_day(timezone.localdate(line.erased_at)),
        href=reverse("retention-certificate", args=[line.uid]),
    )


@staff
def certificate(request: HttpRequest, uid: Any) -> HttpResponse:
    """On paper: who agreed, when, to what, and the digests by which it can be checked."""
    head = _erased(request).filter(uid=uid).first()
    if head is None:
        raise Http404
    rows = Ending.objects.unscoped("of one group whose head is in sight")
    members = rows.filter(head=head.head_id, status=ERASED).select_related("record")
    place = ports.places.place(head.record.place_path)
    context = {
        "unit": place.full_name if place else "",
        "head": _certified(head),
        "by": head.agreed_by.get_full_name() if head.agreed_by else "",
        "agreed": _moment(head.agreed_at),
        "erased": _moment(head.erased_at),
        "due": _day(head.due_on),
        "rule": head.rule,
        "members": [_certified(line) for line in members.order_by("pk")],
    }
    page = template("print/certificate.html").render(context)
    data = printed(page, "certificate.css")
    return _paper(data, f"清除证明 {_number(head)}.pdf")


def _paper(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


def _certified(line: Ending) -> Shown:
    return Shown(
        number=_number(line),
        ledger=live_by_id(line.ledger_id).title,
        changes=line.changes,
        files=line.files,
        digest=bytes(line.digest).hex(),
    )


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _moment(at: Any) -> str:
    local = timezone.localtime(at)
    return f"{_day(local)}{local:%H:%M}"
