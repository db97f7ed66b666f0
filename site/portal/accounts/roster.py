"""Accounts from a list: upload, see line by line what it would do, confirm."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.core import signing
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.problems import Refused, refuse
from people.accounts.enrolling import enrol_all
from people.accounts.office import Office
from people.accounts.planning import CHANGED, NEW, REFUSED, SAME, Plan, Want, plan
from people.accounts.roster import Grid, read

from .frame import superior
from .reading import grids_of

SALT = "portal.accounts.roster"
LASTS = 4 * 60 * 60
WORDS = {
    REFUSED: ("不能收", "late"),
    NEW: ("新开", "todo"),
    CHANGED: ("改动", "half"),
    SAME: ("没有变化", "done"),
}
ORDER = list(WORDS)
SHOWN = 1000


@superior
def roster(request: HttpRequest, office: Office) -> HttpResponse:
    if request.method != "POST":
        return render(request, "web/accounts_roster.html", _page())
    try:
        if request.POST.get("held"):
            return _confirmed(request, office)
        grids = grids_of(request.FILES.get("file"))
        return _preview(request, office, grids)
    except Refused as refused:
        return render(request, "web/accounts_roster.html", _page(refused.problems), status=422)


def _preview(
    request: HttpRequest, office: Office, grids: list[Grid], notice: str = ""
) -> HttpResponse:
    """Nothing is written: the page itself carries the list until it is confirmed."""
    found = plan(office, read(grids))
    context = _page() | {
        "plan": _shown(found),
        "held": _sealed(office, grids, found.digest),
        "notice": notice,
    }
    return render(request, "web/accounts_roster.html", context)


def _confirmed(request: HttpRequest, office: Office) -> HttpResponse:
    """What was shown is what is done; if the house has changed meanwhile, it is shown again."""
    grids, digest = _opened(request, office)
    found = plan(office, read(grids))
    changed = "看预览的时候，名单里有人改过账号。请再看一遍"
    if found.digest != digest:
        return _preview(request, office, grids, changed)
    try:
        enrol_all(office, found)
    except IntegrityError:
        return _preview(request, office, grids, changed)
    return redirect(f"{reverse('account-slips')}?done={found.count(NEW)}")


def _sealed(office: Office, grids: list[Grid], digest: str) -> str:
    said = [office.by.pk, digest, [[g.name, g.rows, _pairs(g)] for g in grids]]
    return signing.dumps(said, salt=SALT, compress=True)


def _pairs(grid: Grid) -> list[Any]:
    return [[*spot, code] for spot, code in grid.troubles.items()]


def _opened(request: HttpRequest, office: Office) -> tuple[list[Grid], str]:
    try:
        whose, digest, held = signing.loads(request.POST["held"], salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        whose, digest, held = None, "", []
    if whose != office.by.pk:
        raise refuse("roster.too-late", "预览放得太久了", "请把文件再传一次")
    grids = [Grid(name, rows, {(r, c): code for r, c, code in bad}) for name, rows, bad in held]
    return grids, digest


def _page(problems: tuple[Any, ...] = ()) -> dict[str, Any]:
    return {"problems": problems, "plan": None, "held": "", "notice": ""}


def _shown(found: Plan) -> SimpleNamespace:
    wants = sorted(found.wants, key=lambda want: (ORDER.index(want.kind), want.line))
    counts = [(*WORDS[kind], found.count(kind)) for kind in ORDER if found.count(kind)]
    doubts = sum(bool(want.doubts) for want in found.wants if want.kind != REFUSED)
    return SimpleNamespace(
        sheet=found.roster.sheet,
        counts=counts,
        doubts=doubts,
        unknown=found.roster.unknown,
        rows=[_row(want) for want in wants[:SHOWN]],
        more=max(0, len(wants) - SHOWN),
        todo=found.count(NEW) + found.count(CHANGED),
        refused=found.count(REFUSED),
    )


def _row(want: Want) -> SimpleNamespace:
    label, tag = WORDS[want.kind]
    return SimpleNamespace(
        line=want.line,
        label=label,
        tag=tag,
        where=want.where,
        title=want.role.title if want.role else "",
        name=want.name,
        username=want.username if want.kind != REFUSED else "",
        changes=[change for change in want.changes if want.kind == CHANGED],
        wrong=[f"{part}：{words}" if part else words for _, part, words in want.problems],
        doubts=want.doubts if want.kind != REFUSED else [],
    )
