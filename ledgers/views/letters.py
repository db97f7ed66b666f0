"""Letters of one record: issued by a button, printed, withdrawn; how each of them stands."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.forming import day_words
from forms_catalog.problems import Problem, Refused
from forms_catalog.questions.base import tidy

from ..clock import moment
from ..ids import show_number
from ..letters import ending, house, scans
from ..letters.house import thawed
from ..letters.issuing import issue, may_issue
from ..letters.paper import term_words
from ..letters.printing import sheets
from ..letters.states import ENDED, EXPIRED, LABELS, PRINTED, SIGNED, UNSIGNED
from ..models import LetterIssue
from ..titles import linked, title
from ..witnessing.shown import about
from .frame import record_href, staff, who
from .letter_rates import rate_links
from .letter_ways import named
from .printing import pdf_response
from .record import found
from .record import page as record_page

SHOWN = 20
LATER = "签好字以后，先打开记录，做完前面的步骤，这里就能存签字件。不归您做的，请交给填这张表的人。"


@staff
def begin(request: HttpRequest, uid: str, key: str) -> HttpResponse:
    """The button on the record's page."""
    row, ledger = found(request, uid)
    letter = house.letter(key)
    if letter is None or request.method != "POST":
        raise Http404
    try:
        made = issue(request.user, letter, row.pk)
    except Refused as refused:
        return record_page(request, row, ledger, status=422, problems=refused)
    return redirect("letter", uid=made.uid)


def issue_or_404(request: HttpRequest, uid: str) -> LetterIssue:
    rows = LetterIssue.objects.visible_to(request.user).select_related("record", "issued_by")
    one: LetterIssue | None = rows.filter(uid=uid).first()
    if one is None:
        raise Http404
    return one


@staff
def letter(request: HttpRequest, uid: str) -> HttpResponse:
    return page(request, issue_or_404(request, uid))


def page(
    request: HttpRequest, one: LetterIssue, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    template, row = thawed(one.edition_id), one.record
    own = may_issue(request.user, template, row.place_path)
    label, tag = LABELS[one.state]
    context = {
        "title": named(template),
        "number": one.number,
        "code": show_number(one.code),
        "record": title(row, linked(request.user, [row])),
        "record_href": record_href(row.uid),
        "state_label": label,
        "state_tag": tag,
        "facts": list(_facts(one)),
        "print_href": reverse("letter-print", args=[one.uid]) if own and _open(one) else "",
        "print_label": "再打印一次" if one.printed else "打印",
        "scan_href": reverse("letter-scan", args=[one.uid]) if _scans(request, one, own) else "",
        "scan_later": LATER if _waits(request, one, own) else "",
        "file_href": reverse("file", args=[one.scan.uid]) if one.scan else "",
        "end_href": reverse("letter-end", args=[one.uid]) if own and _ends(one) else "",
        "problems": [problem.text for problem in problems],
        "said": request.POST.get("reason", ""),
        "back_href": record_href(row.uid),
        "back_label": "回到记录",
    }
    return render(request, "web/letter.html", context, status=422 if problems else 200)


def _open(one: LetterIssue) -> bool:
    return one.state in UNSIGNED


def _ends(one: LetterIssue) -> bool:
    return one.state not in ENDED


def _scans(request: HttpRequest, one: LetterIssue, own: bool) -> bool:
    """Whoever may issue it files its scan, or whoever the record asks for it."""
    template = thawed(one.edition_id)
    if not _open(one) or not template.scan:
        return _open(one) and own
    return bool(scans.action_for(request.user, one.record, template))


def _waits(request: HttpRequest, one: LetterIssue, own: bool) -> bool:
    """Printed, and its scan cannot be filed now, or not by this person."""
    return own and one.state == PRINTED and not _scans(request, one, own)


def _facts(one: LetterIssue) -> Any:
    by = one.issued_by.get_full_name() if one.issued_by else ""
    yield "出具", f"{day_words(moment(one.issued_at).date())}{by and f'，{by}'}"
    if one.printed_at:
        yield "打印", f"{one.printed}次，最近{day_words(moment(one.printed_at))}"
    if one.signed_at:
        yield "存签字件", day_words(moment(one.signed_at))
    if words := term_words(one):
        yield "有效期", words.removeprefix("有效期：")
    if one.ended_at and one.state != EXPIRED:
        yield LABELS[one.state][0], day_words(moment(one.ended_at))
    if one.reason:
        yield "原因", one.reason


@staff
def paper(request: HttpRequest, uid: str) -> HttpResponse:
    """Posted, because it is counted."""
    one = issue_or_404(request, uid)
    template = thawed(one.edition_id)
    if request.method != "POST":
        return redirect("letter", uid=uid)
    if not may_issue(request.user, template, one.record.place_path):
        raise Http404
    about(one.ledger_id, one.record.place_path, one.record_id)
    try:
        data = sheets([one], who(request))
    except Refused as refused:
        return page(request, one, tuple(refused))
    return pdf_response(data, f"{named(template)} {one.number}".strip())


@staff
def end(request: HttpRequest, uid: str) -> HttpResponse:
    """Withdrawn, or replaced by a new one; a reason stays with it."""
    one = issue_or_404(request, uid)
    if request.method != "POST":
        return redirect("letter", uid=uid)
    if not may_issue(request.user, thawed(one.edition_id), one.record.place_path):
        raise Http404
    reason = tidy(request.POST.get("reason", ""))
    if len(reason) < 2:
        return page(request, one, (Problem("letter.no-reason", "请写明原因"),))
    try:
        ending.end(one, reason, who(request).pk, request.POST.get("how") == "renew")
    except Refused as refused:
        return page(request, one, tuple(refused))
    return redirect("letter", uid=uid)


@staff
def letters(request: HttpRequest) -> HttpResponse:
    """Every letter that the person sees: how many stand how, and which wait for their scan."""
    rows = LetterIssue.objects.visible_to(request.user)
    counted = rows.values_list("letter", "state").annotate(n=Count("*"))
    numbers = {(key, state): n for key, state, n in counted.order_by()}
    keys = sorted({key for key, _ in numbers})
    waiting = list(_waiting(rows))
    titles = linked(request.user, [one.record for one in waiting])
    context = {
        "kinds": [
            (_title(key), [(LABELS[s][0], numbers.get((key, s), 0)) for s in LABELS])
            for key in keys
        ],
        "rates": rate_links(),
        "states": [words for words, _ in LABELS.values()],
        "waiting": [_line(one, titles) for one in waiting],
        "scan_href": reverse("letters-scan"),
        "back_href": reverse("work"),
        "back_label": "回到今天",
        "signed": sum(n for (_, state), n in numbers.items() if state == SIGNED),
    }
    return render(request, "web/letters.html", context)


def _waiting(rows: Any) -> Any:
    """Those whose scan is missing, the oldest first."""
    return rows.filter(state__in=UNSIGNED).select_related("record").order_by("id")[:SHOWN]


def _title(key: str) -> str:
    found = house.letter(key)
    return named(found) if found else key


def _line(one: LetterIssue, titles: Any) -> SimpleNamespace:
    return SimpleNamespace(
        title=f"{named(thawed(one.edition_id))} {one.number}".strip(),
        name=title(one.record, titles),
        state=LABELS[one.state][0],
        href=reverse("letter", args=[one.uid]),
    )
