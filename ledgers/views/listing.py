"""A ledger's list: text, place, state, order and page live in the URL."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.definition import Question
from forms_catalog.ports import PlaceRef, ports
from forms_catalog.problems import Refused
from forms_catalog.questions import Context, read, type_of
from forms_catalog.writers.fields import Choice

from .. import bulk, queries
from ..derived.likes import known
from ..derived.offering import pending
from ..exchange.giving import NO, YES, Giving, asks, right
from ..narrowing import open_view, view_of
from ..queries import Ask, Page
from ..registry import Live
from ..scope import reach
from ..sight import barred, strictest, unseen
from . import grid_columns
from .conditions import conditions, fields, joined
from .frame import ledger_or_404, may, staff
from .importing import may_import
from .letter_ways import offered as letters_for
from .looks import door
from .showing import Eyes
from .table import rows_of
from .through import tasks_href
from .ways import ways
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
    narrow = ask.text or ask.view or ask.where
    total = None if narrow or counts is None else _counted(counts, ask.state)
    columns = _columns(request, ledger, ask)
    page = queries.listing(request.user, ledger, ask, [q.name for q in columns], total)
    context = {
        "title": ledger.title,
        "words": scope_words(request, ledger),
        "ways": ways(request, ledger),
        "new_href": door(request, ledger) if may(request, ledger, "opening") else "",
        "new_label": "新登记",
        "bulk": [
            (action.label, reverse("bulk-start", args=[key, action.name]))
            for action in bulk.actions(ledger)
            if page.records and may(request, ledger, action.name)
        ]
        + (letters_for(request, ledger) if page.records else []),
        "grids": grid_columns.ways(request, ledger) if page.records else [],
        "asked": list(_query(ask).items()),
        "tasks_href": tasks_href(request, ledger),
        "import_href": reverse("import", args=[key]) if may_import(request, ledger) else "",
        **_exports(request, ledger, ask, page.total),
        "q": "" if _private(ask) else ask.text,
        "q_label": "姓名、编号或证件号码" if _identifying(ledger) else "姓名或编号",
        "keep": [(n, v) for n, v in _query(ask).items() if n in {"state", "sort", "view"}],
        "views": _views(request, ledger, ask),
        "fields": fields(_given(request), ledger, _sight(request, ledger)),
        "shown": _choosable(request, ledger, columns),
        "places": places(request, ledger, ask.place),
        "states": _states(ledger, ask, counts),
        "columns": _headings(request, ledger, columns, ask),
        "rows": rows_of(request, ledger, page.records, columns),
        "total_words": _total_words(page),
        "pager": pager(page.number, page.pages, ask),
        "chips": _chips(ask, _added(request, ledger)),
        "empty_words": "换个条件再查，或看看别的状态。" if narrow or ask.state else "",
    }
    return render(request, "web/list.html", context)


def _exports(request: HttpRequest, ledger: Live, ask: Ask, total: int) -> dict[str, object]:
    """Where the list goes out as a file, at once or when somebody else has agreed, and how it may look."""
    user = request.user
    level = right(user, ledger)
    few = total <= settings.EXPORT_ALONE or Giving(user, ledger, ask).alone()
    at_once = level == YES and few
    open_now = {
        "export-xlsx": at_once,
        "export-csv": at_once,
        "export-ask": level != NO and (asks(user, ledger) or not few),
    }
    found: dict[str, object] = {
        f"{name.replace('-', '_')}_href": reverse(name, args=[ledger.key]) if is_open else ""
        for name, is_open in open_now.items()
    }
    many = f"一次超过{settings.EXPORT_ALONE}份的，要先由另一个人批准" if level == YES else ""
    layouts = [(item.name, item.label) for item in ledger.rules.exports]
    return found | {"export_many": "" if few else many, "layouts": layouts if level != NO else []}


def _ask(request: HttpRequest, ledger: Live) -> Ask:
    get = _given(request)
    text = get.get("q", "").strip()[:80]
    page = get.get("page", "1")
    added = conditions(get, ledger, _sight(request, ledger))
    return Ask(
        text=text,
        place=place_of(get.get("place", "")),
        state=get.get("state", "") if ledger.rules.state(get.get("state", "")) else "",
        view=_view(request, ledger, get.get("view", "")),
        where=joined(added),
        layout=get.get("layout", "")[:64],
        params=[*(pair for one in added for pair in one.params.items()), *_chosen(get)],
        sort=get.get("sort", "")[:64],
        page=int(page) if page.isdecimal() and len(page) < 6 else 1,
        found=_identity(ledger, text),
    )


asked_of = _ask


def _view(request: HttpRequest, ledger: Live, name: str) -> str:
    return name if open_view(ledger, name, barred(request.user, ledger)) else ""


def _chosen(get: QueryDict) -> list[tuple[str, str]]:
    """The columns ticked in the page's form, or those of the address."""
    names = get.getlist("col") or [name for name in get.get("cols", "").split(",") if name]
    return [("cols", ",".join(names)[:400])] if names else []


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


