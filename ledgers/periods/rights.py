"""Who closes and reopens the books of a ledger: roles, over everything that it has records of."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Min

from forms_catalog.ports import ports
from people.paths import lies_in

from ..queries import all_of
from ..registry import Live
from ..scope import reach
from ..submission import OPENING
from ..witnessing.subjects import over


def may_close(user: Any, ledger: Live) -> bool:
    """A post of one of the closing roles, over all the places that the ledger has records of."""
    rules = ledger.rules.periods
    if rules is None:
        return False
    roles = rules.close or _acting(ledger)
    ours = [p.place_path for p in reach(user).posts if p.place_path and p.role in roles]
    if not ours:
        return False
    whole = _whole(ledger)
    return any(lies_in(whole, path) for path in ours)


def _acting(ledger: Live) -> frozenset[str]:
    """Without closing roles: those who do more with records than open them."""
    return frozenset(
        role for action in ledger.rules.actions if action.name != OPENING for role in action.who
    )


def _whole(ledger: Live) -> str:
    """The lowest place that holds every record; the root while there are none or several roots."""
    rows = all_of(ledger, "only the places that the ledger reaches")
    ends = rows.aggregate(low=Min("place_path"), high=Max("place_path"))
    roots = ports.places.children("")
    if ends["low"]:
        return over([ends["low"], ends["high"]])
    return roots[0].path if len(roots) == 1 else ""
