"""Records that lack answers to what the newest form asks: a list of them, and a page for just those."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.ports import ports
from forms_catalog.problems import Problem
from forms_catalog.questions import Context

from .. import lacking, queries
from ..acting import submit_of
from ..asking import asked
from ..clock import now
from ..ids import show_number
from ..intake import accept
from ..models import Record
from ..moving import move, preview
from ..queries import Ask
from ..registry import Live, live_by_id
from ..scope import reach
from ..sealing import KeysMissing
from ..sight import eyes
from ..submission import UPGRADE, Part, Result, Submission
from ..titles import linked, title
from ..witnessing.subjects import listed
from .editing import changing
from .formpage import NO_KEYS, number
from .frame import WHOSE, ledger_or_404, mark_of, record_href, staff, submission_key
from .listing import pager, place_of, places, scope_words
from .live import page_data, unseen
from .record import may_move
from .sending import differing, status_of
from .settling import settled
from .showing import Opened, opened
from .sitting import Seat, Sitting
from .work import count_words

NAMED = 4
"""Questions named in a line of the list."""


@staff
def listing(request: HttpRequest, key: str) -> HttpResponse:
    """The place and the page stand in the address."""
    ledger = ledger_or_404(request, key)
    given = request.GET.get("page", "")
    page = int(given) if given.isdecimal() and len(given) < 6 else 1
    ask = Ask(place=place_of(request.GET.get("place", "")), page=page)
    many = lacking.too_many(request.user, ledger, ask.place)
    found = lacking.Lacking((), 0, 1, 1)
    if not many:
        found = lacking.page(request.user, ledger, ask.place, ask.page)
    context = {
        "title": ledger.title,
        "words": scope_words(request, ledger),
        "count_words": f"共{count_words(found.total)}份" if found.total else "",
        "places": places(request, ledger, ask.place),
        "rows": _rows(request, ledger, found.records),
        "many": many,
        "pager": pager(found.number, found.pages, ask),
        "back_href": reverse("ledger", args=[key]),
        "back_label": f"回到{ledger.title}",
    }
    return render(request, "web/lacking.html", context)


def _rows(request: HttpRequest, ledger: Live, records: Sequence[Record]) -> list[SimpleNamespace]:
    titles = linked(request.user, records)
    listed(ledger, {record.place_path for record in records}, len(records))
    return [_row(request, ledger, record, title(record, titles)) for record in records]


def _row(request: HttpRequest, ledger: Live, record: Record, name: str) -> SimpleNamespace:
    place = ports.places.place(record.place_path)
    hidden = eyes(request.user, ledger, record.place_path).hidden
    labels = [
        ledger.questions[one].label
        for one in lacking.of_record(ledger, record)
        if one not in hidden
    ]
    more = f"等{len(labels)}项" if len(labels) > NAMED else ""
    here = _may(request, ledger, record)
    return SimpleNamespace(
        title=name,
        href=reverse("lacking-one", args=[record.uid]) if here else record_href(record.uid),
        number=show_number(record.number),
        place=place.name if place else "",
        labels="、".join(labels[:NAMED]) + more,
        may=here,
    )


def _may(request: HttpRequest, ledger: Live, record: Record) -> bool:
    """Whether this person may answer for the record now."""
    rule = changing(request, ledger, record)
    return rule is not None and may_move(request, record, ledger)


@staff
def one(request: HttpRequest, uid: str) -> HttpResponse:
    """Just the questions that are lacking; saving moves the record to the newest form at once."""
    record = queries.record(request.user, uid)
    if record is None:
        raise Http404
    ledger = live_by_id(record.ledger_id)
    if ledger.rows_of or not _may(request, ledger, record):
        raise Http404
    answer = Answering(request, ledger, record)
    if request.method == "POST":
        return answer.judged()
    if not answer.names:
        return redirect("record", uid=uid)
    if answer.loses:
        return redirect("edition", uid=uid)
    return answer.drawn()


class Answering:
    """One record's open questions: drawn on the newest form, kept in the sitting that moves it there."""

    def __init__(self, request: HttpRequest, ledger: Live, record: Record) -> None:
        self.request, self.ledger, self.record = request, ledger, record
        rule = submit_of(ledger.rules, record.state)
        assert rule is not None
        self.action = rule.name
        self.item = opened(request.user, record, ledger)
        self.posted = request.method == "POST"
        self.names = self._names()
        self.sitting = self._sitting()

    @property
    def moves(self) -> bool:
        """Whether the page was drawn from a record of an older edition."""
        drawn = number(self.request.POST.get("from", "")) if self.posted else None
        return (drawn or self.record.edition_id) != self.ledger.form_edition

    @property
    def loses(self) -> bool:
        """Whether moving would leave answers behind: that is looked at first."""
        if self.record.edition_id == self.ledger.form_edition:
            return False
        found = preview(self.item)
        return bool(found.lost or found.unseen)

    def _names(self) -> list[str]:
        lacks = lacking.of_record(self.ledger, self.record)
        if self.posted:  # as the page asked, whatever was answered meanwhile
            given = set(self.request.POST.get("asks", "").split())
            lacks = [name for name in self.ledger.questions if name in given]
        mine = asked(self.ledger.form_edition, self.ledger, self.action, self._roles())
        return [n for n in lacks if n in mine and n not in self.item.sight.hidden]

    def _roles(self) -> list[str]:
        return [post.role for post in reach(self.request.user).posts]

    def _sitting(self) -> Sitting:
        ledger, bundle, item = self.ledger, self.ledger.bundle, self._moved()
        version = number(self.request.POST.get("version-", ""))
        seat = Seat(ledger, "", ledger.questions, item, str(self.record.uid), version)
        seat.act = self.action
        sections = tuple(section for section in bundle.placed if not section.through)
        skip = frozenset(bundle.questions) - set(self.names)
        edition = ledger.form_edition
        made = Sitting(bundle, [seat], sections, self.request.user, skip, edition)
        made.settle = settled
        return made

    def _moved(self) -> Opened:
        """The record as it will stand on the newest form."""
        item, bundle = self.item, self.ledger.bundle
        if self.record.edition_id == self.ledger.form_edition:
            return item
        ctx = replace(item.ctx, options=bundle.options)
        plain = Context(options=bundle.options)
        old, new = item.bundle.part(), self.ledger.questions.values()
        answers = move(old, new, item.answers, plain).answers
        return replace(item, bundle=bundle, answers=answers, ctx=ctx)

    # ---- what was posted ----

    def judged(self) -> HttpResponse:
        post, sitting = self.request.POST, self.sitting
        sitting.reasons = {n: post.get(f"{n}.why", "") for n in self.names if f"{n}.why" in post}
        parts = sitting.read(post, self.request.FILES, self.names)
        if post.get("more") or post.get("go"):
            return self.drawn(more=post.get("more", ""))
        if sitting.problems:
            return self.drawn(status=422)
        try:
            result = self._sent(parts[0])
        except KeysMissing:
            sitting.problems = [Problem("keys.missing", NO_KEYS)]
            return self.drawn(status=503)
        if result.ok:
            return redirect(f"{record_href(self.record.uid)}?saved=1")
        sitting.problems = sitting.in_order(result.problems)
        return self.drawn(result=result, status=status_of(result))

    def _sent(self, part: Part) -> Result:
        """Moved and answered together, or neither."""
        part = replace(part, edition=0)
        if not self.moves:
            return self._accept(submission_key(self.request), part)
        with transaction.atomic():
            result = self._move(part.base_version)
            if result.ok and part.answers:
                part = replace(part, base_version=result.records[-1].version)
                result = self._accept(submission_key(self.request), part)
            if not result.ok:
                transaction.set_rollback(True)
        return result

    def _move(self, version: int | None) -> Result:
        key = uuid.uuid5(uuid.NAMESPACE_OID, submission_key(self.request)).hex
        ledger, uid = self.ledger, str(self.record.uid)
        part = Part(ledger.key, {}, uid, UPGRADE, version, edition=ledger.form_edition)
        return self._accept(key, part)

    def _accept(self, key: str, part: Part) -> Result:
        return accept(Submission(key, "web", self.request.user, None, (part,), now()))

    # ---- the page ----

    def drawn(
        self, more: str = "", result: Result | None = None, status: int = 200
    ) -> HttpResponse:
        sitting, record = self.sitting, self.record
        conflict = differing(sitting, result)
        blocks = sitting.blocks(more)
        used = result is not None and result.status == "conflict"
        key = Submission.new_key() if used else submission_key(self.request)
        marks = [
            ("key", key),
            (WHOSE, mark_of(self.request.user)),
            ("asks", " ".join(self.names)),
            ("from", str(record.edition_id)),
        ]
        context: dict[str, Any] = {
            "title": f"补填：{title(record, self.item.linked)}",
            "words": f"{self.ledger.bundle.form.title.replace('<wbr>', '')}换了新版，只补下面这几项",
            "note": "",
            "blocks": blocks,
            "live": page_data(sitting, sitting.edition, self.names),
            "unseen": unseen(blocks),
            "problems": sitting.problems,
            "hidden": marks + sitting.hidden(),
            "action": self.request.path,
            "save_href": "",
            "saved": "",
            "submit_label": "保存",
            "toc": False,
            "back_href": reverse("lacking", args=[self.ledger.key]),
            "back_label": "回到新版要补问的",
            "blank_href": "",
            "check_href": "",
            "conflict": conflict,
            "met": None,
            "both": None,
            "offer": None,
        }
        return render(self.request, "web/fill.html", context, status=status)
