"""Rounds of a ledger: which there are, and how far each has come in the places of whoever asks."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from forms_catalog.ports import ports
from forms_catalog.problems import Refused

from ..exchange.giving import NO
from ..rounds import RoundInfo, Setting, Tally, added, by_place, rounds_of
from ..scope import reach
from .along import ask_href
from .frame import staff
from .listing import scope_words
from .round_asked import CHANGE, Asked, asked_of, refused, setting_or_404
from .round_changes import changes
from .round_names import PAPER, Names
from .round_rows import rows_of
from .round_units import groups_of
from .round_words import bar, counts, left, rate, span, tag
from .showing import state_of

SHOWN = 60
EMPTY: dict[str, Any] = {
    **dict.fromkeys(("rows", "heads", "groups", "figs"), ()),
    **dict.fromkeys(
        ("before", "counted", "chosen", "unnamed", "all_href", "left_href", "names_href"), ""
    ),
    **dict.fromkeys(("change", "listed", "left", "bare"), False),
    "kinds": None,
    "unfinished": 0,
}
"""What a view of a round leaves out."""
COUNTED = 3
"""Open rounds that are counted right in the list."""


@staff
def rounds(request: HttpRequest, key: str) -> HttpResponse:
    ledger, setting = setting_or_404(request, key)
    paths = reach(request.user).paths[ledger.id]
    found = rounds_of(setting, paths)
    running = [info.uid for info in found if info.open][:COUNTED]
    context = {
        "title": ledger.title,
        "words": scope_words(request, ledger),
        "rounds": [
            _line(setting, info, info.meets(paths) if info.uid in running else ())
            for info in found[:SHOWN]
        ],
        "more": max(0, len(found) - SHOWN),
        "source": setting.rounds.title,
        "back_href": reverse("ledger", args=[key]),
    }
    return render(request, "web/rounds.html", context)


def _line(setting: Setting, info: RoundInfo, places: tuple[str, ...]) -> SimpleNamespace:
    """One round; counted in the places that are given."""
    area, tally = ports.places.place(info.area), _counted(setting, info, places)
    label, look = state_of(setting.rounds, info.state)
    return SimpleNamespace(
        title=info.title,
        href=reverse("round", args=[setting.ledger.key, info.uid]),
        hint="　".join(word for word in (area.name if area else "", span(info)) if word),
        label=label,
        tag="half" if info.open else look,
        figures=_figures(tally) if tally else None,
    )


def _counted(setting: Setting, info: RoundInfo, places: tuple[str, ...]) -> Tally | None:
    try:
        parts = [added(by_place(setting, info, place).values()) for place in places]
    except Refused:
        return None
    return added(parts) if parts else None


def _figures(tally: Tally) -> SimpleNamespace:
    label, look = tag(tally)
    return SimpleNamespace(
        rate=rate(tally), counts=counts(tally), bar=bar(tally), label=label, tag=look
    )


@staff
def round(request: HttpRequest, key: str, uid: str) -> HttpResponse:
    """How far the round has come in a place, or how it differs from the one before."""
    asked = asked_of(request, key, uid)
    try:
        shown = changes(asked) if asked.view == CHANGE else coverage(asked)
        context = EMPTY | head(asked) | shown
    except Refused as fault:
        return render(request, "web/message.html", refused(fault.problems[0]), status=409)
    return render(request, "web/round.html", context)


def head(asked: Asked) -> dict[str, Any]:
    """What stands above both views."""
    info, ledger = asked.info, asked.ledger
    label, look = state_of(asked.setting.rounds, info.state)
    above = ports.places.place(asked.up) if asked.up else None
    return {
        "title": info.title,
        "place": asked.ref.full_name if asked.ref else "",
        "words": span(info),
        "state": (label, "half" if info.open else look),
        "tabs": [
            ("覆盖", asked.href(view="", group="", left=0), asked.view != CHANGE),
            ("和上一轮比", asked.href(view=CHANGE, group="", left=0), asked.view == CHANGE),
        ],
        "back_href": asked.href(place=asked.up, own=0, group="")
        if asked.up
        else reverse("rounds", args=[ledger.key]),
        "back_label": f"回到{above.name}" if above else f"{ledger.title}的全部轮次",
        "pdf_href": asked.href("round-pdf"),
        "xlsx_href": asked.href("round-xlsx"),
    }


def coverage(asked: Asked) -> dict[str, Any]:
    """By name where the units are, by place above."""
    units = asked.setting.units
    found: dict[str, Any] = {"counted": units.title if units else "", "figs": _figs(asked)}
    if asked.by_name:
        found |= groups_of(asked)
    else:
        found |= {"rows": rows_of(asked)}
    unfinished = any(not row.done for row in found.get("rows") or found.get("groups") or ())
    names = Names(asked)
    open_to = names.at_once or not names.guarded
    found["names_href"] = "" if open_to or names.level == NO else ask_href(names)
    found["bare"] = names.guarded and not names.named(PAPER)
    found["left_href"] = asked.href(left=0 if asked.left else 1)
    return found | {"left": asked.left, "unfinished": unfinished}


def _figs(asked: Asked) -> list[tuple[str, str, str, str]]:
    """(what, figure, measure, against what)."""
    total = asked.total
    found = [
        ("覆盖率", rate(total), "", counts(total)),
        ("还差", f"{total.missing:,}", "个", left(total)),
    ]
    if asked.by_name:
        return found
    places = [p for top in _tops(asked) for p in asked.last_places(top)]
    done = sum(1 for p in places if p in asked.tallies and asked.tallies[p].done)
    empty = [p for p in places if p not in asked.tallies]
    found.append(("查完的", f"{done:,}", "处", f"共{len(places):,}处"))
    if empty:
        first = ports.places.place(empty[0])
        more = f"等{len(empty)}处" if len(empty) > 1 else ""
        found.append(
            ("没有清单的", f"{len(empty):,}", "处", f"{first.name if first else ''}{more}")
        )
    return found


def _tops(asked: Asked) -> tuple[str, ...]:
    return (asked.place,) if asked.place else asked.roots
