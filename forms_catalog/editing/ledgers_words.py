"""What stands in a part of a ledger, said as a person would: spans, conditions, people, templates."""

from __future__ import annotations

from dataclasses import dataclass, is_dataclass
from functools import cached_property
from typing import Any

from ..blocks.days import days_in_words
from ..blocks.ledgers_parts import CHOSEN, TEMPLATES
from ..blocks.ledgers_words import WORDS
from ..blocks.words import words_of
from ..definition import Escalate, Ledger, keys_of
from ..definition.canonical import attribute
from ..definition.keys import Key
from ..expressions import parse
from ..models import Template
from ..problems import Refused
from .notices_words import span_said
from .words import plain

NOTHING = "（没有）"
SPANS = ("dur", "span")
OF_LEDGER = ("ledger", "from")
"""The keys that name the ledger whose records a condition beside them reads."""


@dataclass(frozen=True)
class Speaker:
    """Knows the ledger, and what everything it names is called."""

    ledger: Ledger

    @cached_property
    def asked(self) -> Any:
        from .ledgers_asking import ledger_asked

        return ledger_asked(self.ledger, {})

    @cached_property
    def titles(self) -> dict[tuple[str, str], str]:
        rows = Template.objects.filter(owner="").values_list("kind", "key", "title")
        return {(kind, key): plain(title) for kind, key, title in rows}

    @cached_property
    def names(self) -> dict[str, str]:
        from .called import Called

        return Called(self.ledger).names

    def _named(self, name: str) -> str:
        """A question, a state, a role by its words; behind a minus the order is the other way."""
        bare = name.removeprefix("-")
        return self.names.get(bare, bare) + ("，倒着排" if name != bare else "")

    def said(self, value: Any, cls: type, name: str, about: str = "") -> str:
        """What one key of a part holds; `about` is the other ledger that the part reads."""
        item = keys_of(cls)[name]
        known = dict(words_of(item, WORDS.get(cls, {})).choices)
        if isinstance(value, str) and value in known:
            return str(known[value])
        if (cls, name) in CHOSEN and value:
            return "、".join(map(self._named, (value,) if isinstance(value, str) else value))
        if isinstance(value, str) and value:
            return self._text(value, item, (cls, name), about)
        if isinstance(value, tuple) and (cls, name) == (Escalate, "to"):
            return "、".join(self.asked.meant.said(one) for one in value)
        if isinstance(value, tuple):
            return "、".join(self._one(one, item) for one in value) or NOTHING
        return self._one(value, item)

    def _text(self, text: str, item: Key, mark: tuple[type, str], about: str) -> str:
        if mark in TEMPLATES:
            return self.titles.get((TEMPLATES[mark], text), text)
        if item.shape.startswith("expr"):
            return self._condition(text, about)
        return span_said(text) if item.shape.startswith(SPANS) else text

    def _condition(self, text: str, about: str) -> str:
        try:
            return str(self.asked.beside(about).say(parse(text)))
        except Refused:
            return text

    def _one(self, value: Any, item: Key) -> str:
        if isinstance(value, bool):
            return "是" if value else "否"
        if is_dataclass(value):
            return self._part(value)
        if value in ("", None, ()):
            return NOTHING
        if isinstance(value, tuple):
            return "、".join(self._one(one, item) for one in value)
        return days_in_words(str(value)) if item.shape == "dur|texts" else str(value)

    def _part(self, part: Any) -> str:
        """All it holds, one after the other."""
        cls = type(part)
        about = next(
            (str(getattr(part, attribute(n), "")) for n in OF_LEDGER if n in keys_of(cls)), ""
        )
        names = ["name"] if "name" in cls.__dataclass_fields__ else []
        told = [str(getattr(part, name)) for name in names]
        told += [
            self.said(getattr(part, attribute(name)), cls, name, about) for name in keys_of(cls)
        ]
        return "，".join(text for text in told if text not in (NOTHING, "否"))
