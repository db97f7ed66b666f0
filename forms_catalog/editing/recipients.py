"""Who a notice tells, in words: posts near the record, people of it, telephones in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..bundle import Book
from ..definition import Pack, Question
from ..questions import TYPES
from .asking import label_of
from .roles import roles_held
from .words import plain

PEOPLE = {
    "_filler": "登记这份记录的人",
    "_responsible": "负责这份记录的人",
    "_actor": "刚才办这件事的人",
}
NEAREST, BODY = "record", "body"
NEAR_RECORD = "记录所在地的，那里没有就是上一级的"
NEAR_BODY = "记录里写的单位的，没写就是所在地的"
GOING_TO = {"_to": "要转去的地方"}
_POST = re.compile(r"([a-z][a-z0-9_]*)@([a-z_][a-z0-9_]*)(?:\(([a-z_][a-z0-9_.]*)\))?")
_PHONE = re.compile(r"\$\{([a-z][a-z0-9_.]*)\}")


@dataclass(frozen=True)
class Meant:
    """All who can be told about a record whose ledger asks these questions."""

    own: Mapping[str, Question]
    book: Book

    @cached_property
    def roles(self) -> dict[str, tuple[str, bool]]:
        """Title, and whether the post is held at a body."""
        return {key: (title, at.startswith("body")) for key, title, at in roles_held()}

    @cached_property
    def levels(self) -> dict[str, str]:
        pack = self.book.get("pack", "")
        found = pack.levels if isinstance(pack, Pack) else ()
        return {one.name: plain(one.label) or one.name for one in found}

    @cached_property
    def phones(self) -> dict[str, str]:
        return {q.name: label_of(q) for q in self.own.values() if dialled(q)}

    def places(self) -> Iterator[tuple[str, str]]:
        """Of a post that is held at a place."""
        yield NEAREST, NEAR_RECORD
        yield from ((name, f"记录所在的{label}的") for name, label in self.levels.items())
        yield from self._named("division")

    def bodies(self) -> Iterator[tuple[str, str]]:
        """Of a post that is held at a body."""
        yield BODY, NEAR_BODY
        yield from self._named("body")

    def _named(self, kind: str) -> Iterator[tuple[str, str]]:
        for one in self.own.values():
            if one.type == kind:
                yield one.name, f"“{label_of(one)}”那里的"

    def offer(self) -> dict[str, Any]:
        """For the page's script, which puts the parts together."""
        return {
            "roles": [(key, title, body) for key, (title, body) in self.roles.items()],
            "places": [*self.places()],
            "bodies": [*self.bodies()],
            "people": [*PEOPLE.items()],
            "phones": [(f"${{{name}}}", label) for name, label in self.phones.items()],
        }

    def said(self, text: str) -> str:
        """As a person would say it; what cannot be read stays as it is."""
        if text in PEOPLE:
            return PEOPLE[text]
        if phone := _PHONE.fullmatch(text):
            return ringing(self.phones.get(phone[1], phone[1]))
        told = _POST.fullmatch(text)
        if told is None or told[1] not in self.roles:
            return text
        title, _ = self.roles[told[1]]
        return f"{title}（{self._where(told[2], told[3] or '')}）"

    def _where(self, where: str, of: str) -> str:
        known = dict([*self.places(), *self.bodies()])
        if not of:
            return known.get(where, where)
        question = self.own.get(of)
        place = GOING_TO.get(of) or (f"“{label_of(question)}”" if question else of)
        return f"{place}的{self.levels.get(where, where)}的"


def ringing(label: str) -> str:
    """A telephone in the record that says so."""
    return label if "电话" in label else f"{label}（电话）"


def dialled(question: Question) -> bool:
    """A telephone brings the keys of a telephone with it when it is asked for."""
    kind = TYPES.get(question.type)
    return kind is not None and kind.inputmode == "tel"
