"""How a ledger will look: its list, a record with its buttons, its life as a drawing, its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..definition import Action, Ledger, Question, State
from ..expressions import parse
from ..placeholders import fill
from ..problems import Refused
from ..questions import Answer, Context, mask, show, type_of
from ..samples import varied
from ..writers import yaml as yaml_writer
from . import standing
from .asking import label_of
from .ledgers_asking import LedgerAsked, bundle_for
from .life_picture import picture
from .words import plain

MODES = [("list", "清单"), ("record", "一份记录"), ("life", "状态和动作"), ("yaml", "YAML")]
RECORDS = 8
TAGS = {
    "orange": "wait",
    "green": "done",
    "yellow": "back",
    "red": "late",
    "blue": "half",
    "grey": "off",
}
BLANK = "（还没写）"
MADE_UP = {"division": "示例地方", "body": "示例机构", "record": "示例记录"}
"""What cannot be made up without looking into the house."""
OPENING = "opening"


@dataclass(frozen=True)
class Made:
    """A record that nobody filled."""

    answers: Mapping[str, Answer]
    state: State


class Shown:
    """A ledger's draft made fit to be drawn."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.asked = LedgerAsked(bundle_for(ledger), ledger=ledger)
        self.bundle = self.asked.bundle
        self.ctx = Context(options=self.bundle.options)
        self.states = ledger.states or (State(name="x", label=BLANK),)

    @cached_property
    def titles(self) -> dict[str, str]:
        return standing.role_titles()

    @cached_property
    def records(self) -> list[Made]:
        """In the states by turns, most of them in the first two."""
        turns = [*self.states[:2], *self.states]
        return [Made(varied(self.bundle, at), turns[at % len(turns)]) for at in range(RECORDS)]

    def text(self, made: Made, question: Question) -> str:
        if question.type in MADE_UP:
            return MADE_UP[question.type]
        answer = made.answers.get(question.name)
        if answer is None:
            return ""
        if question.sealed:
            return mask(question, answer)
        return show(question, answer, self.ctx)

    def title(self, made: Made, number: int) -> str:
        own = self.asked.own

        def value(name: str, form: str) -> str:
            question = own.get(name.partition(".")[0])
            return self.text(made, question) if question and not question.sealed else ""

        words = fill(self.bundle.form.instance_name, value).strip()
        return words or f"示例{number}"

    def who(self, action: Action) -> str:
        return "、".join(self.titles.get(role, role) for role in action.who) or "还没有人"


def show_ledger(ledger: Ledger, request: HttpRequest, mode: str) -> HttpResponse:
    draw = {"record": _record, "life": _life, "yaml": _yaml}.get(mode, _list)
    context = {"title": ledger.title or BLANK} | draw(Shown(ledger))
    return render(
        request, f"web/preview_{draw.__name__.strip('_')}_ledger.html", context, using="jinja2"
    )


def _list(look: Shown) -> dict[str, Any]:
    columns = [look.asked.own[name] for name in look.ledger.columns if name in look.asked.own]
    rows = [
        {
            "title": look.title(made, at),
            "state": _tag(made.state),
            "cells": [(label_of(q), look.text(made, q)) for q in columns],
        }
        for at, made in enumerate(look.records, 1)
    ]
    counts = [sum(made.state is state for made in look.records) for state in look.states]
    return {
        "columns": [label_of(question) for question in columns],
        "rows": rows,
        "tabs": [(plain(s.label) or BLANK, n) for s, n in zip(look.states, counts, strict=True)],
        "views": [plain(view.label) or BLANK for view in look.ledger.views],
    }


def _tag(state: State) -> tuple[str, str]:
    return plain(state.label) or BLANK, TAGS.get(state.color, "off")


def _record(look: Shown) -> dict[str, Any]:
    made = look.records[0]
    own = look.asked.own
    blocks = [
        (
            plain(section.label),
            [
                (label_of(q), look.text(made, q))
                for q in section.questions
                if q.name in own and type_of(q).stored and not q.questions
            ],
        )
        for section in look.bundle.placed
    ]
    return {
        "name": look.title(made, 1),
        "state": _tag(made.state),
        "blocks": [block for block in blocks if block[1]],
        "doing": [(*_tag(state), [*_buttons(look, state)]) for state in look.states],
    }


def _buttons(look: Shown, state: State) -> Iterator[tuple[str, str]]:
    for action in look.ledger.actions:
        if action.name != OPENING and ({state.name, "any"} & set(action.from_)):
            yield plain(action.label) or BLANK, look.who(action)


def _life(look: Shown) -> dict[str, Any]:
    names = {state.name: _tag(state)[0] for state in look.ledger.states} | {"any": "任何状态"}
    return {
        "picture": picture(look.ledger),
        "lines": [_line(look, a, names) for a in look.ledger.actions],
    }


def _line(look: Shown, action: Action, names: Mapping[str, str]) -> dict[str, str]:
    """An action as a row of the table below the drawing."""
    sources = "、".join(names.get(code, code) for code in action.from_)
    guard = (
        [action.guard] if isinstance(action.guard, str) else [r.constraint for r in action.guard]
    )
    return {
        "label": plain(action.label) or BLANK,
        "from": "还没有记录时" if action.name == OPENING else sources,
        "to": names.get(action.to, action.to) or "不变",
        "who": look.who(action),
        "guard": "；".join(_said(look, text) for text in guard if text),
    }


def _said(look: Shown, text: str) -> str:
    try:
        return look.asked.say(parse(text))
    except Refused:
        return text


def _yaml(look: Shown) -> dict[str, Any]:
    return {"text": yaml_writer.write_template(look.ledger).decode()}
