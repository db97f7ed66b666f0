"""By which rule an action goes: the ledger's own, or that of `update` for what the engine brings."""

from __future__ import annotations

from dataclasses import replace

from forms_catalog.definition import Action
from forms_catalog.definition import Ledger as Rules

from .submission import OPENING, UNDO, UPDATE, UPGRADE

UPGRADE_LABEL = "换到新版"
UNDO_LABEL = "撤销"


def rule_of(rules: Rules, name: str) -> Action | None:
    """Who may change a record may move it to the form's newer edition; who writes, may take back."""
    if name == UNDO:
        return _undo(rules)
    if name != UPGRADE:
        return rules.action(name)
    update = rules.action(UPDATE)
    return replace(update, name=UPGRADE, label=UPGRADE_LABEL, to="") if update else None


def _undo(rules: Rules) -> Action:
    """From whatever state; what is taken back says where it leads."""
    found = [action for name in (OPENING, UPDATE) if (action := rules.action(name))]
    who = tuple(dict.fromkeys(role for action in found for role in action.who))
    return replace(found[0], name=UNDO, label=UNDO_LABEL, from_=("any",), to="", who=who)
