"""Numbers without a gap: one locked row a series, inside the transaction of what is numbered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import connection

from forms_catalog.placeholders import fill
from forms_catalog.ports import ports

from .clock import civil
from .models import Series


def next_number(
    template: str,
    place: str,
    now: dt.datetime,
    answers: Mapping[str, Any] | None = None,
    of: str = "",
) -> str:
    """The next number of a series: one gapless series for each text without its `_seq`.

    Answers stand in it by their codes, so that it does not change with their words. `of` tells
    series apart whose texts are alike.
    """
    told = {n: str(a) for n, a in (answers or {}).items() if isinstance(a, str | int | float)}
    values = told | _number_values(place, now)
    series = of + fill(template, lambda name, form: "*" if name == "_seq" else values.get(name, ""))
    rows = Series.objects.all()
    if connection.features.has_select_for_update:
        rows = rows.select_for_update()
    row, _ = rows.get_or_create(key=series[:200])
    row.last += 1
    row.save(update_fields=["last"])
    values["_seq"] = str(row.last)
    return fill(template, lambda name, form: values.get(name, "").zfill(int(form) if form else 0))


def _number_values(place: str, now: dt.datetime) -> dict[str, str]:
    day = civil(now)
    values = {"_year": f"{day:%Y}", "_this_year": f"{day:%Y}", "_today": f"{day:%Y%m%d}"}
    for ref in ports.places.ancestors(place) if place else ():
        values[f"_{ref.level}_code"] = values["_code"] = ref.code
    return values
