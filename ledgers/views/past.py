"""The past of a record in words: what each change wrote, and why a warned answer was right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from forms_catalog import editions
from forms_catalog.definition import Question
from forms_catalog.differences import differences

from ..acting import rule_of
from ..actions import VERBS
from ..models import Change
from ..sealing import KeysMissing, open_answers
from ..submission import OPENING, UPGRADE
from ..visitors import DOOR, PUBLIC
from .showing import Opened


@dataclass(frozen=True, slots=True)
class Past:
    """One change in words: (question, before, after), and (question, reason) of its warnings."""

    when: str
    head: str
    lines: Sequence[tuple[str, str, str]]
    reason: str
    reasons: Sequence[tuple[str, str]]
    who: str
    now: bool


def history(item: Opened) -> list[Past]:
    """Every change by the edition it was made in, the newest first."""
    changes = item.changes
    found = []
    for number, change in enumerate(changes):
        older = changes[min(number + 1, len(changes) - 1)]
        found.append(_past(_as_of(item, change), _as_of(item, older), change, number == 0))
    return found


def _as_of(item: Opened, change: Change) -> Opened:
    """The record as read with the form of that change."""
    if change.edition_id == item.record.edition_id:
        return item
    bundle = editions.bundle(change.edition_id)
    return replace(item, bundle=bundle, ctx=replace(item.ctx, options=bundle.options))


def _past(item: Opened, older: Opened, change: Change, now: bool) -> Past:
    lines = [] if change.action == OPENING else list(_differences(item, older, change))
    lines += _facts(change)
    nobody = PUBLIC if change.door == DOOR else ""
    who = change.actor.get_full_name() if change.actor else nobody
    reasons = list(_reasons(item, change))
    head = _head(item, change)
    return Past(moment(change.at), head, lines, change.reason, reasons, who, now)


_FACTS = {name: fact for verb in VERBS.values() for name, fact in verb.facts.items()}


def _facts(change: Change) -> Iterator[tuple[str, str, str]]:
    """What an action changed beside answers: a place, a person in charge, a doubt."""
    for name, (label, words) in _FACTS.items():
        if name in change.diff:
            old, new = (words(side) if side else "" for side in change.diff[name])
            yield label, old, new


def differences_of(item: Opened, changes: Sequence[Change]) -> Sequence[tuple[str, str, str]]:
    """(question, then, now) over several changes, the newest first; what came back to itself is left out."""
    first: dict[str, Any] = {}
    for change in changes:
        first |= {name: sides[0] for name, sides in change.diff.items()}
    now = {name: change.diff[name][1] for change in reversed(changes) for name in change.diff}
    told = []
    for name, question in _questions(item).items():
        if name not in first or name in item.sight.hidden or first[name] == now[name]:
            continue
        asked = {name: question}
        sides = [
            open_answers(item.key, asked, {name: side})[name] for side in (first[name], now[name])
        ]
        if sides[0] != sides[1]:
            then, later = (item.text(question, side)[0] for side in sides)
            told.append((question.label, then, later))
    return told


def _head(item: Opened, change: Change) -> str:
    if change.action == UPGRADE:
        return f"换到第{editions.number(change.edition_id)}版的表"
    action = rule_of(item.ledger.rules, change.action)
    return action.label if action else change.action


def _differences(item: Opened, older: Opened, change: Change) -> Iterator[tuple[str, str, str]]:
    """What was written; a question that only took another name or another code reads as before."""
    old, new = _questions(older), _questions(item)
    same_form = older.bundle is item.bundle
    moves = {} if same_form else differences(old.values(), new.values()).moves
    names = {to: name for name, to in moves.items()}
    moved = {name for to, name in names.items() if name != to and to in change.diff}
    for name in change.diff:
        question = new.get(name) or old.get(name)
        if name in moved or question is None:
            continue
        source = old.get(names.get(name, name), question)
        before, after = _said(older, change, source, 0), _said(item, change, question, 1)
        same = change.action == UPGRADE and (before[0] == after[0] or before[1] == after[1])
        if not same and not {source.name, name} & item.sight.hidden:
            yield question.label, before[1], after[1]


def _said(item: Opened, change: Change, question: Question, side: int) -> tuple[Any, str]:
    """(answer, words) of one side of a diff."""
    stored = change.diff.get(question.name, [None, None])[side]
    asked = {question.name: question}
    answer = open_answers(item.key, asked, {question.name: stored})[question.name]
    return answer, item.text(question, answer)[0]


def _questions(item: Opened) -> dict[str, Question]:
    return {question.name: question for question in item.bundle.part()}


def _reasons(item: Opened, change: Change) -> Iterator[tuple[str, str]]:
    questions = _questions(item) if change.warnings else {}
    for name, reason in change.warnings.items():
        question = questions.get(name)
        if question and name not in item.sight.hidden:
            yield question.label, _reason(item, question, reason)


def _reason(item: Opened, question: Question, reason: Any) -> str:
    """'' for eyes from which the answer is masked: the reason may tell it."""
    if item.hides(question):
        return ""
    return str(_opened(item, question, reason))


def _opened(item: Opened, question: Question, reason: Any) -> Any:
    if isinstance(reason, str):
        return reason
    if item.key is None:
        raise KeysMissing("a sealed reason without a key")
    return item.key.open(f"{question.name}.reason", reason)


def moment(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
