"""今天: what can be registered, what is kept, what one did last."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from .. import queries
from ..registry import Live, live_by_id
from ..scope import reach
from ..titles import Titled, linked, title
from .frame import may, seen, staff, who

DAYS = "一二三四五六日"


@staff
def work(request: HttpRequest) -> HttpResponse:
    ledgers = seen(reach(request.user))
    day = timezone.localdate()
    context = {
        "hello": f"{who(request).get_full_name()}，您好",
        "date_words": f"{day.year}年{day.month}月{day.day}日，星期{DAYS[day.weekday()]}",
        "doors": [_door(item) for item in ledgers if may(request, item, "opening")],
        "lists": [
            (item.title, _count(request, item), reverse("ledger", args=[item.key]))
            for item in ledgers
        ],
        "recent": _recent(request),
    }
    return render(request, "web/work.html", context)


def _door(ledger: Live) -> tuple[str, str, str, str]:
    form = ledger.bundle.form
    return form.title, form.unit, reverse("fill", args=[ledger.key]), "add"


def _count(request: HttpRequest, ledger: Live) -> str:
    return count_words(queries.count(request.user, ledger, queries.Ask()))


def count_words(total: int) -> str:
    return f"{queries.COUNTED:,}+" if total > queries.COUNTED else f"{total:,}"


def _recent(request: HttpRequest) -> list[tuple[str, str, str]]:
    rows = queries.recent(request.user)
    titles = linked(request.user, rows)
    return [_line(row, titles) for row in rows]


def _line(row: Titled, titles: Mapping[str, Titled]) -> tuple[str, str, str]:
    ledger = live_by_id(row.ledger_id)
    return title(row, titles), ledger.title, reverse("record", args=[row.uid])
