"""The list of posts and accounts below: tabs by state, filters by place and role, a search by name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from people.accounts.lines import WORDS, Line, State, lines
from people.accounts.office import Office
from people.accounts.slips import wanting
from people.paths import lies_in

from .frame import moment, places_below, state_of, superior

PAGE = 50


@dataclass(frozen=True)
class Ask:
    """What the list is narrowed to; all but the name stands in the address."""

    state: str = ""
    place: str = ""
    role: str = ""
    page: int = 1
    name: str = ""

    def href(self, **changes: object) -> str:
        said = {"state": self.state, "place": self.place, "role": self.role, "page": self.page}
        said |= changes
        kept = {key: value for key, value in said.items() if value and value != 1}
        return f"?{urlencode(kept)}" if kept else "?"

    def takes(self, line: Line) -> bool:
        if not lies_in(line.path, self.place) or (self.role and line.role != self.role):
            return False
        return not self.name or self.name in line.name or self.name == line.username


@superior
def listing(request: HttpRequest, office: Office) -> HttpResponse:
    ask = _ask(request)
    if request.method == "POST" and not ask.name:
        return redirect(reverse("accounts") + ask.href(page=1))
    every = lines(office)
    near = [line for line in every if ask.takes(line)]
    shown = [line for line in near if not ask.state or line.state == ask.state]
    context = {
        "words": _words(every),
        "states": _tabs(ask, near),
        "q": ask.name,
        "places": _chosen(places_below(office), ask.place, "全部地方"),
        "roles": _chosen(_roles(every), ask.role, "全部岗位"),
        "state": ask.state,
        "slips": len(wanting(office, every)),
        **_page(ask, shown),
    }
    return render(request, "web/accounts.html", context)


def _ask(request: HttpRequest) -> Ask:
    said = request.POST if request.method == "POST" else request.GET
    page = said.get("page", "")
    return Ask(
        state=said.get("state", "") if said.get("state") in set(State) else "",
        place=said.get("place", "")[:24],
        role=said.get("role", "")[:60],
        page=int(page) if page.isdecimal() and len(page) < 6 else 1,
        name=request.POST.get("q", "").strip()[:60],
    )


def _words(every: list[Line]) -> str:
    empty = sum(line.state == State.EMPTY for line in every)
    words = f"{len(every) - empty:,}个账号"
    return f"{words}，空着{empty:,}个岗位" if empty else words


def _tabs(ask: Ask, near: list[Line]) -> list[tuple[str, str, int, bool]]:
    counts = Counter(line.state for line in near)
    tabs = [("全部", ask.href(state="", page=1), len(near), not ask.state)]
    tabs += [
        (words, ask.href(state=state.value, page=1), counts[state], ask.state == state)
        for state, words in WORDS.items()
        if counts[state] or ask.state == state
    ]
    return tabs


def _roles(every: list[Line]) -> list[tuple[str, str]]:
    return sorted({(line.role, line.title) for line in every if not line.user or line.post})


def _chosen(found: list[tuple[str, str]], value: str, nothing: str) -> list[SimpleNamespace]:
    """Options of a select; none where there is nothing to choose between."""
    if len(found) < 2:
        return []
    return [
        SimpleNamespace(value=key, label=label, chosen=key == value)
        for key, label in [("", nothing), *found]
    ]


def _page(ask: Ask, shown: list[Line]) -> dict[str, object]:
    pages = max(1, -(-len(shown) // PAGE))
    number = min(ask.page, pages)
    first = (number - 1) * PAGE
    rows = shown[first : first + PAGE]
    words = f"第{first + 1}—{first + len(rows)}个，共{len(shown):,}个" if rows else ""
    return {
        "rows": [_row(line) for line in rows],
        "total_words": words,
        "pager": _pager(ask, number, pages),
    }


def _pager(ask: Ask, number: int, pages: int) -> SimpleNamespace | None:
    if pages == 1 or ask.name:
        return None
    near = sorted({1, pages, *range(number - 2, number + 3)} & {*range(1, pages + 1)})
    links: list[tuple[str, str, bool]] = []
    for before, at in zip([0, *near], near, strict=False):
        if at - before > 1:
            links.append(("…", "", False))
        links.append((str(at), ask.href(page=at), at == number))
    return SimpleNamespace(
        number=number,
        pages=links,
        previous=ask.href(page=number - 1) if number > 1 else "",
        next=ask.href(page=number + 1) if number < pages else "",
    )


def _row(line: Line) -> SimpleNamespace:
    label, tag = state_of(line.state)
    new = f"{reverse('account-new')}?{urlencode({'at': line.path, 'role': line.role})}"
    return SimpleNamespace(
        href=reverse("account", args=[line.user]) if line.user else new,
        name=line.name,
        username=line.username,
        where=line.where,
        title=line.title,
        label=label,
        tag=tag,
        seen=moment(line.seen),
    )
