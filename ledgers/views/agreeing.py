"""Consent to an export, on pages: ask with a purpose, look at what is asked for, agree or not, download."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace as Shown
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from forms_catalog.ports import ports
from forms_catalog.problems import Problem, Refused

from ..exchange import agreeing
from ..exchange.along import Along
from ..exchange.giving import NO, YES
from ..models import Export, ExportEvent
from ..narrowing import view_of
from ..queries import Ask
from ..registry import Live, live_by_id
from ..sight import PLAIN
from .along import Leave, along_of, asked, file_of, unmade
from .conditions import conditions
from .exporting import gone
from .frame import ledger_or_404, staff, who
from .importing_pages import moment_words
from .listing import private

NAMES = 6
TAGS = {"等批准": "wait", "可以下载": "done", "没有同意": "late", "已过期": "off"}
DONE = {
    agreeing.ASKED: "申请",
    agreeing.AGREED: "同意",
    agreeing.REFUSED: "没有同意",
}


# ---- asked ----


@staff
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """The filters come posted from the list, for what is searched for may be an identity number."""
    ledger = ledger_or_404(request, key)
    what = asked(request, ledger)
    if what.level == NO:
        raise Http404
    if what.gone:
        return gone(request, ledger)
    if "purpose" not in request.POST:
        return _asking(request, what)
    try:
        full = asked(request, ledger, agreed=True)
        made = agreeing.ask(request.user, ledger, what.ask, request.POST["purpose"], full)
    except Refused as refused:
        return _asking(request, what, refused.problems, 422)
    return redirect("export-one", made.uid)


def _asking(
    request: HttpRequest,
    what: Along,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    full = asked(request, what.ledger, agreed=True)
    context = _what(full, full.total()) | {
        "back_href": reverse("ledger", args=[what.ledger.key]),
        "problems": problems,
        "purpose": request.POST.get("purpose", ""),
        "most": agreeing.PURPOSE,
        "keep": _kept(what.ask),
        "masked_without": what.level == YES and what.alone(),
        "days": agreeing.DAYS,
    }
    return render(request, "web/export_ask.html", context, status=status)


def _kept(narrowed: Ask) -> list[tuple[str, str]]:
    """What is asked for and how it was narrowed, posted once more with the purpose."""
    names = ("place", "state", "view", "layout", "roster", "round")
    own = {name: getattr(narrowed, name) for name in names}
    return [("q", narrowed.text), *own.items(), *narrowed.params]


def _what(what: Along, count: int) -> dict[str, Any]:
    """Which records, in words that name nobody's number; whoever agrees sees none of them."""
    return {
        "layout": what.label,
        "ledger_title": what.ledger.title,
        "filters": filter_words(what.ledger, what.ask),
        "count": f"{count:,}份",
        "beside": [part.title for part in what.parts],
    }


def filter_words(ledger: Live, narrowed: Ask) -> list[str]:
    found = []
    if place := ports.places.place(narrowed.place) if narrowed.place else None:
        found.append(f"地方：{place.full_name}")
    if view := view_of(ledger, narrowed.view):
        found.append(f"视图：{view.label}")
    if state := ledger.rules.state(narrowed.state):
        found.append(f"状态：{state.label}")
    if narrowed.text:
        hidden = private(narrowed)
        found.append("查找：一个号码（不显示）" if hidden else f"查找：“{narrowed.text}”")
    found += [one.words for one in conditions(dict(narrowed.params), ledger, PLAIN)]
    return found


# ---- the askings that concern somebody ----


@staff
def exports(request: HttpRequest) -> HttpResponse:
    context = {
        "waiting": [_line(one, by=True) for one in agreeing.waiting(request.user)],
        "own": [_line(one) for one in agreeing.own(request.user)],
    }
    return render(request, "web/exports.html", context)


def _line(one: Export, by: bool = False) -> Shown:
    standing = agreeing.words_of(one)
    whose = f"{one.author.get_full_name()}申请，" if by else ""
    return Shown(
        label=f"{live_by_id(one.ledger_id).title}，{one.count:,}份",
        hint=one.purpose,
        when=f"{whose}{moment_words(one.created_at)}",
        href=reverse("export-one", args=[one.uid]),
        tag=TAGS[standing],
        standing=standing,
    )


