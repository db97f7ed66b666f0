"""Whether anything was really typed on a page that nobody keeps yet: no draft is made of a blank form."""

from __future__ import annotations

from typing import Any

from ..drafts import owner
from .desk import Desk, texts_of


def touched(desk: Desk, step: str, data: Any) -> bool:
    """More than what stands on the page by itself: presets, the only place, answers brought along."""
    asked = {name: question for name, (question, _) in desk.bundle.questions.items()}
    for name, texts in texts_of(data, desk.names(step)).items():
        question = asked[owner(name)]
        preset = question.type == "division" or owner(name) in desk.content.carried
        typed = [text for text in texts if text.strip() and text != question.default]
        if typed and not preset and not name.endswith("-_id"):
            return True
    return False
