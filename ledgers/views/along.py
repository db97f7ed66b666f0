"""What an asking or an agreement speaks of: the list itself, a roster of it, the names of a round."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from forms_catalog.ports import ports
from forms_catalog.problems import Refused

from ..exchange.along import Along, Gone
from ..exchange.giving import YES, Giving
from ..queries import Ask
from ..registry import Live
from ..rosters import roster
from ..rosters.taking import Taking
from ..witnessing.shown import taken
from ..witnessing.subjects import exported, over
from .importing import XLSX
from .listing import asked_of
from .printing import pdf_response
from .round_names import names_of

TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8", "pdf": "application/pdf"}

OTHERS = ("roster", "round")
"""What may be asked for instead of the list."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Whose it is, and what somebody else has agreed to."""

    user: Any
    agreed: bool = False
    within: str = ""
    purpose: str = ""


def asked(request: HttpRequest, ledger: Live, agreed: bool = False) -> Along:
    """What the request means; a list's filters come posted, for they may hold a number."""
    told = request.POST or request.GET
    name, during = (told.get(key, "")[:80] for key in OTHERS)
    if name or during:
        narrowed = Ask(place=told.get("place", ""), roster=name, round=during)
    else:
        narrowed = asked_of(request, ledger) if request.method == "POST" else Ask()
    return along_of(Leave(request.user, agreed), ledger, narrowed)


def along_of(leave: Leave, ledger: Live, ask: Ask) -> Along:
    if ask.roster:
        item = roster(ledger, ask.roster)
        if item is None or not ports.places.place(ask.place):
            return Gone(leave.user, ledger, ask)
        return Taking(leave.user, item, ask.place, leave.agreed, leave.purpose)
    if ask.round:
        names = names_of(leave.user, ask)
        if names is None or names.ledger.id != ledger.id:
            return Gone(leave.user, ledger, ask)
        return replace(names, agreed=leave.agreed, purpose=leave.purpose)
    return Giving(leave.user, ledger, ask, leave.agreed, leave.within, leave.purpose)


def ask_href(what: Along) -> str:
    """Where somebody else is asked; for a list, whose filters are posted, without them."""
    other = {name: said for name in OTHERS if (said := getattr(what.ask, name))}
    query = urlencode({"place": what.ask.place, **other}) if other else ""
    return reverse("export-ask", args=[what.ledger.key]) + (f"?{query}" if query else "")


def file_of(what: Along, kind: str) -> Any:
    """The file as an answer, written before the first byte goes out; raises Refused."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    what.write(kind, out)
    if isinstance(what, Giving):
        exported(what)
    if what.count:
        taken(what.ledger.id, over(what.roots), what.count)
    out.seek(0)
    name = _in_a_name(what.name.replace("<wbr>", ""))
    if kind == "pdf":
        return pdf_response(out.read(), name)
    response = FileResponse(out, as_attachment=True, filename=f"{name}.{kind}")
    response["Content-Type"] = TYPES[kind]
    response["Cache-Control"] = "private, no-store"
    return response


def _in_a_name(title: str) -> str:
    return "".join(" " if char in '/\\:*?"<>|' else char for char in title)


def later(request: HttpRequest, what: Along, most: int) -> HttpResponse:
    """Somebody else agrees first."""
    why = f"一次导出超过{most}份，" if what.level == YES else "您的岗位导出这个台账，"
    context = {
        "title": "要先有人批准",
        "lead": f"{why}要先由另一个人批准。",
        "steps": ["写一句用来做什么", "批准以后7天里可以下载"],
        "href": ask_href(what),
        "label": "申请导出",
    }
    return render(request, "web/message.html", context, status=403)


def unmade(request: HttpRequest, what: Along, refused: Refused) -> HttpResponse:
    """It cannot be made like this."""
    first = refused.problems[0]
    context = {
        "title": "这样做不了",
        "lead": f"{first.text}。",
        "steps": [first.remedy],
        "href": reverse("ledger", args=[what.ledger.key]),
        "label": "回到名单",
    }
    return render(request, "web/message.html", context, status=409)
