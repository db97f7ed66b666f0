"""What conditions and texts of a notice or a letter may speak of: the ledger that it is about."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ..applying import StoredBook
from ..definition import Ledger, Letter, Notice
from ..models import Template
from ..placeholders import fill
from ..publishing import own_problems
from . import standing
from .asking import label_of, problem_said
from .facets import EMPTY
from .ledgers_asking import LedgerAsked, bundle_for
from .notices_parts import SPLIT
from .papers_offers import NAMES, paper_choices
from .remedies import on_the_page
from .words import plain

BOX = "rule_"
LONG = 600
"""Signs of a text that is not read aloud: the paper itself is shown."""


@dataclass(frozen=True)
class PaperAsked(LedgerAsked):
    """A notice's or a letter's draft as the builder sees it; `ledger` is what it is about."""

    paper: Notice | Letter = field(kw_only=True)

    @property
    def roles(self) -> dict[str, str]:
        return standing.role_titles()

    @property
    def notices(self) -> dict[str, str]:
        rows = Template.objects.filter(kind="notice", owner="")
        return {key: plain(title) for key, title in rows.values_list("key", "title")}

    @cached_property
    def named(self) -> dict[str, str]:
        """What placeholders are called."""
        own = {name: label_of(one) for name, one in self.own.items()}
        cells = {c.name: label_of(c) for one in self.own.values() for c in one.questions}
        made = {name: plain(one.label) for name, one in self.likes.items()}
        return cells | own | made | NAMES

    def offer(self) -> dict[str, Any]:
        found = super().offer()
        return found | {"choices": found["choices"] | paper_choices(self.ledger, self.own)}

    def read(self, text: str, box: str) -> dict[str, Any]:
        path = box.removeprefix(BOX).replace("_", ".", 1)
        name = path.partition(".")[0]
        said: dict[str, Any] = {name: text}
        problems = [
            one
            for one in on_the_page(own_problems(replace(self.paper, **said)))
            if one.place.path == name
        ]
        return {
            "words": self.worded(text).rstrip("。") if len(text) < LONG else "",
            "problems": [problem_said(one) for one in problems],
        }

    def worded(self, text: str) -> str:
        """With what placeholders are called; optional words stand there too."""
        return fill(text, lambda name, form: f"「{self._called(name)}」").strip()

    def _called(self, name: str) -> str:
        """One of a record that ours points at is said with the question that points."""
        link, _, inner = name.partition(".")
        if not inner or name in self.named:
            return self.named.get(name, name)
        asked = self.own.get(link)
        other = self.beside(str(asked.option("record"))) if asked else self
        there = other.labels.get(inner, inner)
        return f"{self.named.get(link, link)}的{there}"


def paper_asked(draft: Any, post: Any) -> PaperAsked:
    """The draft with what was chosen on the page and is not saved yet."""
    told: dict[str, Any] = {
        name: tuple(one for one in SPLIT.split(post[BOX + name]) if one)
        for name in ("sealed", "clear")
        if BOX + name in post and hasattr(draft, name)
    }
    return about(replace(draft, ledger=post.get(f"{BOX}ledger", draft.ledger), **told))


def about(paper: Notice | Letter) -> PaperAsked:
    """However little of it is written."""
    found = StoredBook().get("ledger", paper.ledger) if paper.ledger else None
    ledger = found if isinstance(found, Ledger) else EMPTY
    return PaperAsked(bundle_for(ledger), ledger=ledger, paper=paper)
