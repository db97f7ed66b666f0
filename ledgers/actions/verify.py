"""Somebody else has looked: the record, or what changed since somebody last looked."""

from __future__ import annotations

from .base import Verb


class Verify(Verb):
    """Shows what changed since the last time; the change itself is the mark of having looked."""

    name = "verify"
    label = "审核"
    says = "看过上次审核以后改了什么，认可后进入下一状态"
    ends = "gone"
