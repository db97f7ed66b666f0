"""A ledger's list: text, place, state, order and page live in the URL."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.definition import Question
from forms_catalog.ports import PlaceRef, ports
from forms_catalog.problems import Refused
from forms_catalog.questions import Context, read, type_of
from forms_catalog.writers.fields import Choice

from .. import queries
from ..exchange.giving import YES, asks, right
from ..queries import Ask, Page
from ..registry import Live
from ..scope import reach
from .frame import ledger_or_404, may, staff
from .importing import may_import
from .looks import door
from .showing import Eyes, eyes
from .table import rows_of
from .through import tasks_href
from .work import count_words

SHOWN_COLUMNS = 5
MOST_DIGITS = 9


@staff
def listing(request: HttpRequest, key: str) -> HttpResponse:
    """What is searched for is posted, so that an identity number never stands in an address."""
    ledger = ledger_or_404(request, key)
    ask = _ask(request, ledger)
    if request.method == "POST" and not _private(ask):
        return redirect(reverse("ledger", args=[key]) + _href(ask, page=1))
    if request.method == "GET" and _private(ask):
        return redirect(reverse("ledger", args=[key]) + _href(ask, q="", page=1))
    counts = queries.state_counts(request.user, ledger, ask.place)
    total = None if ask.text else counts.get(ask.state, 0) if ask.state else sum(counts.values())
    columns = _columns(request, ledger)
    page = queries.listing(request.user, ledger, ask, [q.name for q in columns], total)
    context = {
        "title": ledger.title,
        "words": scope_words(request, ledger),
        "new_href": door(request, ledger) if may(request, ledger, "opening") else "",
        "new_label": "新登记",
        "tasks_href": tasks_href(request, ledger),
        "import_href": reverse("import", args=[key]) if may_import(request, ledger) else "",
        **_exports(request, ledger),
        "q": "" if _private(ask) else ask.text,
        "q_label": "姓名、编号或证件号码" if _identifying(ledger) else "姓名或编号",
        "keep": [(name, value) for name, value in _query(ask).items() if name in {"state", "sort"}],
        "places": places(request, ledger, ask.place),
        "states": _states(ledger, ask, counts),
        "columns": _headings(ledger, columns, ask),
        "rows": rows_of(request, ledger, page.records, columns),
        "total_words": _total_words(page),
        "pager": pager(page.number, page.pages, ask),
        "chips": _chips(ask),
        "empty_words": "换个条件再查，或看看别的状态。" if ask.text or ask.state else "",
    }
    return render(request, "web/list.html", context)


def _exports(request: HttpRequest, ledger: Live) -> dict[str, str]:
    """Where the list goes out as a file, at once or when somebody else has agreed."""
    user, at_once = request.user, right(request.user, ledger) == YES
    ways = {"export-xlsx": at_once, "export-csv": at_once, "export-ask": asks(user, ledger)}
    return {
        name.replace("-", "_") + "_href": reverse(name, args=[ledger.key]) if open_now else ""
        for name, open_now in ways.items()
    }


def _ask(request: HttpRequest, ledger: Live) -> Ask:
    get = request.POST if request.method == "POST" else request.GET
    text = get.get("q", "").strip()[:80]
    page = get.get("page", "1")
    return Ask(
        text=text,
        place=place_of(get.get("place", "")),
        state=get.get("state", "") if ledger.rules.state(get.get("state", "")) else "",
        sort=get.get("sort", "")[:64],
        page=int(page) if page.isdecimal() and len(page) < 6 else 1,
        found=_identity(ledger, text),
    )


asked_of = _ask


def place_of(path: str) -> str:
    return path if path and ports.places.place(path) else ""


def _identifying(ledger: Live) -> list[Question]:
    """The sealed questions of the ledger's identity rules."""
    names = {name for rule in ledger.rules.identity for name in rule}
    return [q for name, q in ledger.questions.items() if name in names and q.sealed]


def _identity(ledger: Live, text: str) -> dict[str, str]:
    """The text as a sealed identity of this ledger, when it is one: found by blind index."""
    found = {}
    for question in _identifying(ledger) if text else ():
        try:
            found[question.name] = type_of(question).normal(read(question, text, Context()))
        except Refused:
            continue
    return found


def _private(ask: Ask) -> bool:
    """An identity, or digits so many that it may be one mistyped: stands in no address."""
    return bool(ask.found) or sum(char.isdigit() for char in ask.text) > MOST_DIGITS


private = _private


