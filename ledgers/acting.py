"""By which rule an action goes: the ledger's own, or that of `update` for what the engine brings."""

from __future__ import annotations

from dataclasses import replace

from forms_catalog.definition import Action
from forms_catalog.definition import Ledger as Rules

from .submission import UPDATE, UPGRADE

UPGRADE_LABEL = "换到新版"


def rule_of(rules: Rules, name: str) -> Action | None:
    """Who may change a record may move it to the form's newer edition; its state stays."""
    if name != UPGRADE:
        return rules.action(name)
    update = rules.action(UPDATE)
    return replace(update, name=UPGRADE, label=UPGRADE_LABEL, to="") if update else None
