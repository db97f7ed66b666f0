"""A duty that would ask for more than anybody can do is a slip of the pen, and is not published."""

from __future__ import annotations

from collections.abc import Iterator

from .definition import Ledger
from .ports import ports
from .problems import Problem

MOST = 1_000_000
"""Rounds of one duty in a year."""


def too_many(ledger: Ledger) -> Iterator[Problem]:
    """By the records that are there now."""
    if not ledger.duties:
        return
    for name, count in ports.uses.rounds_a_year(ledger).items():
        if count >= MOST:
            text = f"照“{name}”这条规则，一年要做{count:,}次，没有人做得过来"
            remedy = "隔久一点，或者写明只管哪些记录"
            data = (("count", str(count)),)
            yield Problem("duty.too-many", text, remedy, data=data).at(path=f"duties.{name}.every")