def _columns(request: HttpRequest, ledger: Live) -> list[Question]:
    """The first columns that fit on a row, without what the title says already or eyes may not see."""
    sight = _sight(request, ledger)
    named = ledger.bundle.form.instance_name
    names = [
        name
        for name in ledger.rules.columns
        if name in ledger.questions and name not in sight.hidden and f"(({name}" not in named
    ]
    return [ledger.questions[name] for name in names[:SHOWN_COLUMNS]]


def _sight(request: HttpRequest, ledger: Live) -> Eyes:
    paths = reach(request.user).paths.get(ledger.id, ())
    return eyes(request.user, ledger, paths[0] if paths else "")


def _query(ask: Ask, **changes: object) -> dict[str, str]:
    text = "" if _private(ask) else ask.text
    values = {"q": text, "place": ask.place, "state": ask.state, "sort": ask.sort} | changes
    return {name: str(value) for name, value in values.items() if value not in ("", 1)}


def _href(ask: Ask, **changes: object) -> str:
    return "?" + urlencode(_query(ask, **changes))


def _headings(ledger: Live, columns: list[Question], ask: Ask) -> list[tuple[str, str, str, str]]:
    first = ("title", "名称", "", "")
    place = _heading("_place", "地方", ask)
    rest = [
        _heading(q.name, q.label, ask)
        if q.name in ledger.slots and q.type != "record"
        else (q.name, q.label, "", "")
        for q in columns
    ]
    return [first, *rest, place, _heading("_created", "登记时间", ask)]


def _heading(key: str, label: str, ask: Ask) -> tuple[str, str, str, str]:
    sorted_ = {key: "ascending", f"-{key}": "descending"}.get(ask.sort, "")
    turned = f"-{key}" if ask.sort == key else key
    return key, label, _href(ask, sort=turned), sorted_


def places(request: HttpRequest, ledger: Live, chosen: str) -> list[Choice]:
    """The places right below the person's own, to narrow the list by."""
    roots = reach(request.user).paths.get(ledger.id, ())
    below: list[PlaceRef] = [child for root in roots for child in ports.places.children(root)]
    if len(below) < 2:
        return []
    if chosen and chosen not in {ref.path for ref in below}:
        found = ports.places.place(chosen)
        below = [found, *below] if found else below
    return [
        Choice("", f"全部{len(below)}处", chosen=not chosen),
        *(Choice(ref.path, ref.name, chosen=ref.path == chosen) for ref in below),
    ]


def _states(
    ledger: Live, ask: Ask, counts: Mapping[str, int]
) -> list[tuple[str, str, int | None, bool]]:
    tabs: list[tuple[str, str, int | None, bool]] = [
        ("全部", _href(ask, state="", page=1), sum(counts.values()), not ask.state)
    ]
    for state in ledger.rules.states:
        if counts.get(state.name) or state.name == ask.state:
            href = _href(ask, state=state.name, page=1)
            tabs.append((state.label, href, counts.get(state.name, 0), ask.state == state.name))
    return tabs


def scope_words(request: HttpRequest, ledger: Live) -> str:
    refs = [ports.places.place(path) for path in reach(request.user).paths.get(ledger.id, ())]
    return "、".join(ref.full_name for ref in refs if ref)[:120]


def _total_words(page: Page) -> str:
    if not page.records:
        return ""
    first = (page.number - 1) * queries.PAGE + 1
    return f"第{first}—{first + len(page.records) - 1}条，共{count_words(page.total)}条"


def pager(page: int, pages: int, ask: Ask) -> SimpleNamespace | None:
    if pages == 1:
        return None
    near = {1, pages, *range(page - 2, page + 3)}
    numbers = sorted(n for n in near if 1 <= n <= pages)
    links: list[tuple[str, str, bool]] = []
    for before, number in zip([0, *numbers], numbers, strict=False):
        if number - before > 1:
            links.append(("…", "", False))
        links.append((str(number), _href(ask, page=number), number == page))
    return SimpleNamespace(
        number=page,
        pages=links,
        previous=_href(ask, page=page - 1) if page > 1 else "",
        next=_href(ask, page=page + 1) if page < pages else "",
    )


def _chips(ask: Ask) -> list[tuple[str, str]]:
    chips = []
    if ask.text:
        words = "一个号码" if _private(ask) else ask.text
        chips.append((f"查找：{words}", _href(ask, q="", page=1)))
    if ask.place:
        place = ports.places.place(ask.place)
        chips.append((f"地方：{place.name if place else ''}", _href(ask, place="", page=1)))
    return chips
