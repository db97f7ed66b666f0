"""What every page of a form carries: whose it is, which draft, which edition, what it was drawn from."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from forms_catalog.definition import Question
from forms_catalog.models import Edition
from forms_catalog.problems import Refused
from forms_catalog.questions import Context, mask, read, show, type_of

from .. import queries
from ..drafts import Content, Drafts, Sheet, digest, sent_before, taken
from ..registry import Live, live, live_by_id
from ..sealing import KeysMissing
from .carrying import carried_from
from .desk import ALL, Desk
from .frame import WHOSE, mark_of, may
from .prefilled import prefilled

TOO_MUCH = "这张表写得太长，没有存上。请把长的内容删短一些，或分开登记"
NO_KEYS = "没有存上：存放密钥的文件找不到，请告诉管理员。您填的还在这页"


def new_desk(request: HttpRequest, ledger: Live) -> Desk:
    """At the two doors: nothing is kept yet, unless the page posted its draft's key."""
    uid = uid_of(request.POST.get("key", ""))
    sheet, locked = _opened(request, uid) if uid else (None, False)
    if sheet is None:
        sheet = _new_sheet(request, ledger, uid or uuid.uuid4(), locked)
    elif sheet.ledger != ledger.id:
        raise Http404
    return Desk(request.user, ledger, sheet)


def uid_of(key: str) -> uuid.UUID | None:
    """The uid that a key spells, None when it is none of ours."""
    try:
        return uuid.UUID(hex=key) if len(key) == 32 else None
    except ValueError:
        return None


def _new_sheet(request: HttpRequest, ledger: Live, uid: uuid.UUID, own: bool = False) -> Sheet:
    if request.method == "POST" and not own and taken(uid):
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    through: dict[str, list[Any]] = {}
    for name in ledger.bundle.through:
        target = live(ledger.bundle.questions[name][0].option("record"))
        asked = given.get(name) or request.GET.get(name, "")
        if asked and target and queries.record(request.user, asked, target):
            through[name] = [asked, number(given.get(f"version-{name}", ""))]
    like = given.get("like") or request.GET.get("like", "")
    carried = carried_from(request.user, like, ledger) | prefilled(request, ledger)
    content = Content(carried=carried, through=through)
    return Sheet(uid, ledger.id, _edition(given.get("edition", ""), ledger), content)


def _edition(given: str, ledger: Live) -> int:
    """The edition a page was drawn from, when it was one of this form's."""
    found, current = number(given), ledger.form_edition
    if found in (None, current):
        return current
    rows = Edition.objects.filter(pk=found, kind="form", key=ledger.bundle.form.id)
    return found if found and rows.exists() else current


def number(text: str) -> int | None:
    """A version or an edition as a page says it."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def desk_of(request: HttpRequest, uid: uuid.UUID) -> Desk | HttpResponse:
    """The draft of an address; its receipt when it was sent; another person's does not exist."""
    sheet, locked = _opened(request, uid)
    if sheet is None and sent_before(request.user, uid):
        return redirect("receipt", key=uid.hex)
    ledger = live_by_id(sheet.ledger) if sheet else live(request.POST.get("ledger", ""))
    if ledger is None or not may(request, ledger, "opening"):
        raise Http404
    if sheet is None:  # thrown away elsewhere, and still being written here
        sheet = _new_sheet(request, ledger, uid, locked)
    return Desk(request.user, ledger, sheet)


def _opened(request: HttpRequest, uid: uuid.UUID) -> tuple[Sheet | None, bool]:
    """The draft, and whether it is there and cannot be read: what a page posts is shown again then."""
    try:
        return Drafts(request.user).open(uid), False
    except KeysMissing:
        if request.method != "POST":
            raise
        return None, True


def hidden(
    request: HttpRequest, desk: Desk, step: str, there: Sheet | None = None
) -> list[tuple[str, str]]:
    """What the page posts beside its questions; `there`: it answers what was kept in another place."""
    base = digest((there or desk.stored).content.slice(desk.names(step)))
    if not desk.kept:  # drawn again without having been kept: still from what it was drawn first
        base = request.POST.get("base", base)
    found = [
        ("key", desk.sheet.key),
        ("ledger", desk.ledger.key),
        ("step", step),
        ("edition", str(desk.sheet.edition)),
        ("base", base),
        (WHOSE, mark_of(request.user)),
    ]
    if not desk.kept:
        found += desk.sitting.hidden()
        if desk.content.carried:
            like = request.POST.get("like") or request.GET.get("like", "")
            found.append(("like", like))
    return found


def saved_words(desk: Desk) -> str:
    at = desk.sheet.saved_at
    return f"上次保存：{timezone.localtime(at):%H:%M}" if at else ""


def lost(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """After a draft vanished under its page."""
    if sent_before(request.user, uid):
        return redirect("receipt", key=uid.hex)
    raise Http404


def both(desk: Desk, there: Sheet, step: str) -> SimpleNamespace:
    """(question, here, there) of everything in which this page and the other place differ."""
    other = Desk(desk.user, desk.ledger, there)
    rows = []
    for question in questions_of(desk, step):
        here, beyond = (_words(one, question) for one in (desk, other))
        if here != beyond:
            rows.append((question.label, here, beyond))
    return SimpleNamespace(rows=rows, href=desk.href(step or ALL))


def questions_of(desk: Desk, step: str) -> Iterable[Question]:
    names = desk.names(step)
    for page in desk.pages:
        yield from (q for q in page.questions if q.name in names and type_of(q).asked)


def _words(desk: Desk, question: Question) -> str:
    """What stands for a question, masked where it is sealed."""
    sitting = desk.sitting
    sitting.read(MultiValueDict(desk.content.values), names={question.name})
    return said(question, (sitting.posted or {}).get(question.name), desk.ctx)


def said(question: Question, raw: Any, ctx: Context) -> str:
    """Words for what was typed, masked when it is sealed, as typed when it cannot be read."""
    try:
        answer = read(question, raw, ctx)
    except Refused:
        return str(raw) if isinstance(raw, str) and not question.sealed else "（填得不全）"
    if answer is None:
        return ""
    return mask(question, answer) if question.sealed else show(question, answer, ctx)
