"""The page of one action: what has to be said, asked, chosen; then the gate decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.definition import Action
from forms_catalog.ports import ports
from forms_catalog.problems import Problem
from forms_catalog.questions.base import tidy

from .. import colleagues, errands, queries
from ..acting import SUBMIT, verb_of
from ..actions import VERBS
from ..clock import now, today
from ..ids import show_number
from ..intake import accept
from ..models import Record
from ..registry import Live, live_by_id
from ..sealing import KeysMissing
from ..submission import UNDO, Part, Result, Submission
from ..titles import linked, title
from .doable import doable, own_questions
from .formpage import NO_KEYS, number
from .frame import staff, submission_key
from .live import page_data, unseen
from .places import offered_places
from .settling import settled
from .sitting import Sitting, editing

MERGE = "merge"
LONGEST = 60
"""Signs of a name that is looked for."""
SPANS = ((30, "一个月"), (90, "三个月"), (180, "半年"), (365, "一年"))


@staff
def act(request: HttpRequest, uid: str, name: str) -> HttpResponse:
    """GET asks what has to be said, POST does it; what is not offered any more leads to the record."""
    row = queries.record(request.user, uid)
    if row is None:
        raise Http404
    ledger = live_by_id(row.ledger_id)
    action = _action(request, row, ledger, name)
    if action is None:
        if request.method == "POST":
            raise Http404
        return redirect("record", uid=uid)
    if verb_of(action) == MERGE:
        return redirect("merge", uid=uid, name=name)
    if verb_of(action) == SUBMIT:
        return redirect(f"{reverse('edit', args=[uid])}?action={name}")
    page = Page(request, row, ledger, action)
    return page.done() if request.method == "POST" and "find" not in request.POST else page.drawn()


def _action(request: HttpRequest, row: Record, ledger: Live, name: str) -> Action | None:
    return next((one for one in doable(request, row, ledger) if one.name == name), None)


class Page:
    """One action on one record, as it is asked for and as it is answered."""

    def __init__(self, request: HttpRequest, row: Record, ledger: Live, action: Action) -> None:
        self.request, self.row, self.ledger, self.action = request, row, ledger, action
        self.verb = VERBS[verb_of(action)]
        self.post = request.POST
        self.problems: list[Problem] = []
        self.sitting = self._sitting() if self._asks() else None

    def _asks(self) -> frozenset[str]:
        return own_questions(self.request, self.row, self.ledger, self.action)

    def _sitting(self) -> Sitting:
        version = number(self.post.get("version", ""))
        made = editing(self.request.user, self.ledger, self.row, version, self.action.name)
        made.settle = settled
        return made

    def done(self) -> HttpResponse:
        parts = self._parts()
        if self.sitting and self.sitting.problems:
            self.problems = self.sitting.problems
            return self.drawn(422)
        key = submission_key(self.request)
        try:
            result = accept(Submission(key, "web", self.request.user, None, parts, now()))
        except KeysMissing:
            self.problems = [Problem("keys.missing", NO_KEYS)]
            return self.drawn(503)
        return self._after(result)

    def _after(self, result: Result) -> HttpResponse:
        if not result.ok:
            found = list(result.problems)
            self.problems = self.sitting.in_order(found) if self.sitting else found
            if self.sitting:
                self.sitting.problems = self.problems
            return self.drawn(409 if result.status == "conflict" else 422)
        if queries.record(self.request.user, str(self.row.uid)) is None:
            return redirect(f"{reverse('ledger', args=[self.ledger.key])}?moved=1")
        return redirect(f"{reverse('record', args=[self.row.uid])}?saved=1")

    def _parts(self) -> tuple[Part, ...]:
        version = number(self.post.get("version", ""))
        if self.verb.name == UNDO:
            part = Part(self.ledger.key, {}, str(self.row.uid), UNDO, version, undoes=version or 0)
            return (part,)
        answers = {}
        if self.sitting:
            (read,) = self.sitting.read(self.post, self.request.FILES)
            answers = dict(read.answers)
        return (
            Part(
                self.ledger.key,
                answers,
                str(self.row.uid),
                self.action.name,
                version,
                reason=self.post.get("reason", ""),
                said=self._said(),
            ),
        )

    def _said(self) -> dict[str, str]:
        found = {name: self.post.get(name, "") for name in self.verb.asks if self.post.get(name)}
        days = number(found.pop("until", ""))
        if days:
            found["until"] = (today() + dt.timedelta(days=days)).isoformat()
        return found

    def drawn(self, status: int = 200) -> HttpResponse:
        titles = linked(self.request.user, [self.row])
        flagged = self.verb.name == "flag" and errands.stands(self.row.pk, errands.FLAGGED)
        context = {
            "label": "消除疑问" if flagged else self.action.label,
            "heading": title(self.row, titles),
            "number": show_number(self.row.number),
            "says": self.action.note or "",
            "problems": self.problems,
            "choices": self._choices(),
            "reason": self._reason(),
            "said": self.post.get("reason", ""),
            "version": self.row.version,
            "key": Submission.new_key() if status == 409 else submission_key(self.request),
            "action": self.request.get_full_path(),
            "back_href": reverse("record", args=[self.row.uid]),
            "back_label": "回到记录",
        }
        return render(self.request, "web/act.html", context | self._asked(), status=status)

    def _asked(self) -> dict[str, Any]:
        """The questions of the form at this action, live where its logic decides something."""
        if self.sitting is None:
            return {"blocks": (), "live": "", "unseen": ""}
        blocks = self.sitting.blocks()
        live = page_data(self.sitting, self.sitting.edition, self.sitting.main.questions)
        return {"blocks": blocks, "live": live, "unseen": unseen(blocks)}

    def _reason(self) -> str:
        """How the reason is asked for: not at all where nobody needs one."""
        if self.action.reason or self.verb.reason:
            return f"{self.action.label}的原因"
        return ""

    def _choices(self) -> Sequence[SimpleNamespace]:
        return [getattr(self, f"_choose_{name}")() for name in self.verb.asks]

    def _choose_user(self) -> SimpleNamespace:
        """Whoever has the record in sight; for a referral, whoever's name is looked for."""
        if self.verb.name == "assign":
            posts = colleagues.near(self.ledger, self.row.place_path)
            return self._choice("user", "由谁负责", _people(posts))
        posts = colleagues.named(self.ledger, tidy(self.post.get("find_user", ""))[:LONGEST])
        return self._choice("user", "给谁看", _people(posts), find="姓名")

    def _choose_until(self) -> SimpleNamespace:
        return self._choice("until", "看多久", [(str(days), words, "") for days, words in SPANS])

    def _choose_place(self) -> SimpleNamespace:
        text = tidy(self.post.get("find_place", ""))[:LONGEST]
        found = offered_places(self.request.user, self.row.place_path, text)
        return self._choice("place", "转到哪里", found, find="地方的名字")

    def _choice(
        self, name: str, label: str, options: list[tuple[str, str, str]], find: str = ""
    ) -> SimpleNamespace:
        return SimpleNamespace(
            name=name,
            label=label,
            options=options,
            chosen=self.post.get(name, ""),
            find=find,
            found=self.post.get(f"find_{name}", ""),
        )


