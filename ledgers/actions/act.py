"""An action of the ledger's own, with nothing of the engine in it."""

from __future__ import annotations

from .base import Verb


class Act(Verb):
    """Asks what the form asks at this action, goes to the next state, does what the effects say."""

    name = "act"
    label = "其他动作"
    says = "只按本动作的题目、状态和随之发生的事来做"
