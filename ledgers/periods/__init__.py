"""Books that close: a ledger's periods, their balance, and how its records stood at their ends."""

from .book import closed_until, late

__all__ = ["closed_until", "late"]
