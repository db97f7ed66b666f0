"""One sealed value in full, for a reason that is kept; the record does not change."""

from __future__ import annotations

from .base import Verb


class Reveal(Verb):
    """Who may see a masked value at all, and in which states; the page shows it once."""

    name = "reveal"
    label = "显示完整内容"
    says = "写明原因后完整显示一项遮住的内容，并记下谁看过"
    reason = True
    bulk = False
