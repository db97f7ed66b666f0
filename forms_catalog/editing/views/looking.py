"""Pages that only show: who uses a template, and what two of its versions differ in."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone

from ...models import FormTemplate, LedgerTemplate, LetterTemplate, NoticeTemplate
from ...ports import ports
from .. import drafts, standing
from ..words import changes, plain
from .base import DraftView


class UsageView(DraftView):
    """Which forms take it in, which ledgers it opens, how many records each edition has."""

    template_name = "forms_catalog/usage.html"
    header_icon = "link"
    about = "谁在用"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        forms = [
            {"title": str(row), "href": standing.href(_edited(row), "edit"), "live": row.live}
            for row in standing.used_by(self.object)
        ]
        uses = ports.uses.of_form(self.object.key) if self.object.kind == "form" else ()
        return context | {
            "forms": forms,
            "states": _states(self.draft) if self.object.kind == "ledger" else (),
            "uses": [
                {"title": plain(use.title), "records": sorted(use.records.items(), reverse=True)}
                for use in uses
            ],
        }


def _states(ledger: Any) -> list[tuple[str, int]]:
    """How many records stand in each state, those that the draft has no more among them."""
    counts = ports.uses.of_ledger(ledger.id).states
    labels = {state.name: plain(state.label) for state in ledger.states}
    return [(labels.get(code, code), counts.get(code, 0)) for code in {**labels, **counts}]


def _edited(row: Any) -> Any:
    """The row as the editor of its kind knows it."""
    kinds = {"ledger": LedgerTemplate, "notice": NoticeTemplate, "letter": LetterTemplate}
    model = kinds.get(row.kind, FormTemplate)
    return model.objects.get(pk=row.pk)


class CompareView(DraftView):
    """Two versions in words; a definition is no text that people could compare."""

    template_name = "forms_catalog/compare.html"
    header_icon = "history"
    about = "比较两版"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        old, old_name = self._version(self.kwargs["revision_id_a"])
        new, new_name = self._version(self.kwargs["revision_id_b"])
        return context | {
            "old_name": old_name,
            "new_name": new_name,
            "changes": changes(drafts.definition_of(old), drafts.definition_of(new)),
        }

    def _version(self, told: str) -> tuple[Any, str]:
        if told == "live":
            if not self.row.live:
                raise Http404
            return self.row, "线上"
        if told == "latest":
            return self.object, "最新草稿"
        found = self.row.revisions.order_by("created_at")
        revision = found.first() if told == "earliest" else found.filter(pk=told).first()
        if revision is None:
            raise Http404
        made = timezone.localtime(revision.created_at)
        return revision.as_object(), f"{made:%Y年%-m月%-d日 %H:%M}"
