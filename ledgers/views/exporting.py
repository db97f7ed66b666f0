"""A ledger's list as a file: what its filters leave, for those whose role may take records along."""

from __future__ import annotations

import tempfile
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ..exchange.giving import NO, YES, Giving, right
from ..registry import Live
from .frame import ledger_or_404, staff
from .importing import XLSX
from .listing import asked_of

CSV = "text/csv; charset=utf-8"


@staff
@require_POST
def xlsx(request: HttpRequest, key: str) -> Any:
    return _given(request, key, "xlsx", XLSX)


@staff
@require_POST
def csv(request: HttpRequest, key: str) -> Any:
    return _given(request, key, "csv", CSV)


def _given(request: HttpRequest, key: str, kind: str, content: str) -> Any:
    ledger = ledger_or_404(request, key)
    level = right(request.user, ledger)
    if ledger.rows_of or level == NO:
        raise Http404
    if level != YES:
        return _later(request, ledger)
    giving = Giving(request.user, ledger, asked_of(request, ledger))
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    getattr(giving, f"write_{kind}")(out)
    out.seek(0)
    title = ledger.title.replace("<wbr>", "")
    response = FileResponse(out, as_attachment=True, filename=f"{title}.{kind}")
    response["Content-Type"] = content
    response["Cache-Control"] = "private, no-store"
    return response


def _later(request: HttpRequest, ledger: Live) -> HttpResponse:
    context = {
        "title": "现在还不能导出",
        "lead": "您的岗位导出要先有人批准，批准的办法还没有开通。",
        "steps": ["现在可以在名单上查看", "要用表格，先向上级说明"],
        "href": reverse("ledger", args=[ledger.key]),
        "label": "回到名单",
    }
    return render(request, "web/message.html", context, status=403)
