"""The end of a record's life, as its ledger knows it."""

from __future__ import annotations

from .base import Verb


class Close(Verb):
    """Goes to a final state; who looks for open ones finds it no more."""

    name = "close"
    label = "结束"
    says = "进入结束的状态"
