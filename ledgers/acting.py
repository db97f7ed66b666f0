"""By which rule an action goes: the ledger's own, or that of the engine for what it brings itself."""

from __future__ import annotations

from dataclasses import replace

from forms_catalog.definition import Action
from forms_catalog.definition import Ledger as Rules
from forms_catalog.definition.ledger import VERBS

from .submission import OPENING, UNDO, UPDATE, UPGRADE

UPGRADE_LABEL = "换到新版"
UNDO_LABEL = "撤销"
SUBMIT, RETURN = "submit", "return"
ACT = "act"
_SUBMITS = (OPENING, UPDATE)
SET, FOLLOW, RELINK, INTO, RESTATE = "_set", "_follow", "_relink", "_into", "_restate"
BY_RULE = {
    SET: "随别处的动作更改",
    FOLLOW: "随所属的记录转移",
    RELINK: "改指合并后的记录",
    INTO: "并入另一份记录",
    RESTATE: "状态改了名",
}
"""What no person does by itself: an action brings it about on another record."""


def verb_of(action: Action) -> str:
    """What the engine does: as the rules say, else what the action's name says, else nothing more."""
    if action.verb:
        return action.verb
    if action.name in _SUBMITS:
        return SUBMIT
    return action.name if action.name in VERBS else ACT


def rule_of(rules: Rules, name: str) -> Action | None:
    """Who may change a record may move it to the form's newer edition; who writes, may take back."""
    if name == UNDO:
        return _undo(rules)
    if name in BY_RULE:
        return Action(name=name, label=BY_RULE[name], from_=("any",))
    if name != UPGRADE:
        return rules.action(name)
    update = submit_of(rules)
    return replace(update, name=UPGRADE, label=UPGRADE_LABEL, to="") if update else None


def submit_of(rules: Rules, state: str = "") -> Action | None:
    """The action by which a record is changed, from this state; `update` before any other."""
    found = [
        action
        for action in rules.actions
        if verb_of(action) == SUBMIT
        and action.name != OPENING
        and (not state or is_from(action, state))
    ]
    return next((action for action in found if action.name == UPDATE), found[0] if found else None)


def is_from(action: Action, state: str) -> bool:
    return "any" in action.from_ or state in action.from_


def _undo(rules: Rules) -> Action:
    """From whatever state; what is taken back says where it leads."""
    own = rules.action(UNDO)
    found = [action for name in _SUBMITS if (action := rules.action(name))]
    who = tuple(dict.fromkeys(role for action in (own, *found) if action for role in action.who))
    return replace(
        own or found[0],
        name=UNDO,
        label=UNDO_LABEL,
        from_=("any",),
        to="",
        who=who,
        guard="",
        effects=(),
    )
