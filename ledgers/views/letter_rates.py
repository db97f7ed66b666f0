"""签订率: how many of those that should have a letter have one that is signed and holds today."""

from __future__ import annotations

from types import SimpleNamespace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from forms_catalog.ports import ports

from ..letters import house
from ..letters.rates import Rate, of_letter, total
from ..registry import live
from .frame import ledger_or_404, staff
from .letter_ways import named
from .listing import scope_words

DASH = "—"


def rate_links() -> list[tuple[str, str]]:
    """The letters of which the template says who needs one."""
    found = [one for one in house.house().by_key.values() if one.needed]
    return [(named(one), reverse("letter-rates", args=[one.id])) for one in found]


@staff
def rates(request: HttpRequest, key: str) -> HttpResponse:
    letter = house.letter(key)
    if letter is None or letter.needed is None or live(letter.needed.ledger) is None:
        raise Http404
    ledger = ledger_or_404(request, letter.needed.ledger)
    found = of_letter(request.user, letter)
    sums = total(found)
    context = {
        "title": f"{named(letter)}签订率",
        "words": scope_words(request, ledger),
        "rows": [_line(rate) for rate in found if rate.needing],
        "sums": _line(sums, "合计"),
        "back_href": reverse("letters"),
        "back_label": "回到文书",
    }
    return render(request, "web/letter_rates.html", context)


def _line(rate: Rate, words: str = "") -> SimpleNamespace:
    place = ports.places.place(rate.place) if rate.place else None
    return SimpleNamespace(
        place=words or (place.name if place else "本级"),
        needing=f"{rate.needing:,}",
        having=f"{rate.having:,}",
        share=share_words(rate),
    )


def share_words(rate: Rate) -> str:
    """Cut off, never rounded up; a dash where nobody needs one."""
    if not rate.needing:
        return DASH
    tenths = rate.having * 1000 // rate.needing
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"
