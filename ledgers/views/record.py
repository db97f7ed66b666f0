"""One record: what is known, what changed, what can be done; its receipt, its files."""

from __future__ import annotations

from types import SimpleNamespace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from forms_catalog import editions
from forms_catalog.definition import Action
from forms_catalog.ports import ports

from .. import files, queries
from ..acting import rule_of
from ..clock import now
from ..ids import show_number
from ..intake import accept
from ..models import File, Record
from ..models import Submission as SubmissionRow
from ..registry import Live, all_live, live_by_id
from ..scope import reach
from ..submission import OPENING, UPDATE, UPGRADE, Part, Submission
from ..titles import linked, title
from .frame import may, staff, submission_key, who, who_sees
from .leading import alike, leads
from .looks import door
from .past import history
from .showing import blocks, eyes, opened, state_of


def found(request: HttpRequest, uid: str) -> tuple[Record, Live]:
    record = queries.record(request.user, uid)
    if record is None:
        raise Http404
    return record, live_by_id(record.ledger_id)


@staff
def record(request: HttpRequest, uid: str) -> HttpResponse:
    row, ledger = found(request, uid)
    return _page(request, row, ledger, "已保存" if request.GET.get("saved") else "")


def _page(
    request: HttpRequest, row: Record, ledger: Live, notice: str = "", status: int = 200
) -> HttpResponse:
    item = opened(request.user, row, ledger)
    label, tag = state_of(ledger, row.state)
    place = ports.places.place(row.place_path)
    context = {
        "over": item.bundle.form.title,
        "number": show_number(row.number),
        "title": title(row, item.linked),
        "state_label": label,
        "state_tag": tag,
        "sub": place.full_name if place else "",
        "blocks": blocks(item),
        "history": history(item),
        "buttons": _buttons(request, row, ledger),
        "links": _links(request, row, ledger) + leads(request, item),
        "key": Submission.new_key(),
        "version": row.version,
        "back_href": reverse("ledger", args=[ledger.key]),
        "back_label": f"回到{ledger.title}",
        "notice": notice,
        "older": _older(request, row, ledger),
    }
    return render(request, "web/record.html", context, status=status)


def may_move(request: HttpRequest, row: Record, ledger: Live) -> bool:
    """Whether this person may move the record to the ledger's current edition, were it on an older."""
    rule = rule_of(ledger.rules, UPGRADE)
    if rule is None or not ("any" in rule.from_ or row.state in rule.from_):
        return False
    return any(
        post.role in rule.who and access.fill and row.place_path.startswith(post.place_path)
        for post in reach(request.user).posts
        if post.place_path and (access := ledger.rules.role(post.role))
    )


def _older(request: HttpRequest, row: Record, ledger: Live) -> SimpleNamespace | None:
    """A quiet word that the form has a newer edition; who may is offered to move, nobody has to."""
    if row.edition_id == ledger.form_edition:
        return None
    return SimpleNamespace(
        was=editions.number(row.edition_id),
        now=editions.number(ledger.form_edition),
        href=reverse("edition", args=[row.uid]) if may_move(request, row, ledger) else "",
    )


def _buttons(request: HttpRequest, row: Record, ledger: Live) -> list[SimpleNamespace]:
    buttons: list[SimpleNamespace] = []
    for action in ledger.rules.actions:
        here = "any" in action.from_ or row.state in action.from_
        if (
            action.name == OPENING
            or not here
            or not may(request, ledger, action.name, row.place_path)
        ):
            continue
        buttons.append(_button(row, action, primary=not buttons))
    return buttons


def _button(row: Record, action: Action, primary: bool) -> SimpleNamespace:
    name, method = ("edit", "get") if action.name == UPDATE else ("act", "post")
    args = [row.uid] if name == "edit" else [row.uid, action.name]
    return SimpleNamespace(
        label=action.label,
        action_href=reverse(name, args=args),
        primary=primary,
        hint="",
        method=method,
    )


def _links(request: HttpRequest, row: Record, ledger: Live) -> list[tuple[str, str, str]]:
    """The paper, the records that point here, and the forms that go on from this record."""
    page = (ledger.bundle.form.print.page if ledger.bundle.form.print else "") or "A4"
    links = [(f"打印{ledger.bundle.form.title}", page, reverse("print", args=[row.uid]))]
    pointing = queries.linked_from(request.user, row)
    titles = linked(request.user, pointing, {str(row.uid): row})
    for other in pointing:
        book = live_by_id(other.ledger_id)
        links.append((title(other, titles), book.title, reverse("record", args=[other.uid])))
    return links + _further(request, row, ledger)


def _further(request: HttpRequest, row: Record, ledger: Live) -> list[tuple[str, str, str]]:
    links = []
    for other in all_live().values():
        for through in other.bundle.through:
            question = other.bundle.questions[through][0]
            if question.option("record") == ledger.key and may(
                request, other, OPENING, row.place_path
            ):
                href = door(request, other, **{through: row.uid})
                links.append((other.bundle.form.title, "接着这份登记", href))
    return links


@staff
def act(request: HttpRequest, uid: str, name: str) -> HttpResponse:
    """An action that only moves the record to its next state; asked for by GET after a new login."""
    row, ledger = found(request, uid)
    if request.method != "POST":
        return redirect("record", uid=uid)
    action = ledger.rules.action(name)
    if (
        action is None
        or name in (OPENING, UPDATE)
        or not may(request, ledger, name, row.place_path)
    ):
        raise Http404
    version = request.POST.get("version", "")
    part = Part(ledger.key, {}, str(row.uid), name, int(version) if version.isdecimal() else None)
    key = submission_key(request)
    result = accept(Submission(key, "web", request.user, None, (part,), clock=now()))
    if result.ok:
        return redirect(f"{reverse('record', args=[uid])}?saved=1")
    return _page(request, row, ledger, result.problems[0].text, status=409)


@staff
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """What was written, by whose eyes it will be seen; may be opened again by the same person."""
    sent = SubmissionRow.objects.filter(key=key, actor=who(request)).first()
    kept = (
        [
            found_one
            for item in sent.records
            if (found_one := queries.record(request.user, item["uid"]))
        ]
        if sent
        else []
    )
    if not kept:
        raise Http404
    main = kept[-1]
    ledger = live_by_id(main.ledger_id)
    label = state_of(ledger, main.state)[0]
    context = {
        "title": f"已登记：{title(main, linked(request.user, [main]))}",
        "number": [
            (
                live_by_id(row.ledger_id).title,
                show_number(row.number),
                reverse("record", args=[row.uid]),
            )
            for row in kept
        ],
        "who": who_sees(ledger, main.place_path),
        "next_words": f"现在的状态是“{label}”。",
        "pdf_href": reverse("print", args=[main.uid]),
        "again_href": door(request, ledger),
        "again_label": "再登记一份",
        "like_href": alike(request, main, ledger),
    }
    return render(request, "web/receipt.html", context)


def _hidden(request: HttpRequest, row: File) -> bool:
    """Whether the question that holds the upload is kept from this person's posts."""
    if row.record is None:
        return False
    ledger = live_by_id(row.record.ledger_id)
    return row.question in eyes(request.user, ledger, row.record.place_path).hidden


@staff
def file(request: HttpRequest, uid: str) -> HttpResponse:
    """An upload of a record in scope, never as a page."""
    row = File.objects.visible_to(request.user).filter(uid=uid).first()
    if row is None or _hidden(request, row):
        raise Http404
    response = HttpResponse(files.read(row), content_type=row.type)
    response["Content-Disposition"] = (
        content_disposition_header(row.type == "application/pdf", row.name) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