def _found(request: HttpRequest, uid: Any) -> Export:
    found = agreeing.seen(request.user, uid)
    if found is None:
        raise Http404
    return found


@staff
def one(request: HttpRequest, uid: Any) -> HttpResponse:
    found = _found(request, uid)
    act = request.POST.get("go", "")
    if act not in ("agree", "refuse") or not agreeing.may_agree(request.user, found):
        return _one(request, found) if request.method != "POST" else redirect("export-one", uid)
    words = request.POST.get("words", "")
    try:
        agreeing.decide(found, request.user, act == "agree", words)
    except Refused as refused:
        return _one(request, _found(request, uid), refused.problems, 422)
    return redirect("export-one", uid)


def _one(
    request: HttpRequest, found: Export, problems: Sequence[Problem] = (), status: int = 200
) -> HttpResponse:
    standing = agreeing.words_of(found)
    mine = found.author_id == who(request).pk
    what = meant(found)
    context = _what(what, found.count) | {
        "back_href": reverse("exports"),
        "problems": problems,
        "label": standing,
        "tag_name": TAGS[standing],
        "mine": mine,
        "by": found.author.get_full_name(),
        "purpose": found.purpose,
        "until": moment_words(found.until) if agreeing.open_now(found) else "",
        "replied": found.words,
        "events": [_event(event) for event in agreeing.events(found)],
        "may_decide": found.status == agreeing.ASKED and agreeing.may_agree(request.user, found),
        "words": request.POST.get("words", ""),
        "take": _ways(found, what) if mine and agreeing.open_now(found) else [],
        "who_may": _names(found) if mine and found.status == agreeing.ASKED else "",
    }
    return render(request, "web/export_one.html", context, status=status)


def _names(found: Export) -> str:
    names = [user.get_full_name() for user in agreeing.approvers(found.path, found.author)]
    return "、".join(names[:NAMES]) + (f"等{len(names)}人" if len(names) > NAMES else "")


def _event(event: ExportEvent) -> Shown:
    taken = event.kind == agreeing.TAKEN
    head = f"下载了{event.count:,}份（{event.format.upper()}）" if taken else DONE[event.kind]
    return Shown(when=moment_words(event.at), head=head, who=event.author.get_full_name())


WAYS = {"pdf": "打印", "xlsx": "下载Excel", "csv": "给别的软件用：CSV"}


def _ways(found: Export, what: Along) -> list[tuple[str, str]]:
    return [(WAYS[kind], reverse(f"export-take-{kind}", args=[found.uid])) for kind in what.kinds]


# ---- taken ----


def meant(found: Export) -> Along:
    """In the scope that the person has now, no further than what was agreed to."""
    leave = Leave(found.author, True, found.path, found.purpose)
    return along_of(leave, live_by_id(found.ledger_id), agreeing.ask_of(found))


@staff
@require_POST
def take_xlsx(request: HttpRequest, uid: Any) -> Any:
    return _take(request, uid, "xlsx")


@staff
@require_POST
def take_csv(request: HttpRequest, uid: Any) -> Any:
    return _take(request, uid, "csv")


@staff
@require_POST
def take_pdf(request: HttpRequest, uid: Any) -> Any:
    return _take(request, uid, "pdf")


def _take(request: HttpRequest, uid: Any, kind: str) -> Any:
    found = _found(request, uid)
    if found.author_id != who(request).pk:
        raise Http404
    what = meant(found)
    if what.gone or what.level == NO or not agreeing.open_now(found):
        return _closed(request, found)
    if kind not in what.kinds:
        raise Http404
    try:
        response = file_of(what, kind)
    except Refused as refused:
        return unmade(request, what, refused)
    agreeing.note(found, request.user, agreeing.TAKEN, what.count, kind)
    return response


def _closed(request: HttpRequest, found: Export) -> HttpResponse:
    context = {
        "title": "现在不能下载",
        "lead": "还没有人批准，或者已经过期，或者您的职务变了。",
        "steps": ["没有批准的，请等一等，或打电话问批准的人", "过期的，再申请一次"],
        "href": reverse("export-one", args=[found.uid]),
        "label": "看这份申请",
    }
    return render(request, "web/message.html", context, status=403)
