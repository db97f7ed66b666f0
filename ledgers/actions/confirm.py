"""Nothing has changed, and somebody has made sure of it."""

from __future__ import annotations

from .base import Verb


class Confirm(Verb):
    """A version without any difference: its day is what counts."""

    name = "confirm"
    label = "核对无变化"
    says = "记下核对过、没有变化；可以成批做"
