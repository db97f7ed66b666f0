"""The ways from a ledger to what is made of it: its books, its tables, its rosters."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from .. import lacking
from ..counting import tables_of
from ..registry import Live
from ..rounds import setting_of


def periods_href(ledger: Live) -> str:
    """'' where it keeps no books."""
    return reverse("periods", args=[ledger.key]) if ledger.rules.periods else ""


def tables_href(request: HttpRequest, ledger: Live) -> str:
    """'' where the person is shown none."""
    return reverse("tables", args=[ledger.key]) if tables_of(request.user, ledger) else ""


def rosters_href(ledger: Live) -> str:
    """'' where it has none."""
    return reverse("rosters", args=[ledger.key]) if ledger.rules.rosters else ""


def rounds_href(ledger: Live) -> str:
    """'' where it holds no results of rounds."""
    return reverse("rounds", args=[ledger.key]) if setting_of(ledger) else ""


def lacking_href(request: HttpRequest, ledger: Live) -> str:
    """'' where nothing is left to ask."""
    left = lacking.any_left(request.user, ledger)
    return reverse("lacking", args=[ledger.key]) if left else ""


def ways(request: HttpRequest, ledger: Live) -> list[tuple[str, str]]:
    """(words, address) of each that there is."""
    found = (
        ("新版要补问的", lacking_href(request, ledger)),
        ("各轮的覆盖", rounds_href(ledger)),
        ("统计表", tables_href(request, ledger)),
        ("花名册", rosters_href(ledger)),
        ("结账", periods_href(ledger)),
    )
    return [(words, href) for words, href in found if href]
