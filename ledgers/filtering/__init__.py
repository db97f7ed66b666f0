"""The language as a database reads it: conditions over a ledger's columns become Django's Q."""

from __future__ import annotations

from .columns import Column, columns_of
from .compiling import Compiled, compile_filter

__all__ = ["Column", "Compiled", "columns_of", "compile_filter"]
