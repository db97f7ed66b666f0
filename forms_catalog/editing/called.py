"""Codes in the words about a fault become what the page calls them: files have names, pages have labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..blocks.ledgers_words import WORDS
from ..blocks.words import KEYS
from ..bundle import every_question
from ..checks.meaning.ledgers import questions_of
from ..definition import FormDefinition, Ledger, Question
from ..logic.reserved import RESERVED
from ..models import Template
from ..publishing import Overlay
from .asking import label_of
from .words import plain

QUOTED = re.compile(r"“([!-~]+(?: [!-~]+)*)”")
ENGINE = {
    "_state": "状态",
    "_place": "地方",
    "_age": "年龄",
    "_today": "今天",
    "_period_start": "这一次从哪天起",
    "_due_date": "到期的那天",
    "any": "任何状态",
}
assert {name for name in ENGINE if name[:1] == "_"} <= RESERVED.keys()


@dataclass(frozen=True)
class Called:
    """What everything in a draft is called on its pages."""

    draft: Any

    def text(self, text: str) -> str:
        """What is wrong: it mostly speaks of questions, states, people."""
        return _with(text, self.names, self.keys)

    def remedy(self, text: str) -> str:
        """What to do: it mostly speaks of boxes."""
        return _with(text, self.keys, self.names)

    @cached_property
    def keys(self) -> dict[str, str]:
        """Labels of boxes; where two parts call a key differently, that of the ledger itself."""
        if isinstance(self.draft, FormDefinition):
            return {name: words.label for name, words in KEYS.items()}
        found: dict[str, str] = {}
        for words in WORDS.values():
            for name, said in words.items():
                found.setdefault(name, said.label)
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        found = ENGINE | _titles()
        for name, label in self._labels():
            found[name] = label
        return found

    def _labels(self) -> Iterator[tuple[str, str]]:
        """Those near the draft last, since they are meant first."""
        if isinstance(self.draft, FormDefinition):
            yield from _asked(every_question(self.draft))
            return
        book = Overlay(self.draft)
        key = getattr(self.draft, "ledger", "")
        rules = self.draft if isinstance(self.draft, Ledger) else book.get("ledger", key)
        if not isinstance(rules, Ledger):
            return
        own = questions_of(rules, book) or {}
        for link in own.values():
            other = book.get("ledger", str(link.option("record") or ""))
            if isinstance(other, Ledger):
                yield from _asked((questions_of(other, book) or {}).values())
        yield from _asked(own.values())
        parts: list[Any] = [*rules.states, *rules.actions, *rules.derived, *rules.decisions]
        for part in parts:
            yield part.name, plain(part.label) or part.name


def _asked(questions: Any) -> Iterator[tuple[str, str]]:
    question: Question
    for question in questions:
        yield question.name, label_of(question)


def _titles() -> dict[str, str]:
    rows = Template.objects.filter(owner="", kind__in=("role", "form", "ledger"))
    return {key: plain(title) for key, title in rows.values_list("key", "title")}


def _with(text: str, *known: Mapping[str, str]) -> str:
    """Everything quoted that is known, by its words; what is only half known stays as it was."""

    def word(name: str) -> str:
        bare = name[2:-1] if name.startswith("${") and name.endswith("}") else name
        return next((one[bare] for one in known if bare in one), "")

    def said(found: re.Match[str]) -> str:
        words = [word(name) for name in found[1].split()]
        return f"“{'”“'.join(words)}”" if all(words) else found[0]

    return QUOTED.sub(said, text)
