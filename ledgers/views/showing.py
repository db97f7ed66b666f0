"""A record in words: its answers by section, masked where they are sealed, and what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone

from forms_catalog import editions
from forms_catalog.bundle import Bundle
from forms_catalog.definition import Question
from forms_catalog.questions import Context, is_missing, mask, show, type_of

from .. import queries
from ..models import Change, Record
from ..registry import Live
from ..scope import reach
from ..sealing import DataKey, open_answers
from ..titles import link_uids, title

STATE_TAGS = {
    "orange": "wait",
    "green": "done",
    "yellow": "back",
    "red": "late",
    "blue": "half",
    "grey": "off",
}


@dataclass(frozen=True, slots=True)
class Eyes:
    """Which questions this person sees not at all, masked, or clear though sealed."""

    hidden: frozenset[str]
    masked: frozenset[str]
    clear: frozenset[str]


def eyes(user: Any, ledger: Live, path: str) -> Eyes:
    """Over several posts at the record's place the more generous one wins; from afar, none is clear."""
    found = [
        access
        for post in reach(user).posts
        if post.place_path and path.startswith(post.place_path)
        if (access := ledger.rules.role(post.role))
    ]
    if not found:
        return Eyes(frozenset(), frozenset(ledger.questions), frozenset())
    hidden = frozenset.intersection(*(frozenset(item.hidden) for item in found))
    masked = frozenset.intersection(*(frozenset(item.masked) for item in found))
    return Eyes(hidden, masked, frozenset(name for item in found for name in item.clear))


@dataclass
class Opened:
    """A record with its answers in clear: only for pages that mask what must be masked."""

    record: Record
    ledger: Live
    bundle: Bundle
    answers: dict[str, Any]
    sight: Eyes
    ctx: Context
    linked: Mapping[str, Record] = field(default_factory=dict)

    def text(self, question: Question, answer: Any) -> tuple[str, bool]:
        """(words, whether they are a mask)."""
        if answer is None:
            return "", False
        if is_missing(answer) or not self.hides(question):
            return show(question, answer, self.ctx), False
        return mask(question, answer), True

    def hides(self, question: Question) -> bool:
        sealed = question.sealed and question.name not in self.sight.clear
        return sealed or question.name in self.sight.masked


def opened(user: Any, record: Record, ledger: Live) -> Opened:
    bundle = editions.bundle(record.edition_id)
    questions = {q.name: q for q in bundle.part()}
    key = None
    if record.data_key:
        key = DataKey.load(str(record.uid), record.key_id, bytes(record.data_key))
    linked = queries.by_uids(user, link_uids(record))
    titles = {uid: title(row) for uid, row in linked.items()}
    ctx = Context(options=bundle.options, user=user, titles=titles)
    answers = open_answers(key, questions, record.answers)
    sight = eyes(user, ledger, record.place_path)
    return Opened(record, ledger, bundle, answers, sight, ctx, linked)


Line = tuple[str, str, bool, bool, str]


def blocks(item: Opened) -> list[tuple[str, list[Line]]]:
    """(heading, lines (label, words, nothing there, masked, link)) of the record's own sections."""
    made = []
    for section in item.bundle.placed:
        if section.through:
            continue
        asked = [
            q for q in section.questions if type_of(q).stored and q.name not in item.sight.hidden
        ]
        if asked:
            made.append((section.label, [_line(item, question) for question in asked]))
    return made


def _line(item: Opened, question: Question) -> Line:
    answer = item.answers.get(question.name)
    words, masked = item.text(question, answer)
    href = ""
    if question.type == "record" and str(answer) in item.linked:
        href = reverse("record", args=[answer])
    return question.label, words, not words, masked, href


@dataclass(frozen=True, slots=True)
class Past:
    """One change in words."""

    when: str
    head: str
    lines: Sequence[tuple[str, str, str]]
    who: str
    now: bool


def history(item: Opened) -> list[Past]:
    changes = queries.history(item.record)
    return [_past(item, change, number == 0) for number, change in enumerate(changes)]


def _past(item: Opened, change: Change, now: bool) -> Past:
    action = item.ledger.rules.action(change.action)
    lines = [] if change.action == "opening" else list(_differences(item, change))
    who = change.actor.get_full_name() if change.actor else ""
    return Past(moment(change.at), action.label if action else change.action, lines, who, now)


def _differences(item: Opened, change: Change) -> Any:
    questions = {q.name: q for q in item.bundle.part()}
    key = None
    if item.record.data_key:
        record = item.record
        key = DataKey.load(str(record.uid), record.key_id, bytes(record.data_key))
    for name, (old, new) in change.diff.items():
        question = questions.get(name)
        if question is None or name in item.sight.hidden:
            continue
        pair = [open_answers(key, questions, {name: value}).get(name) for value in (old, new)]
        before, after = (item.text(question, value)[0] for value in pair)
        yield question.label, before, after


def moment(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def state_of(ledger: Live, code: str) -> tuple[str, str]:
    """(words, tag) of a state."""
    state = ledger.rules.state(code)
    return (state.label, STATE_TAGS[state.color]) if state else (code, "off")
