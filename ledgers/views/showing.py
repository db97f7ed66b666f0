"""A record in words: its answers by section, masked where they are sealed."""

from __future__ import annotations

import uuid
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from django.urls import reverse

from forms_catalog import editions
from forms_catalog.bundle import Bundle, Placed
from forms_catalog.definition import Question
from forms_catalog.logic import Setting, Told, evaluate, program_of
from forms_catalog.questions import Context, is_missing, mask, show, type_of
from forms_catalog.questions.rows import every_column

from .. import queries
from ..clock import moment
from ..models import Change, Record
from ..registry import Live
from ..sealing import DataKey, open_answers
from ..sight import Eyes, eyes
from ..titles import link_uids, title
from ..witnessing.revealing import revealable
from ..witnessing.shown import about, saw

STATE_TAGS = {
    "orange": "wait",
    "green": "done",
    "yellow": "back",
    "red": "late",
    "blue": "half",
    "grey": "off",
}


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
    key: DataKey | None = None

    @cached_property
    def changes(self) -> Sequence[Change]:
        """The past, the newest first; read once a page."""
        return queries.history(self.record)

    def text(self, question: Question, answer: Any) -> tuple[str, bool]:
        """(words, whether they are a mask)."""
        if answer is None:
            return "", False
        masked = self.hides(question) and not is_missing(answer)
        if question.name not in self.sight.hidden:
            saw(question, not masked, self.ledger.questions.get(question.name))
        if masked:
            return mask(question, answer), True
        return show(question, answer, self.ctx), False

    def told(self) -> Mapping[str, Told]:
        """The words of the decision tables and scores behind computed answers, where there are any."""
        program = program_of(self.bundle)
        if not program.tables and not any(i.points for i in program.items.values()):
            return {}
        setting = Setting(moment(self.record.updated_at), self.ctx)
        return evaluate(program, self.answers, setting).told

    def hides(self, question: Question) -> bool:
        sealed = question.sealed and question.name not in self.sight.clear
        return sealed or self.masks(question)

    @property
    def veiled(self) -> frozenset[str]:
        """The names of all that the rules of access mask."""
        if not self.sight.afar:
            return self.sight.masked
        own = self.bundle.part()
        return frozenset(column.name for one in own for column in every_column(one))

    def masks(self, question: Question) -> bool:
        """By the rules of access alone."""
        return self.sight.afar or question.name in self.sight.masked


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
    about(ledger.id, record.place_path, record.pk)
    return Opened(record, ledger, bundle, answers, sight, ctx, linked, key)


_ANY = str(uuid.UUID(int=0))
Line = tuple[str, str, bool, bool, str, str]


def blocks(item: Opened) -> list[tuple[str, list[Line]]]:
    """(heading, lines (label, words, nothing there, masked, link, why)) of the record's own sections."""
    made = []
    told, asked_for = item.told(), revealable(item)
    for section in item.bundle.placed:
        if section.through:
            continue
        asked = [q for q in section.questions if _told_of(item, section, q)]
        if asked:
            lines = [_line(item, question, told, asked_for) for question in asked]
            made.append((section.label, lines))
    return made


def _told_of(item: Opened, section: Placed, question: Question) -> bool:
    """What is kept and may be seen; what is asked only sometimes, only when it was answered."""
    if not type_of(question).stored or question.name in item.sight.hidden:
        return False
    sometimes = bool(question.relevant or section.relevant)
    return question.name in item.answers or not sometimes


@cache
def _reveal_address() -> str:
    """Asked for once: a page may lead to many."""
    return reverse("reveal", args=[_ANY, "_"])


def _reveal_href(item: Opened, name: str) -> str:
    return _reveal_address().replace(_ANY, str(item.record.uid)).replace("/_/", f"/{name}/")


def _line(
    item: Opened, question: Question, told: Mapping[str, Told], asked_for: Container[str]
) -> Line:
    answer = item.answers.get(question.name)
    found = told.get(question.option("decision", "") or question.name)
    why = "因为" + "；".join(found.why) if found and found.why and answer is not None else ""
    words, masked = item.text(question, answer)
    if answer is None and not type_of(question).asked:
        return question.label, "—", True, False, "", ""
    href = ""
    if masked:
        href = _reveal_href(item, question.name) if question.name in asked_for else ""
    elif question.type == "record" and str(answer) in item.linked:
        href = reverse("record", args=[answer])
    return question.label, words, not words, masked, href, "" if masked else why


def state_of(ledger: Live, code: str) -> tuple[str, str]:
    """(words, tag) of a state."""
    state = ledger.rules.state(code)
    return (state.label, STATE_TAGS[state.color]) if state else (code, "off")


__all__ = ["Eyes", "Line", "Opened", "blocks", "eyes", "opened", "state_of"]
