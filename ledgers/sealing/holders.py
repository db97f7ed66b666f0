"""Everything that carries a data key, found by its columns: a new table is never forgotten."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Count, Model, QuerySet

COLUMNS = {"uid", "data_key", "key_id"}
WHY = "data keys are wrapped anew, nothing of the rows is read"


@cache
def holders() -> tuple[type[Model], ...]:
    """The tables, in an order that does not change."""
    found = [model for model in apps.get_models() if _columns(model) >= COLUMNS]
    return tuple(sorted(found, key=lambda model: model._meta.label))


def _columns(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def rows_of(holder: Any) -> QuerySet[Any, Any]:
    """All rows that have a data key, whoever may see them."""
    rows = holder.objects
    rows = rows.unscoped(WHY) if hasattr(rows, "unscoped") else rows.all()
    found: QuerySet[Any, Any] = rows.exclude(key_id="").order_by("pk")
    return found


def wrapped_by() -> Counter[str]:
    """Key -> how many data keys it wraps."""
    found: Counter[str] = Counter()
    for holder in holders():
        counted = rows_of(holder).order_by().values_list("key_id").annotate(n=Count("*"))
        found.update(dict(counted))
    return found
