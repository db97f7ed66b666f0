"""The task list of a ledger whose form goes on from records of another one: which are still to be done."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from forms_catalog.ports import ports

from .. import tasklists
from ..acting import submit_of
from ..drafts import Drafts, Sheet
from ..ids import show_number
from ..queries import COUNTED, Ask
from ..registry import Live
from ..rows import Row
from ..scope import reach
from ..sealing import KeysMissing
from ..submission import OPENING
from ..tasklists import BEGUN, DONE, RETURNED, Kept, Tasks
from ..titles import linked, title
from .frame import ledger_or_404, may, record_href, staff
from .listing import pager, place_of, places, scope_words
from .looks import door, door_of, look
from .showing import state_of
from .through import goes_on_from
from .work import count_words, when

DRAFTS = 300
"""A person's drafts of one ledger that are looked into."""


@staff
def tasks(request: HttpRequest, key: str) -> HttpResponse:
    """The place and the page stand in the address; nothing is searched for, so nothing is posted."""
    ledger = ledger_or_404(request, key)
    found = goes_on_from(request, ledger)
    if found is None:
        raise Http404
    through, target = found
    ask = _ask(request)
    begun = _begun(request, ledger, through)
    page = tasklists.tasks(request.user, ledger, through, target, ask, begun)
    context = {
        "title": ledger.title,
        "words": scope_words(request, target),
        "count_words": _count_words(page),
        "places": places(request, target, ask.place),
        "tasks": _Lines(request, ledger, through, begun, _here(request, target, ask)).of(page),
        "many": page.total > COUNTED,
        "source": target.title,
        "new_href": door(request, ledger) if may(request, ledger, OPENING) else "",
        "pager": pager(page.number, page.pages, ask),
        "back_href": reverse("ledger", args=[key]),
        "back_label": f"回到{ledger.title}",
    }
    return render(request, "web/tasks.html", context)


def _ask(request: HttpRequest) -> Ask:
    page = request.GET.get("page", "")
    number = int(page) if page.isdecimal() and len(page) < 6 else 1
    return Ask(place=place_of(request.GET.get("place", "")), page=number)


def _begun(request: HttpRequest, ledger: Live, through: str) -> dict[uuid.UUID, Sheet]:
    """The person's newest draft by the record it goes on from; none can be told without the keys."""
    found: dict[uuid.UUID, Sheet] = {}
    try:
        for sheet in Drafts(request.user).latest(DRAFTS, ledger.id):
            if there := sheet.content.through.get(through):
                found.setdefault(uuid.UUID(there[0]), sheet)
    except KeysMissing:
        return {}
    return found


def _here(request: HttpRequest, target: Live, ask: Ask) -> str:
    """The place that need not be said with every line."""
    roots = reach(request.user).paths[target.id]
    return ask.place or (roots[0] if len(roots) == 1 else "")


def _count_words(page: Tasks) -> str:
    if not page.total:
        return ""
    left = page.total - page.counts[DONE]
    if page.total > COUNTED:
        return f"共{count_words(page.total)}份"
    return f"共{page.total:,}份，{f'还有{left:,}份没做' if left else '都做了'}"


@dataclass
class _Lines:
    """Draws the lines of a page, each leading where this person may go on."""

    request: HttpRequest
    ledger: Live
    through: str
    begun: Mapping[uuid.UUID, Sheet]
    here: str

    @cached_property
    def look(self) -> str:
        return look(self.request)

    def of(self, page: Tasks) -> list[SimpleNamespace]:
        titles = linked(self.request.user, [row for row, _, _ in page.rows])
        named = [(title(row, titles), row, group, kept) for row, group, kept in page.rows]
        alike = Counter(name for name, *_ in named)
        return [
            self._line(name, row, group, kept, more=alike[name] > 1)
            for name, row, group, kept in named
        ]

    def _line(
        self, name: str, row: Row, group: int, kept: Kept | None, more: bool
    ) -> SimpleNamespace:
        label, tag, href, hint = self._told(row, group, kept)
        place = ports.places.place(row.place_path) if row.place_path != self.here else None
        return SimpleNamespace(
            title=name,
            label=label,
            tag=tag,
            href=href,
            hint=hint,
            place=place.name if place else "",
            number=show_number(row.number) if more else "",
            quiet=group == DONE,
        )

    def _told(self, row: Row, group: int, kept: Kept | None) -> tuple[str, str, str, str]:
        """(state, its tag, address, why or when)."""
        if kept and group in (RETURNED, DONE):
            back = group == RETURNED
            href = self._edit(kept) if back else record_href(kept.uid)
            return *state_of(self.ledger, kept.state), href, kept.reason or "" if back else ""
        if group == BEGUN:
            sheet = self.begun[row.uid]
            return "填写中", "half", reverse("draft", args=[sheet.uid]), when(sheet)
        return "未开始", "todo", self._first(row), ""

    def _edit(self, kept: Kept) -> str:
        """Where it is put right, else where it is read."""
        rule = submit_of(self.ledger.rules, kept.state)
        if rule and may(self.request, self.ledger, rule.name, kept.place_path):
            return reverse("edit", args=[kept.uid])
        return record_href(kept.uid)

    def _first(self, row: Row) -> str:
        """Where it is begun, else the record that it would go on from."""
        if may(self.request, self.ledger, OPENING, row.place_path):
            return door_of(self.ledger, self.look, **{self.through: row.uid})
        return record_href(row.uid)
