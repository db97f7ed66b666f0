"""Duties: what has to be done again and again with a record, when, by whom, and who is told."""

from __future__ import annotations

from .effects import end, start
from .following import follow, stirred

__all__ = ["end", "follow", "start", "stirred"]
