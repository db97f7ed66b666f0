"""The boxes of a ledger's edit page: one page of it with what stands above all pages."""

from __future__ import annotations

from typing import Any

from django import forms

from .. import editions
from ..blocks.ledgers import PAGES, page_block, page_from_block, page_of, page_to_block
from ..bundle import every_question
from ..definition import FormDefinition, Ledger, load
from ..definition.canonical import attribute
from ..models import Edition
from ..publishing import Overlay
from .facets import Facet, facet_of
from .forms import DraftForm, Lenient, area, head
from .merging import Part

FIRST = "basics"
HEADS = ("title", "head_note", "head_source")
NAMED = ("states", "actions", "derived", "decisions", "views", "tables", "exports", "duties")
"""The keys whose parts keep the names that they were published with."""


def _page(name: str) -> Lenient:
    return Lenient(block=page_block(name), label=PAGES[name].label, required=False)


class LedgerForm(DraftForm):
    """One page of a ledger; the others are not touched."""

    definition = Ledger
    head_note = head(Ledger, "note", widget=area())
    head_source = head(Ledger, "source", widget=area())
    section = forms.CharField(required=False, widget=forms.HiddenInput)
    part_basics = _page("basics")
    part_states = _page("states")
    part_actions = _page("actions")
    part_looks = _page("looks")
    part_duties = _page("duties")
    part_rounds = _page("rounds")
    part_access = _page("access")
    part_keeping = _page("keeping")

    @property
    def open_page(self) -> str:
        return self.asked if self.asked in PAGES else FIRST

    @property
    def part(self) -> Part:
        return facet_of(self.draft, self.open_page)

    def open_part(self) -> None:
        page = self.open_page
        gone = [f"part_{name}" for name in PAGES if name != page]
        for name in [*gone, *(HEADS if page != FIRST else ())]:
            self.fields.pop(name, None)
        self.initial["section"] = page
        self.initial[f"part_{page}"] = page_to_block(self.draft, page)

    def posted_part(self, data: dict[str, Any]) -> Part:
        page = data.get("section") or ""
        if page not in PAGES or f"part_{page}" not in self.fields:
            return None
        taken = question_names(self.draft) if page == page_of("decisions") else ()
        published = published_parts(self.draft.id)
        return Facet(page, page_from_block(data[f"part_{page}"], page, published, taken))


def question_names(ledger: Ledger) -> frozenset[str]:
    form = Overlay(ledger).get("form", ledger.form.partition(".")[0])
    known = every_question(form) if isinstance(form, FormDefinition) else ()
    return frozenset(question.name for question in known)


def published_ledgers(ledger: str) -> list[Ledger]:
    """As every edition has it."""
    keys = Edition.objects.filter(kind="ledger", key=ledger).order_by("number")
    found = [load(editions.canonical(pk)["template"]) for pk in keys.values_list("pk", flat=True)]
    return [one for one in found if isinstance(one, Ledger)]


def published_parts(ledger: str) -> dict[str, frozenset[str]]:
    """The names that parts of any edition have: they stay theirs for ever."""
    every = published_ledgers(ledger)
    return {
        key: frozenset(part.name for one in every for part in getattr(one, attribute(key)))
        for key in NAMED
    }
