"""Which records a new one points at from the beginning, as the address of its door says."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from forms_catalog.ports import ports

from .. import queries
from ..registry import Live, live
from ..rounds import round_of, setting_of


def prefilled(request: HttpRequest, ledger: Live) -> dict[str, Any]:
    """Record question -> a record in sight, or a round that asks for results here; place -> a place."""
    found: dict[str, Any] = {}
    setting = setting_of(ledger)
    for name, question in ledger.questions.items():
        asked = request.GET.get(name, "")
        if not asked or name in ledger.bundle.through or question.sealed:
            continue
        target = live(question.option("record")) if question.type == "record" else None
        if setting and name == setting.told.round:
            known: Any = round_of(setting, asked)
        else:
            known = target and queries.record(request.user, asked, target)
        if setting and name == setting.told.unit and not target:
            known = ports.places.place(asked)
        if known:
            found[name] = asked
    return found
