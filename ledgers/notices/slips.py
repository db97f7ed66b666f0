"""Slips of paper: what waits to be printed of records in sight, and the sheet that holds them."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from forms_catalog.forming import day_words
from forms_catalog.ports import ports
from forms_catalog.rendering import template
from forms_catalog.writers.pdf import printed
from people.models import User

from ..clock import moment, now
from ..models import Message, Record
from .states import ACCEPTED, QUEUED
from .telling import opened

WHY = "slips about records in the asker's scope"
MOST = 200


def waiting(user: Any) -> Sequence[Message]:
    """Not yet printed, about records that this person sees, the oldest first."""
    rows = Message.objects.unscoped(WHY).filter(channel="slip", state=QUEUED)
    seen = Record.objects.visible_to(user).values("pk")
    return list(rows.filter(record__in=seen).select_related("user").order_by("id")[:MOST])


def sheet(found: Sequence[Message]) -> bytes:
    """Four on a page, to be cut apart."""
    page = template("print/notice_slips.html").render(slips=[_slip(row) for row in found])
    return printed(page, "notice_slips.css", tags=False)


def _slip(row: Message) -> SimpleNamespace:
    said = opened(row)
    place = ports.places.place(row.place_path) if row.place_path else None
    user: User | None = row.user
    return SimpleNamespace(
        subject=said["subject"],
        lines=said["text"].split("\n"),
        place=place.full_name if place else "",
        name=user.get_full_name() if user else "",
        phone=said["to"],
        day=day_words(moment(row.created_at).date()),
    )


def done(user: Any, until: int) -> int:
    """Those up to the last one that was on the sheet are printed."""
    pks = [row.pk for row in waiting(user) if row.pk <= until]
    rows = Message.objects.unscoped(WHY).filter(pk__in=pks, state=QUEUED)
    changed: int = rows.update(state=ACCEPTED, changed_at=now())
    return changed
