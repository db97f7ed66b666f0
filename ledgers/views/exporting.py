"""A ledger's list as a file: what its filters leave, for those whose role may take records along."""

from __future__ import annotations

import tempfile
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ..exchange.agreeing import took
from ..exchange.giving import NO, YES, Giving, right
from ..registry import Live
from ..witnessing.subjects import exported
from .frame import ledger_or_404, staff
from .importing import XLSX
from .listing import asked_of

TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}


@staff
@require_POST
def xlsx(request: HttpRequest, key: str) -> Any:
    return _given(request, key, "xlsx")


@staff
@require_POST
def csv(request: HttpRequest, key: str) -> Any:
    return _given(request, key, "csv")


def _given(request: HttpRequest, key: str, kind: str) -> Any:
    ledger = ledger_or_404(request, key)
    level = right(request.user, ledger)
    if ledger.rows_of or level == NO:
        raise Http404
    if level != YES:
        return _later(request, ledger)
    giving = Giving(request.user, ledger, asked_of(request, ledger))
    if giving.gone:
        return gone(request, ledger)
    if not giving.alone():
        return _later(request, ledger, f"一次导出超过{settings.EXPORT_ALONE}份，")
    response = file_of(giving, kind)
    took(giving, kind)
    return response


def file_of(giving: Giving, kind: str) -> FileResponse:
    """The sheets as a download; they are written before the first byte goes out."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    getattr(giving, f"write_{kind}")(out)
    exported(giving)
    out.seek(0)
    title = (giving.by.label if giving.by else giving.ledger.title).replace("<wbr>", "")
    response = FileResponse(out, as_attachment=True, filename=f"{_in_a_name(title)}.{kind}")
    response["Content-Type"] = TYPES[kind]
    response["Cache-Control"] = "private, no-store"
    return response


def _in_a_name(title: str) -> str:
    return "".join(" " if char in '/\\:*?"<>|' else char for char in title)


def gone(request: HttpRequest, ledger: Live) -> HttpResponse:
    """The template was changed while the page lay open."""
    context = {
        "title": "没有这个版式了",
        "lead": "台账的模板改过，选的版式已经没有了。",
        "steps": ["回到名单，重新选一个版式"],
        "href": reverse("ledger", args=[ledger.key]),
        "label": "回到名单",
    }
    return render(request, "web/message.html", context, status=409)


def _later(request: HttpRequest, ledger: Live, why: str = "您的岗位导出这个台账，") -> HttpResponse:
    context = {
        "title": "要先有人批准",
        "lead": f"{why}要先由另一个人批准。",
        "steps": ["写一句用来做什么", "批准以后7天里可以下载"],
        "href": reverse("export-ask", args=[ledger.key]),
        "label": "申请导出",
    }
    return render(request, "web/message.html", context, status=403)
