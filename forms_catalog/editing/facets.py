"""One page of a ledger's editor as a part of the draft: found, put back, compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ..blocks.ledgers import PAGES, keys_on
from ..definition import Ledger, keys_of
from ..definition.canonical import attribute

EMPTY = Ledger(id="x", title="x", form="", place="", states=(), actions=(), access=())


@dataclass(frozen=True)
class Facet:
    """The name of a page, and a ledger of nothing but what that page shows."""

    name: str
    ledger: Ledger
    include: str = ""

    @property
    def label(self) -> str:
        return PAGES[self.name].label


def facet_of(ledger: Ledger, name: str) -> Facet:
    return Facet(name, with_keys(EMPTY, ledger, name))


def with_facet(ledger: Ledger, facet: Facet) -> Ledger:
    """The ledger with what the page holds in its place."""
    return with_keys(ledger, facet.ledger, facet.name)


def with_keys(into: Ledger, source: Ledger, page: str) -> Ledger:
    names = [attribute(name) for name in keys_of(Ledger) if name in keys_on(page)]
    said: dict[str, Any] = {name: getattr(source, name) for name in names}
    return replace(into, **said)
