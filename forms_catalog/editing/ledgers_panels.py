"""The tabs of a ledger's edit page: its pages to choose from, and what was published."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import FieldPanel, PublishingPanel

from ..blocks.ledgers import PAGES
from ..definition import Ledger
from . import standing
from .panels import EditionsPanel, Tab, Tabs
from .words import plain

RULES = "rules"


class LedgerTabs(Tabs):
    """The pages stand in the first tab, which is open anyway."""

    class BoundPanel(Tabs.BoundPanel):
        opened = RULES


class PagesPanel(Tab):
    """All pages of the ledger, the open one with its boxes."""

    class BoundPanel(Tab.BoundPanel):
        template_name = "forms_catalog/panels/pages.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            ledger: Ledger = self.form.draft
            part = self.form.part
            return context | {
                "pages": [
                    {"name": name, "label": page.label, "count": _count(ledger, name)}
                    for name, page in PAGES.items()
                ],
                "part": part,
                "edit_url": self.request.path if self.request else "",
                "rule_url": standing.href(self.instance, "rule") if self.instance.pk else "",
                "matrix": matrix(ledger) if part.name == "access" else None,
            }


COUNTED = {
    "states": ("states",),
    "actions": ("actions",),
    "looks": ("columns", "views"),
    "duties": ("duties",),
    "access": ("access",),
}
UNITS = {
    "states": "个",
    "actions": "个",
    "columns": "列",
    "views": "个视图",
    "duties": "件",
    "access": "个角色",
}


def _count(ledger: Ledger, page: str) -> str:
    """What there is on a page, in one or two numbers."""
    told = [(len(getattr(ledger, key)), UNITS[key]) for key in COUNTED.get(page, ())]
    return "，".join(f"{number}{unit}" for number, unit in told if number)


def matrix(ledger: Ledger) -> list[dict[str, Any]]:
    """Every role that the ledger names, and what it may: what it sees stands here, what it does there."""
    titles = standing.role_titles()
    seen = [one.name for one in ledger.access]
    doing = [role for action in ledger.actions for role in action.who]
    return [
        standing.role_row(ledger.role(name), name, titles)
        | {
            "does": "、".join(
                plain(action.label) or action.name
                for action in ledger.actions
                if name in action.who
            )
        }
        for name in dict.fromkeys([*seen, *doing])
    ]


def ledger_tabs(base_form_class: Any) -> LedgerTabs:
    """Two tabs: what the ledger says, and its past."""
    return LedgerTabs(
        [
            PagesPanel(
                [
                    FieldPanel("title"),
                    *(FieldPanel(f"part_{name}", classname="ledger-part") for name in PAGES),
                    FieldPanel("head_source"),
                    FieldPanel("head_note"),
                ],
                heading="台账",
                name=RULES,
            ),
            EditionsPanel(heading="历次版本", name="editions"),
            PublishingPanel(),
        ],
        base_form_class=base_form_class,
    )
