"""The last change taken back by its inverse, while nobody has touched the same since."""

from __future__ import annotations

from ..submission import UNDONE
from .base import Verb


class Undo(Verb):
    """The gate knows how (`intake.undoing`); a ledger says who may."""

    name = "undo"
    label = "撤销上一次更改"
    says = "撤销最近一次更改；后来又改过的不能撤销"
    bulk = False
    facts = {UNDONE: ("撤销的更改", lambda value: f"第{value}次")}
