"""Rosters: forms that nobody fills, drawn from the records of a ledger, a line each."""

from .definition import Roster, roster, rosters_of

__all__ = ["Roster", "roster", "rosters_of"]
