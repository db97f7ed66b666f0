"""The list of templates: name, number, what stands on line, who changed it last and when."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
from django.utils.functional import cached_property as lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.snippets.views import snippets

from ...models import Template
from .. import standing
from ..words import plain

STATES = (("live", "线上"), ("changed", "线上，有未发布的修改"), ("draft", "草稿或停用"))


class StateFilter(WagtailFilterSet):
    """One question only: where the template stands."""

    state = django_filters.ChoiceFilter(label="状态", choices=STATES, method="by_state")

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        if value == "changed":
            return rows.filter(live=True, has_unpublished_changes=True)
        return rows.filter(live=value == "live")

    class Meta:
        fields: list[str] = []


class IndexView(snippets.IndexView):
    """No bulk actions: a template is not deleted by the dozen."""

    default_ordering = "title"
    is_searchable = True

    @lazy
    def filterset_class(self) -> Any:
        meta = type("Meta", (), {"model": self.model, "fields": []})
        return type("Filters", (StateFilter,), {"Meta": meta})

    @cached_property
    def numbers(self) -> dict[str, int]:
        return standing.numbers(self.model.objects.kind)

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn(
                "title",
                label="名称",
                accessor=str,
                get_url=self.get_edit_url,
                get_title_id=lambda row: f"snippet_{row.pk}_title",
                sort_key="title",
            ),
            Column("code", label="编号", accessor=lambda row: row.body.get("code", "")),
            Column("state", label="状态", accessor=self._state),
            DateColumn("changed", label="最后修改", accessor=_changed),
            Column("who", label="谁改的", accessor=_who),
        ]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("latest_revision__user")

    def search_queryset(self, queryset: Any) -> Any:
        """Words of the name, the key or the number; there are few, so they are read."""
        if not self.search_query:
            return queryset
        words = self.search_query.lower()
        found = [row.pk for row in queryset if words in _searched(row)]
        return queryset.filter(pk__in=found)

    def _state(self, row: Any) -> str:
        return standing.state(row, self.numbers.get(row.key, 0))


class LedgerIndexView(IndexView):
    """Ledgers have no number; which form they keep tells more."""

    @cached_property
    def columns(self) -> list[Any]:
        titles = dict(Template.objects.filter(kind="form").values_list("key", "title"))
        own = Column("form", label="用哪张表", accessor=lambda row: _form(row, titles))
        return [own if one.name == "code" else one for one in super().columns]


class NoticeIndexView(IndexView):
    """A notice has no number; which ledger it speaks of tells more."""

    @cached_property
    def columns(self) -> list[Any]:
        titles = dict(Template.objects.filter(kind="ledger").values_list("key", "title"))
        own = Column("ledger", label="哪个台账", accessor=lambda row: _ledger(row, titles))
        return [own if one.name == "code" else one for one in super().columns]


def _ledger(row: Any, titles: dict[str, str]) -> str:
    key = row.body.get("ledger", "")
    return plain(titles.get(key, key))


def _form(row: Any, titles: dict[str, str]) -> str:
    key = row.body.get("form", "").partition(".")[0]
    return plain(titles.get(key, key))


def _searched(row: Any) -> str:
    return f"{row} {row.key} {row.body.get('code', '')}".lower()


def _changed(row: Any) -> Any:
    return row.latest_revision.created_at if row.latest_revision else row.updated_at


def _who(row: Any) -> str:
    if not row.latest_revision:
        return "模板包" if row.pack else ""
    user = row.latest_revision.user
    return str(getattr(user, "name", "") or user or "")
