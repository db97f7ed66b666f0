"""A form that got a newer edition while it was being filled: what was typed goes over, by one's own hand."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from forms_catalog import editions
from forms_catalog.bundle import Bundle
from forms_catalog.definition import Question
from forms_catalog.differences import Differences, differences
from forms_catalog.filling import pages
from forms_catalog.posted import raw_of
from forms_catalog.questions import is_missing, mask, show, type_of

from ..drafts import Content, Lost, Sheet, owner
from .desk import Desk
from .formpage import desk_of, hidden, lost, said
from .frame import staff

NOTE = "您填的时候，这张表换了新版。能接上的已经搬过来了，请从头看一遍再保存"


@staff
def edition(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """GET shows what goes over and what does not; POST moves the draft."""
    desk = desk_of(request, uid)
    if isinstance(desk, HttpResponse):
        return desk
    if not desk.kept:
        return lost(request, uid)
    if not desk.withdrawn:
        return redirect("draft", uid=uid)
    if request.method != "POST" or request.POST.get("go"):
        return _page(request, desk)
    try:
        move(desk)
    except Lost:
        return lost(request, uid)
    return redirect("draft", uid=uid)


def instead(request: HttpRequest, desk: Desk, step: str | None) -> HttpResponse:
    """For every page of a draft whose edition is withdrawn; what it posted is not lost."""
    posted = request.method == "POST" and step is not None
    if desk.kept:
        try:
            if posted:
                desk.keep(step or "", request.POST, request.FILES)
        except Lost:
            return lost(request, desk.sheet.uid)
        return redirect("draft-edition", uid=desk.sheet.uid)
    if posted:
        desk.hold(step or "", request.POST, request.FILES)
    renewed = Desk(desk.user, desk.ledger, _moved(desk, desk.sheet))
    from .filling import page

    return page(request, renewed, note=NOTE, status=409)


def move(desk: Desk) -> None:
    """Within one statement: the draft is of the old edition or of the new one."""
    target = desk.ledger.form_edition

    def change(sheet: Sheet) -> None:
        if sheet.edition != target:
            sheet.content = renewed(sheet.content, desk.bundle, editions.bundle(target))
            sheet.edition = target

    desk.change(change)


def _moved(desk: Desk, sheet: Sheet) -> Sheet:
    target = desk.ledger.form_edition
    content = renewed(sheet.content, desk.bundle, editions.bundle(target))
    return Sheet(sheet.uid, sheet.ledger, target, content)


def renewed(content: Content, old: Bundle, new: Bundle) -> Content:
    """Everything under its new name; what is asked no more is left behind."""
    moves = _between(old, new).moves
    return Content(
        values=_renamed(content.values, moves),
        carried=_renamed(content.carried, moves),
        seen=_seen(content, old, new, moves),
        through={n: there for n, there in content.through.items() if n in new.through},
        also=content.also,
        reasons=_renamed(content.reasons, moves),
    )


def _between(old: Bundle, new: Bundle) -> Differences:
    asked = ([question for question, _ in one.questions.values()] for one in (old, new))
    return differences(*asked)


def _renamed[T](values: Mapping[str, T], moves: Mapping[str, str]) -> dict[str, T]:
    return {
        moves[owner(name)] + name[len(owner(name)) :]: value
        for name, value in values.items()
        if owner(name) in moves
    }


def _seen(content: Content, old: Bundle, new: Bundle, moves: Mapping[str, str]) -> list[str]:
    """The new pages all of whose questions stood on pages that were posted."""
    before = pages(old, frozenset(old.through))
    names = {name for page in before if page.step in content.seen for name in page.names}
    known = {moves[name] for name in names if name in moves}
    return [page.step for page in pages(new, frozenset(new.through)) if page.names <= known]


def _page(request: HttpRequest, desk: Desk) -> HttpResponse:
    new = editions.bundle(desk.ledger.form_edition)
    found = _between(desk.bundle, new)
    typed = [
        (question, words) for question in _asked(desk.bundle) if (words := _words(desk, question))
    ]
    context = {
        "form_title": new.form.title,
        "renamed": [(old.label, one.label) for old, one in found.renamed if old.label != one.label],
        "gone": [(q.label, words) for q, words in typed if q.name not in found.moves],
        "added": [question.label for question in found.added if type_of(question).asked],
        "stays": [(q.label, words) for q, words in typed if q.name in found.moves],
        "hidden": hidden(request, desk, ""),
        "action": reverse("draft-edition", args=[desk.sheet.uid]),
        "delete_href": reverse("draft-delete", args=[desk.sheet.uid]),
        "exit_href": reverse("work"),
    }
    return render(request, "web/draft_edition.html", context)


def _asked(bundle: Bundle) -> list[Question]:
    found = (question for question, _ in bundle.questions.values())
    return [question for question in found if type_of(question).stored]


def _words(desk: Desk, question: Question) -> str:
    """What stands in the draft, masked where it is sealed."""
    values = MultiValueDict(desk.content.values)
    raw = raw_of(question, values, MultiValueDict())
    if isinstance(raw, dict) and "sha256" in raw:
        return "已上传"
    words = said(question, raw, desk.ctx) if question.name in desk.content.answered() else ""
    answer = desk.content.carried.get(question.name)
    if words or answer is None or question.name not in desk.fresh:
        return words
    open_to_eyes = is_missing(answer) or not question.sealed
    return show(question, answer, desk.ctx) if open_to_eyes else mask(question, answer)
