"""发件: how every message stands, for those who look after the house; no words of it, numbers masked."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.ports import ports

from ..models import Message
from ..notices import house, sending
from ..notices.channels import CHANNELS
from ..notices.proving import NOTICE as TEST
from ..notices.states import FAILED, GIVEN_UP, LABELS, OPEN, why
from ..notices.telling import opened
from ..rights import keeps_house
from ..sealing import KeysMissing
from .frame import staff, who
from .past import moment

WHY = "how messages stand, without their words"
PAGE = 50
VIEWS = {"stuck": (GIVEN_UP, FAILED), "waiting": OPEN, "all": ()}
TABS = (("stuck", "没有发成的"), ("waiting", "还没发的"), ("all", "全部"))


@staff
def outbox(request: HttpRequest) -> HttpResponse:
    if not keeps_house(who(request)):
        raise Http404
    view = request.GET.get("view", "stuck")
    if request.method == "POST":
        asked = request.POST.getlist("id")
        picked = [int(text) for text in asked if text.isdecimal() and len(text) < 19]
        done = sending.retry(picked[:PAGE])
        return redirect(
            f"{reverse('outbox')}?view={view if view in VIEWS else 'stuck'}&again={done}"
        )
    return render(request, "web/outbox.html", _context(request, view if view in VIEWS else "stuck"))


def _context(request: HttpRequest, view: str) -> dict[str, Any]:
    rows = Message.objects.unscoped(WHY)
    counted = dict(
        rows.filter(state__in=(*OPEN, GIVEN_UP))
        .values_list("state")
        .annotate(n=Count("*"))
        .order_by()
    )
    found = rows.filter(state__in=VIEWS[view]) if VIEWS[view] else rows
    before = request.GET.get("before", "")
    if before.isdecimal():
        found = found.filter(pk__lt=int(before[:18]))
    read = list(found.select_related("user", "ledger").order_by("-id")[: PAGE + 1])
    again, href = request.GET.get("again", ""), f"{reverse('outbox')}?view="
    return {
        "tabs": [
            (label, href + name, name == view, _number(counted, name) if VIEWS[name] else None)
            for name, label in TABS
        ],
        "lines": [_line(row) for row in read[:PAGE]],
        "older": f"{href}{view}&before={read[PAGE - 1].pk}" if len(read) > PAGE else "",
        "notice": _again(int(again[:6])) if again.isdecimal() else "",
        "back_href": reverse("work"),
        "back_label": "回到今天",
    }


def _number(counted: dict[str, int], view: str) -> int:
    return sum(counted.get(state, 0) for state in VIEWS[view])


def _again(number: int) -> str:
    return f"{number}条马上再发" if number else "这几条现在还不能再发，先看看原因"


def _line(row: Message) -> SimpleNamespace:
    label, tag = LABELS[row.state]
    place = ports.places.place(row.place_path) if row.place_path else None
    return SimpleNamespace(
        id=row.pk,
        title=_title(row),
        channel=CHANNELS[row.channel].label,
        to=_to(row),
        place=place.name if place else "",
        state=label,
        tag=tag,
        why=why(row.problem) if row.state in (FAILED, GIVEN_UP) else "",
        uncertain=row.uncertain,
        tries=row.attempts,
        when=moment(row.created_at),
        next=moment(row.next_at) if row.next_at and row.state == FAILED else "",
        again=row.state in (FAILED, GIVEN_UP) and CHANNELS[row.channel].sends,
    )


def _title(row: Message) -> str:
    if row.edition_id is None:
        return "试发的一条" if row.notice == TEST else row.notice
    return house.thawed(row.edition_id).title


def _to(row: Message) -> str:
    """A name of the house, a masked number of anybody else."""
    if row.user is not None:
        return row.user.get_full_name()
    try:
        number = opened(row)["to"]
    except KeysMissing:
        return "看不到"
    if not number:
        return "没有人"
    return CHANNELS[row.channel].label if CHANNELS[row.channel].shared else _masked(number)


def _masked(address: str) -> str:
    """Of a telephone number the end, of a mail address the beginning."""
    head, at, tail = address.partition("@")
    return f"{head[:1]}＊＊＊@{tail}" if at else "＊" * max(3, len(address) - 4) + address[-4:]
