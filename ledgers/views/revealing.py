"""One masked answer in clear, once: the reason first, then the answer, on a page that nobody keeps."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.definition import Question
from forms_catalog.problems import Problem, Refused
from forms_catalog.questions import show

from ..ids import show_number
from ..titles import title
from ..witnessing.revealing import REASON, REASONS, reason_of, revealable, revealed
from .frame import staff
from .record import found
from .showing import Opened, opened


@staff
def reveal(request: HttpRequest, uid: str, question: str) -> HttpResponse:
    """Asked for by GET after a new login, it leads back to the record: a reason is posted."""
    row, ledger = found(request, uid)
    item = opened(request.user, row, ledger)
    asked = revealable(item).get(question)
    if asked is None:
        raise Http404
    if request.method != "POST":
        return redirect("record", uid=uid)
    try:
        reason = reason_of(request.POST.get("chosen", ""), request.POST.get("reason", ""))
        revealed(request, item, asked, reason)
    except Refused as refused:
        return _page(request, item, asked, problem=refused.problems[0])
    return _page(request, item, asked, words=show(asked, item.answers[question], item.ctx))


def _page(
    request: HttpRequest,
    item: Opened,
    asked: Question,
    words: str = "",
    problem: Problem | None = None,
) -> HttpResponse:
    over = problem is not None and not problem.place.question
    context = {
        "title": title(item.record, item.linked),
        "number": show_number(item.record.number),
        "label": asked.label,
        "words": words,
        "problems": [problem] if problem else [],
        "over": over,
        "href": reverse("reveal", args=[item.record.uid, asked.name]),
        "reasons": REASONS,
        "chosen": request.POST.get("chosen", ""),
        "reason": request.POST.get("reason", "")[: REASON + 1],
        "back_href": reverse("record", args=[item.record.uid]),
    }
    status = 429 if over else 422 if problem else 200
    return render(request, "web/reveal.html", context, status=status)
