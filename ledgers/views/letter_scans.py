"""A signed letter comes back: its code proposes which one it is, a person confirms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.problems import Problem, Refused

from ..ids import show_number, tidy_number
from ..letters import scans
from ..letters.house import thawed
from ..models import File, LetterIssue
from ..titles import linked, title
from .frame import staff
from .letter_ways import named
from .letters import issue_or_404

UNREAD = Problem("letter.unread-code", "没有认出页脚的存档码", "请照着纸上的存档码填进去")
UNKNOWN = Problem(
    "letter.unknown-code", "没有找到这个存档码的文书", "核对存档码；别处的文书存不到这里"
)
NOTHING = Problem("letter.no-file", "还没有选文件", "选签字件的照片或扫描件")


@staff
def scan(request: HttpRequest, uid: str = "") -> HttpResponse:
    """First the file, then what it was taken for, then the word of the person."""
    one = issue_or_404(request, uid) if uid else None
    if request.method != "POST":
        return _page(request, one)
    try:
        kept = _kept(request)
        if kept is None:
            return _page(request, one, problem=NOTHING)
        return _read(request, one, kept)
    except Refused as refused:
        return _page(request, one, problem=refused.problems[0])


def _kept(request: HttpRequest) -> File | None:
    if upload := request.FILES.get("file"):
        return scans.keep(request.user, upload.name or "", upload)
    rows = File.objects.visible_to(request.user).filter(record=None, author=request.user)
    told: File | None = rows.filter(sha256=request.POST.get("scan", "")[:64]).first()
    return told


def _read(request: HttpRequest, one: LetterIssue | None, kept: File) -> HttpResponse:
    """The code decides which letter is meant; a page of one letter takes no other."""
    read = scans.shown(kept)
    typed = tidy_number(request.POST.get("code", ""))
    codes = read or ([typed] if typed else [])
    if one is None:
        one = next((found for code in codes if (found := scans.by_code(request.user, code))), None)
    if one is None:
        return _page(request, None, kept, UNKNOWN if codes else UNREAD)
    if not codes:
        return _page(request, one, kept, UNREAD)
    if problem := scans.against(one, codes):
        return _page(request, one, kept, problem)
    if request.POST.get("sure") != one.code:
        return _page(request, one, kept, sure=True)
    scans.file(request.user, one, kept)
    return redirect("letter", uid=one.uid)


def _page(
    request: HttpRequest,
    one: LetterIssue | None,
    kept: File | None = None,
    problem: Problem | None = None,
    sure: bool = False,
) -> HttpResponse:
    row = one.record if one else None
    context = {
        "letter": named(thawed(one.edition_id)) if one else "",
        "number": one.number if one else "",
        "code": show_number(one.code) if one else "",
        "mark": one.code if one else "",
        "record": title(row, linked(request.user, [row])) if row else "",
        "sure": sure,
        "scan": kept.sha256 if kept else "",
        "scan_href": reverse("file", args=[kept.uid]) if kept else "",
        "typed": request.POST.get("code", "")[:20],
        "problem": problem.text if problem else "",
        "remedy": problem.remedy if problem else "",
        "asks_code": bool(kept and not sure),
        "back_href": reverse("letter", args=[one.uid]) if one else reverse("letters"),
        "back_label": "回到文书",
    }
    status = 422 if problem else 200
    return render(request, "web/letter_scan.html", context, status=status)
