"""要做的事: what is due today, this week, what is late; in a place, at a record; how it went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from types import SimpleNamespace as Shown
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from forms_catalog.ports import ports

from ..clock import today
from ..duties import lists
from ..duties.house import house
from ..models import Duty, Record
from ..registry import role_title
from ..rights import rights
from ..scope import reach
from ..titles import linked, title
from .frame import record_href, seen, staff

TABS = {lists.LATE: "过期了", lists.TODAY: "今天", lists.SOON: "七天内"}
NOTHING = "七天内没有到期的"
TAGS = {lists.LATE: "late", lists.TODAY: "half", lists.SOON: "wait"}


@staff
def duties(request: HttpRequest) -> HttpResponse:
    """A person's own, or all that they see; the page opens where something is to be done."""
    everybody = request.GET.get("whose") == "all"
    rows = lists.all_seen(request.user) if everybody else lists.mine(request.user)
    found = lists.counts(rows)
    first = next((name for name in TABS if found[name]), lists.TODAY)
    chosen = request.GET.get("when", "") if request.GET.get("when") in TABS else first
    here = reverse("duties")
    whose = "&whose=all" if everybody else ""
    context = {
        "title": "辖区里要做的事" if everybody else "要做的事",
        "tabs": [
            (words, f"{here}?when={name}{whose}", name == chosen, found[name])
            for name, words in TABS.items()
        ],
        "rows": _rows(request, lists.listed(rows, chosen), chosen),
        "more": max(0, found[chosen] - lists.LISTED),
        "empty": {lists.LATE: "没有过期的", lists.TODAY: "今天没有要做的"}.get(
            chosen, "七天内没有要做的"
        ),
        "links": _links(here, everybody) + _rules(request),
        "back_href": reverse("work"),
    }
    return render(request, "web/duties.html", context)


def _links(here: str, everybody: bool) -> list[tuple[str, str, str]]:
    other = (
        ("只看我要做的", "由我的职务来做的", here)
        if everybody
        else ("辖区里所有人要做的", "看得到的记录上的", f"{here}?whose=all")
    )
    return [
        other,
        ("各处有多少要做", "哪个地方积得多", reverse("duty-load")),
        ("做得怎样", "按时、晚了、没有做，按季度和地方", reverse("duty-figures")),
        ("放进手机日历", "不带姓名，只有事项和编号", reverse("duty-feed")),
    ]


def _rules(request: HttpRequest) -> list[tuple[str, str, str]]:
    """For whoever writes the rules."""
    if "templates" not in rights(request.user):
        return []
    return [("一年要做多少", "改频次以前先算一算", reverse("duty-year"))]


def _rows(request: HttpRequest, found: Sequence[Duty], window: str) -> list[Shown]:
    records = [kept.record for kept in found]
    titles = linked(request.user, records)
    return [_row(kept, title(kept.record, titles), TAGS[window]) for kept in found]


def _row(kept: Duty, words: str, tag: str) -> Shown:
    place = ports.places.place(kept.place_path)
    return Shown(
        title=words,
        href=record_href(kept.record.uid),
        what=lists.label(kept),
        place=place.name if place else "",
        due=f"{kept.due.month}月{kept.due.day}日",
        words=due_words(kept.due),
        tag=tag,
    )


def due_words(due: dt.date) -> str:
    """晚了3天 · 今天 · 还有2天."""
    left = (due - today()).days
    return f"晚了{-left}天" if left < 0 else f"还有{left}天" if left else "今天"


def waiting(request: HttpRequest) -> list[tuple[str, str, str]]:
    """The way there from the page of the day."""
    if not any(house().of.get(ledger.key) for ledger in seen(reach(request.user))):
        return []
    found = lists.counts(lists.mine(request.user))
    said = [f"{TABS[name]}{found[name]}件" for name in TABS if found[name]]
    return [("要做的事", "，".join(said) or NOTHING, reverse("duties"))]


def at_record(record: Record) -> list[Shown]:
    """What is open at a record, for the head of its page."""
    return [
        Shown(
            words=f"{lists.label(kept)}：{kept.due.month}月{kept.due.day}日以前，{due_words(kept.due)}",
            reason="",
            late=kept.due < today(),
            take_back="",
        )
        for kept in lists.at(record)
        if kept.due <= today() + dt.timedelta(days=92)
    ]


@staff
def load(request: HttpRequest) -> HttpResponse:
    """How much lies where."""
    rows = lists.load(request.user)
    names = lists.officers(rows)
    context = {
        "title": "各处有多少要做",
        "rows": [_load(row, names.get((row["place_path"], row["role"]), [])) for row in rows],
        "back_href": reverse("duties"),
    }
    return render(request, "web/duty_load.html", context)


def _load(row: dict[str, Any], names: Sequence[str]) -> Shown:
    place = ports.places.place(row["place_path"])
    return Shown(
        place=place.name if place else "",
        role=role_title(row["role"]),
        names="、".join(names) or "还没有人",
        open=row["open"],
        late=row[lists.LATE],
        today=row[lists.TODAY],
        week=row[lists.SOON],
    )