def _columns(request: HttpRequest, ledger: Live, ask: Ask) -> list[Question]:
    """The columns chosen, or the view's, or the first that fit; never what eyes may not see."""
    asked, saved = known(ledger), view_of(ledger, ask.view)
    seen = [question.name for question in _seeable(request, ledger)]
    wanted = dict(ask.params).get("cols", "").split(",")
    if chosen := [name for name in seen if name in wanted]:
        return [asked[name] for name in chosen]
    if saved and saved.columns:
        return [asked[name] for name in saved.columns if name in seen]
    named = ledger.bundle.form.instance_name
    return [asked[name] for name in seen if f"(({name}" not in named][:SHOWN_COLUMNS]


def _seeable(request: HttpRequest, ledger: Live) -> list[Question]:
    """Every column of the ledger that the person may see."""
    hidden, asked = unseen(request.user, ledger), known(ledger)
    names = [*ledger.rules.columns, *(name for name in asked if name not in ledger.questions)]
    return [asked[name] for name in names if name in asked and name not in hidden]


def _choosable(
    request: HttpRequest, ledger: Live, columns: list[Question]
) -> list[tuple[str, str, bool]]:
    """(name, label, whether it is shown now) of every column."""
    now = {question.name for question in columns}
    return [(q.name, q.label, q.name in now) for q in _seeable(request, ledger)]


def _views(request: HttpRequest, ledger: Live, ask: Ask) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is shown now) of the saved views."""
    views = [view for view in ledger.rules.views if _view(request, ledger, view.name)]
    if not views:
        return []
    every = ("全部", _href(ask, view="", state="", sort="", page=1), not ask.view)
    found = [
        (view.label, _href(ask, view=view.name, state="", sort="", page=1), view.name == ask.view)
        for view in views
    ]
    return [every, *found]


def _given(request: HttpRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _sight(request: HttpRequest, ledger: Live) -> Eyes:
    return strictest(request.user, ledger)


def _query(ask: Ask, **changes: object) -> dict[str, str]:
    text = "" if _private(ask) else ask.text
    own = {"q": text, "place": ask.place, "state": ask.state, "sort": ask.sort, "view": ask.view}
    values = own | dict(ask.params) | changes
    return {name: str(value) for name, value in values.items() if value not in ("", 1)}


query_of = _query


def _href(ask: Ask, **changes: object) -> str:
    return "?" + urlencode(_query(ask, **changes))


def _headings(
    request: HttpRequest, ledger: Live, columns: list[Question], ask: Ask
) -> list[tuple[str, str, str, str]]:
    first = ("title", "名称", "", "")
    place = _heading("_place", "地方", ask)
    sorted_by = ledger.slots.keys() - pending(ledger) - barred(request.user, ledger)
    rest = [
        _heading(q.name, q.label, ask)
        if q.name in sorted_by and q.type != "record"
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


def _counted(counts: Mapping[str, int], state: str) -> int:
    return counts.get(state, 0) if state else sum(counts.values())


def _states(
    ledger: Live, ask: Ask, counts: Mapping[str, int] | None
) -> list[tuple[str, str, int | None, bool]]:
    """(label, address, number, whether it is shown now); all states, without numbers, of a large ledger."""

    def tab(label: str, state: str) -> tuple[str, str, int | None, bool]:
        number = None if counts is None else _counted(counts, state)
        return label, _href(ask, state=state, page=1), number, ask.state == state

    states = ledger.rules.states
    shown = [s for s in states if counts is None or counts.get(s.name) or s.name == ask.state]
    return [tab("全部", ""), *(tab(state.label, state.name) for state in shown)]


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


def _added(request: HttpRequest, ledger: Live) -> list[tuple[str, str]]:
    """(name in the address, words) of the conditions of one's own."""
    found = conditions(_given(request), ledger, _sight(request, ledger))
    return [(next(iter(one.params)), one.words) for one in found]


def _chips(ask: Ask, added: list[tuple[str, str]]) -> list[tuple[str, str]]:
    chips = []
    if ask.text:
        words = "一个号码" if _private(ask) else ask.text
        chips.append((f"查找：{words}", _href(ask, q="", page=1)))
    if ask.place:
        place = ports.places.place(ask.place)
        chips.append((f"地方：{place.name if place else ''}", _href(ask, place="", page=1)))
    for name, words in added:
        chips.append((words, _href(ask, **{name: ""}, page=1)))
    return chips
