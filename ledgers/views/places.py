"""Places to choose from: those of one's own neighbourhood, or those whose name is looked for."""

from __future__ import annotations

from typing import Any

from forms_catalog.ports import ports
from people.models import Place

SHOWN = 60


def offered_places(user: Any, here: str, text: str = "") -> list[tuple[str, str, str]]:
    """(path, name, where it lies): beside this place, or anywhere in the tree by name."""
    rows = Place.objects.living().exclude(path=here)
    if text:
        rows = rows.filter(name__contains=text, path__gte=here[:4], path__lt=here[:4] + "~")
    else:
        above = here[:-4]
        rows = rows.filter(parent__path=above)
    found = rows.order_by("path").select_related("parent")[:SHOWN]
    return [(p.path, p.name, _where(p.parent)) for p in found]


def _where(place: Place | None) -> str:
    found = ports.places.place(place.path) if place else None
    return found.full_name if found else ""
