"""Rows from a spreadsheet, on pages: bring a file, say how it is read, look, confirm, take back."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from forms_catalog.exchange.reading import Reading
from forms_catalog.problems import Problem, Refused, refuse
from forms_catalog.writers import data_xlsx

from ..exchange import writing
from ..exchange.bringing import bring, choose, reading_of
from ..exchange.correcting import correct
from ..exchange.forgetting import forgotten
from ..exchange.handing_back import hand_back
from ..exchange.stepping import (
    STEPS,
    begin_judging,
    begin_undoing,
    give_up,
    go_on,
    hand_over,
)
from ..models import Import
from ..registry import Live, live_by_id
from ..submission import OPENING, UPDATE
from ..witnessing.subjects import handed_back
from .frame import ledger_or_404, may, staff
from .importing_pages import asked, last, waiting
from .importing_rows import rows

LARGEST = 20 * 1024 * 1024
LAST = 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def may_import(request: HttpRequest, ledger: Live) -> bool:
    """Whether a post of the person opens or updates records of the ledger."""
    return may(request, ledger, OPENING) or may(request, ledger, UPDATE)


def _open_ledger(request: HttpRequest, key: str) -> Live:
    ledger = ledger_or_404(request, key)
    if ledger.rows_of or not may_import(request, ledger):
        raise Http404
    return ledger


def _found(request: HttpRequest, uid: Any) -> Import:
    """An import is its author's alone, as long as they may bring one."""
    batch: Import | None = Import.objects.visible_to(request.user).filter(uid=uid).first()
    if batch is None or not may_import(request, live_by_id(batch.ledger_id)):
        raise Http404
    return batch


# ---- a file is brought ----


@staff
def begin(request: HttpRequest, key: str) -> HttpResponse:
    ledger = _open_ledger(request, key)
    if request.method != "POST":
        return _begin(request, ledger)
    try:
        batch = _brought(request, ledger)
    except Refused as refused:
        return _begin(request, ledger, refused.problems, 422)
    return redirect("import-one", batch.uid)


def _brought(request: HttpRequest, ledger: Live) -> Import:
    upload = request.FILES.get("file")
    if upload is None:
        raise refuse("import.no-file", "还没有选文件", "先选好表格文件，再按“上传”")
    if (upload.size or 0) > LARGEST:
        megabytes = LARGEST // 1024 // 1024
        text = f"文件超过{megabytes}兆字节"
        raise refuse("import.too-big", text, "删去图片和用不着的表，或者分成几个文件")
    with transaction.atomic():
        batch = bring(request.user, ledger, upload.name or "", upload.read())
        reading = reading_of(batch)
        against = [problem for one in reading.all() for problem in one.problems]
        if against and not reading.decisions:
            give_up(batch)
    if against and not reading.decisions:
        raise Refused(*against)
    return batch


def _begin(
    request: HttpRequest, ledger: Live, problems: Sequence[Problem] = (), status: int = 200
) -> HttpResponse:
    own = Import.objects.visible_to(request.user).filter(ledger=ledger.id).order_by("-id")
    context = {
        "ledger_title": ledger.title,
        "back_href": reverse("ledger", args=[ledger.key]),
        "template_href": reverse("import-template", args=[ledger.key]),
        "problems": _spoken(problems),
        "last": last(own[:LAST]),
    }
    return render(request, "web/import.html", context, status=status)


def _spoken(problems: Sequence[Problem]) -> list[Problem]:
    """Each with the rest of its words and the control that it speaks of."""
    found = []
    for problem in problems:
        place = problem.place
        where = f"第{place.line}行，" if place.line else ""
        if place.sheet:
            where = f"表“{place.sheet}”{where}".rstrip("，") + "："
        words = "。".join(b.rstrip("。") for b in (problem.text, problem.remedy) if b)
        found.append(Problem(problem.code, where + words))
    return found


@staff
def template(request: HttpRequest, key: str) -> HttpResponse:
    """The empty table of the ledger's form."""
    ledger = _open_ledger(request, key)
    return _xlsx(data_xlsx.write(ledger.bundle), f"{ledger.bundle.form.title}（空表）.xlsx")


