"""Columns of a record that follow from other records, or from its own answers: kept as it changes."""

from __future__ import annotations

from .likes import likes
from .reading import values

__all__ = ["likes", "values"]