def _people(posts: Sequence[Any]) -> list[tuple[str, str, str]]:
    """(value, name, where) of each person once."""
    found: dict[str, tuple[str, str, str]] = {}
    for post in posts:
        pk, place = str(post.user_id), post.place.name if post.place else ""
        found.setdefault(pk, (pk, post.user.get_full_name(), place))
    return list(found.values())


@staff
def offer(request: HttpRequest, uid: str) -> HttpResponse:
    """Somebody else's record that is offered here: taken over, refused, or taken back by who offers it."""
    row = queries.offered_record(uid)
    found = errands.offer(request.user, row.pk) if row else None
    if row is None or found is None:
        raise Http404
    ledger = live_by_id(row.ledger_id)
    if request.method == "POST":
        return _answered(request, row, ledger)
    place = ports.places.place(row.place_path)
    goal = ports.places.place(found.place_path)
    context = {
        "heading": title(row),
        "number": show_number(row.number),
        "ledger": ledger.title,
        "from_place": place.full_name if place else "",
        "to_place": goal.full_name if goal else "",
        "by": found.asked_by.get_full_name() if found.asked_by else "",
        "reason": found.reason,
        "own": found.asked_by_id == request.user.pk,
        "key": Submission.new_key(),
        "back_href": reverse("work"),
        "back_label": "回到今天",
        "problem": "",
    }
    return render(request, "web/offer.html", context)


def _answered(request: HttpRequest, row: Record, ledger: Live) -> HttpResponse:
    names = (a.name for a in ledger.rules.actions if verb_of(a) == "transfer")
    said = {"answer": request.POST.get("answer", "")}
    part = Part(ledger.key, {}, str(row.uid), next(names, ""), said=said)
    key = submission_key(request)
    result = accept(Submission(key, "web", request.user, None, (part,), now()))
    if not result.ok:
        back = {"back_href": reverse("work"), "back_label": "回到今天"}
        context = back | {"problem": result.problems[0].text}
        return render(request, "web/offer.html", context, status=422)
    if queries.record(request.user, str(row.uid)):
        return redirect(f"{reverse('record', args=[row.uid])}?saved=1")
    return redirect("work")
