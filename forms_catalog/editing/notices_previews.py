"""How a notice will read: each channel's words about a record that nobody filled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..applying import StoredBook
from ..bundle import Bundle, make
from ..definition import FormDefinition, Ledger, Letter, Notice, Question
from ..forming import formed, text_formed
from ..logic.reserved import RESERVED
from ..placeholders import fill
from ..publishing import Overlay
from ..questions import Context, mask, show
from ..questions.base import QuestionType, type_of
from ..questions.derived import DerivedType
from ..samples import sample_answers
from .notices_forms import CHANNELS
from .words import plain

MODES = [("words", "消息")]
BLANK = "（还没写）"
SAMPLES: dict[str, Any] = {
    "_village": "示例村",
    "_township": "示例镇",
    "_county": "示例县",
    "_place": "示例村",
    "_number": "K7M-2QXD-4",
    "_count": 3,
    "_late_days": 5,
    "_round": "示例轮次",
    "_missing": 12,
    "_unfinished": 3,
    "_every_days": 7,
    "_reason": "示例原因",
    "_title": "示例通知",
    "_actor_name": "安晨",
    "_period": "2026年第4季度",
    "_rate": "95%",
}
KINDS: dict[str, Any] = {"number": 3, "date": dt.date(2026, 11, 20), "text": "示例"}


@dataclass(frozen=True)
class Said:
    """One channel: what it is called, subject and lines, how many characters."""

    channel: str
    label: str
    subject: str
    lines: tuple[str, ...]
    size: int


class Sampled:
    """A record of the template's ledger that nobody filled."""

    def __init__(self, draft: Notice | Letter) -> None:
        self.draft = draft
        self.others: dict[str, Sampled] = {}
        self.values = dict(draft.values)
        self.told = draft.sealed if isinstance(draft, Notice) else draft.clear
        self.book = Overlay(draft)
        self.bundle = self._bundle(draft.ledger)
        self.answers: Mapping[str, Any] = sample_answers(self.bundle) if self.bundle else {}

    def _bundle(self, key: str) -> Bundle | None:
        ledger = StoredBook().get("ledger", key) if key else None
        form = (
            self.book.get("form", ledger.form.partition(".")[0])
            if isinstance(ledger, Ledger)
            else None
        )
        return make(form, self.book) if isinstance(form, FormDefinition) else None

    def word(self, name: str, form: str) -> str:
        if name.startswith("_"):
            return formed(SAMPLES.get(name, KINDS.get(RESERVED.get(name, "text"), "示例")), form)
        if name in self.values:
            return "示例"
        if "." in name:
            return self._pointed(name, form)
        found = self.bundle.questions.get(name) if self.bundle else None
        if found is None:
            return self._cell(name, form)
        return self._answer(found[0], self.answers.get(name), form)

    def _pointed(self, name: str, form: str) -> str:
        """Of the record that one of ours points at."""
        link, _, inner = name.partition(".")
        asked = self.bundle.questions.get(link) if self.bundle else None
        other = str(asked[0].option("record", "")) if asked else ""
        if other and other not in self.others:
            told = tuple(one.partition(".")[2] for one in self.told if one.startswith(f"{link}."))
            said: Any = {"sealed" if isinstance(self.draft, Notice) else "clear": told}
            self.others[other] = Sampled(replace(self.draft, ledger=other, values=(), **said))
        return self.others[other].word(inner, form) if other else "示例"

    def _cell(self, name: str, form: str) -> str:
        """A column of the first row of the table that has it."""
        for table, _ in self.bundle.questions.values() if self.bundle else ():
            rows: Any = self.answers.get(table.name) or ({},)
            for column in table.questions:
                if column.name == name:
                    return self._answer(column, rows[0].get(name), form)
        return "示例"

    def _answer(self, question: Question, answer: Any, form: str) -> str:
        if answer is None or question.type == DerivedType.name:
            return "示例"
        own = type(type_of(question)).mask is not QuestionType.mask
        if (question.sealed and question.name not in self.told) or (form == "mask" and own):
            return mask(question, answer)
        assert self.bundle is not None
        words = show(question, answer, Context(options=self.bundle.options))
        return text_formed(str(answer) if form in ("code", "cn") else words, form)


def said(notice: Notice) -> list[Said]:
    """Every channel that the notice goes by."""
    sampled, labels = Sampled(notice), dict(CHANNELS)
    found = []
    for channel in notice.channels:
        text = fill(text_for(notice, channel), sampled.word) or BLANK
        subject = fill(notice.subject, sampled.word) if notice.subject else plain(notice.title)
        lines = tuple(text.splitlines())
        found.append(Said(channel, labels.get(channel, channel), subject, lines, len(text)))
    return found


def text_for(notice: Notice, channel: str) -> str:
    if isinstance(notice.text, str):
        return notice.text
    own = dict(notice.text)
    return own.get(channel) or next(iter(own.values()), "")


def show_notice(notice: Notice, request: HttpRequest) -> HttpResponse:
    context = {"title": plain(notice.title) or BLANK, "channels": said(notice)}
    return render(request, "web/preview_notice.html", context, using="jinja2")
