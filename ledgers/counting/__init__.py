"""Counts of a ledger by place and category: saved in its template, made of columns in one query."""

from .definition import Counted, counted, tables_of

__all__ = ["Counted", "counted", "tables_of"]
