"""A list's condition in the expression language: a saved view and what a person adds to it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from forms_catalog.definition.looks import View
from forms_catalog.expressions import names, parse
from forms_catalog.problems import Refused

from .clock import moment, now
from .filtering import columns_of, compile_filter
from .registry import Live


def view_of(ledger: Live, name: str) -> View | None:
    return next((view for view in ledger.rules.views if view.name == name), None)


def open_view(ledger: Live, name: str, barred: Collection[str]) -> View | None:
    """A saved view, unless its condition or order would tell what is kept from somebody."""
    view = view_of(ledger, name)
    if view is None:
        return None
    told = {one.lstrip("-") for one in view.sort} | (
        names(parse(view.filter)) if view.filter else set()
    )
    return None if told & set(barred) else view


def condition(ledger: Live, view: str, where: str) -> Q:
    """All of it, or nothing at all: a part that no column answers lets no record through."""
    found, saved = Q(), view_of(ledger, view)
    for text in (saved.filter if saved else "", where):
        if text:
            found &= compiled(ledger, text)
    return found


def compiled(ledger: Live, text: str) -> Q:
    """One of them for the database."""
    today = moment(now())
    given: dict[str, Any] = {"_ref": today.date(), "_today": today.date(), "_now": today}
    try:
        made = compile_filter(parse(text), columns_of(ledger), today, given)
    except Refused:
        return Q(pk__in=())
    return Q(pk__in=()) if made.q is None else made.q
