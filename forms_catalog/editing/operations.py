"""What the buttons beside a section do to the draft: add, up, down, copy, delete."""

from __future__ import annotations

from ..definition import FormDefinition
from . import drafts

ASKS = "ask"
"""The button that only asks: deleting names what goes before it happens."""


def apply(form: FormDefinition, told: str) -> tuple[FormDefinition, str]:
    """The draft after `verb:section`, and the section to show next ('' = the same)."""
    verb, _, name = told.partition(":")
    if verb == "add":
        return drafts.added(form)
    if verb in ("up", "down"):
        return drafts.moved(form, name, -1 if verb == "up" else 1), ""
    if verb == "copy":
        return drafts.copied(form, name)
    if verb == "delete":
        gone = drafts.removed(form, name)
        return gone, gone.sections[0].name if gone.sections else ""
    return form, ""