def _xlsx(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    name = name.replace("<wbr>", "")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


# ---- one import ----


@staff
def one(request: HttpRequest, uid: Any) -> HttpResponse:
    batch = _found(request, uid)
    if request.method != "POST":
        return _page(request, batch)
    act = ACTS.get(request.POST.get("go", ""))
    if act is None:
        return redirect("import-one", batch.uid)
    try:
        with transaction.atomic():
            left = act(request, batch)
    except Refused as refused:
        batch = _found(request, uid)
        return _page(request, batch, refused.problems, 422)
    if left:
        return redirect(left)
    go_on(batch, request.user)
    return redirect("import-one", batch.uid)


def _page(
    request: HttpRequest, batch: Import, problems: Sequence[Problem] = (), status: int = 200
) -> HttpResponse:
    if batch.step == "asked":
        name, context = "web/import_asked.html", asked(batch, request.POST)
        context["again"] = "again" in request.GET
    elif batch.step in STEPS:
        name, context = "web/import_wait.html", waiting(batch)
    else:
        name, context = "web/import_rows.html", rows(batch, request.user, request.GET)
        context["reason"] = request.POST.get("reason", "")
    if problems:
        context["problems"] = _spoken(problems)
    return render(request, name, context, status=status)


def _check(request: HttpRequest, batch: Import) -> str:
    """Another sheet is understood anew and shown again; else the rows are looked at."""
    if batch.step != "asked":
        return reverse("import-one", args=[batch.uid])
    before = reading_of(batch)
    choices = {
        d.id: request.POST[f"d.{d.id}"]
        for one in before.all()
        for d in one.decisions
        if request.POST.get(f"d.{d.id}")
    }
    reading = choose(batch, choices)
    if "which-sheet" in choices:
        return reverse("import-one", args=[batch.uid])
    met = {d.id for one in reading.all() for d in one.decisions}
    reading = correct(batch, _columns(request))
    if _asks_more(reading, met):
        return reverse("import-one", args=[batch.uid]) + "?again=1"
    begin_judging(batch)
    return ""


def _asks_more(reading: Reading, met: set[str]) -> bool:
    """Whether a column that was mapped by hand brought up what nobody could answer before."""
    left = {d.id for one in reading.all() for d in one.decisions if d.chosen is None}
    against = any(one.problems for one in reading.all())
    return against or (bool(left) and not left & met)


def _columns(request: HttpRequest) -> dict[tuple[int, int], str]:
    found = {}
    for name in request.POST:
        head, _, rest = name.partition(".")
        place, _, column = rest.partition(".")
        if head == "c" and place.isdecimal() and column.isdecimal() and len(rest) < 12:
            found[int(place), int(column)] = request.POST[name]
    return found


def _confirm(request: HttpRequest, batch: Import) -> str:
    """Sent twice, the second leads to what the first does."""
    if batch.step != "judged":
        return reverse("import-one", args=[batch.uid])
    writing.confirm(batch, request.POST.get("reason", ""))
    return ""


def _undo(request: HttpRequest, batch: Import) -> str:
    if batch.step in ("undoing", "undone"):
        return reverse("import-one", args=[batch.uid])
    begin_undoing(batch)
    return ""


def _resume(request: HttpRequest, batch: Import) -> str:
    hand_over(batch)
    return reverse("import-one", args=[batch.uid])


def _give_up(request: HttpRequest, batch: Import) -> str:
    key = live_by_id(batch.ledger_id).key
    give_up(batch)
    return reverse("import", args=[key])


ACTS: dict[str, Callable[[HttpRequest, Import], str]] = {
    "check": _check,
    "confirm": _confirm,
    "undo": _undo,
    "resume": _resume,
    "drop": _give_up,
}
"""What a button does inside one transaction; it returns where to go, '' to go on with the rows."""


@staff
def refused(request: HttpRequest, uid: Any) -> HttpResponse:
    """The rows that were not taken, with the reasons in front."""
    batch = _found(request, uid)
    if batch.step not in ("judged", "written", "undone") or forgotten(batch):
        raise Http404
    out = io.BytesIO()
    hand_back(batch, request.user, out)
    handed_back(batch, request.user)
    return _xlsx(
        out.getvalue(), f"没有收的行（{batch.name.rpartition('.')[0] or batch.name}）.xlsx"
    )
