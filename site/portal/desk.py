"""The first panel of the admin: the templates a person works on, latest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.components import Component

from forms_catalog.models import (
    FormTemplate,
    LedgerTemplate,
    LetterTemplate,
    ListTemplate,
    NoticeTemplate,
    Template,
)

LATEST = 8


@dataclass(frozen=True)
class Row:
    """A template, where it stands and who touched it last."""

    title: str
    href: str
    state: str
    when: datetime
    who: str


@dataclass(frozen=True)
class Shelf:
    """The templates of one kind: the latest rows of them, and the way to all."""

    title: str
    href: str
    count: int
    drafts: int
    rows: tuple[Row, ...]


class Desk(Component):
    """What there is to go on with; empty for people who edit no templates."""

    name = "desk"
    template_name = "portal/desk.html"
    order = 230

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        assert parent_context is not None
        user = parent_context["request"].user
        return {"shelves": list(shelves(user))}


def shelves(user: Any) -> Iterator[Shelf]:
    finder = AdminURLFinder(user)
    for model in (FormTemplate, ListTemplate, LedgerTemplate, NoticeTemplate, LetterTemplate):
        if user.has_perm(f"forms_catalog.change_{model._meta.model_name}"):
            yield _shelf(model, finder)


def _shelf(model: type[Template], finder: AdminURLFinder) -> Shelf:
    rows = model.objects.select_related("latest_revision__user")
    latest = rows.order_by("-has_unpublished_changes", "-updated_at", "key")[:LATEST]
    return Shelf(
        title=str(model._meta.verbose_name_plural),
        href=_list(model),
        count=rows.count(),
        drafts=rows.filter(has_unpublished_changes=True).count(),
        rows=tuple(_row(row, finder) for row in latest),
    )


def _row(row: Any, finder: AdminURLFinder) -> Row:
    revision = row.latest_revision
    return Row(
        title=str(revision.object_str if revision and revision.object_str else row),
        href=finder.get_edit_url(row) or "",
        state=str(row.status_string),
        when=revision.created_at if revision else row.updated_at,
        who=str(revision.user or "") if revision else "",
    )


def _list(model: Any) -> str:
    try:
        return reverse(f"wagtailsnippets_forms_catalog_{model._meta.model_name}:list")
    except NoReverseMatch:
        return ""
