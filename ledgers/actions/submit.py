"""Filling in, and filling in again: what came back is then no longer waiting."""

from __future__ import annotations

from .base import Verb


class Submit(Verb):
    """Answers are given or changed; the record goes on to the action's next state."""

    name = "submit"
    label = "填写、更改"
    says = "打开表来填写或更改，存下后进入下一状态"
    whole = True
    bulk = False
    ends = "done"
