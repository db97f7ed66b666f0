"""A ledger as blocks, one for each page of its editor: made from the declared keys, read back the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from wagtail.blocks.struct_block import StructValue

from ..definition import Ledger, dump, keys_of, load
from . import duties, ledgers_controls  # noqa: F401  register their controls
from .ledgers_parts import LedgerPart
from .ledgers_words import WORDS
from .naming import ID, settle
from .parts import Fold

HEADS = frozenset({"was", "title", "note", "source", "product_default"})
"""What every template has: in boxes of its own, or carried along."""


@dataclass(frozen=True)
class Page:
    """One page of the editor: its words, and the keys that it shows."""

    label: str
    keys: tuple[str, ...] = ()
    fold: tuple[str, ...] = ()


PAGES: dict[str, Page] = {
    "basics": Page(
        "基本",
        ("form", "place", "happened_on", "identity", "similar", "merge", "also"),
        ("place_fallback", "one_open_per", "age_of", "in_force", "prominent"),
    ),
    "states": Page("状态", ("states",)),
    "actions": Page("动作", ("actions",)),
    "looks": Page(
        "列和视图",
        ("columns", "derived", "views", "tables", "rosters", "exports"),
        ("decisions",),
    ),
    "duties": Page("定期要做的事", ("duties",)),
    "rounds": Page("轮次和结账", ("coverage", "periods")),
    "access": Page("谁能看", ("access", "public")),
    "keeping": Page("保留", ("retention",)),
}
REST = "keeping"
"""The page that also shows what no other page names: a key that came with a later stage."""


@cache
def keys_on(page: str) -> frozenset[str]:
    """The keys of a ledger that a page is about."""
    own = {*PAGES[page].keys, *PAGES[page].fold}
    if page == REST:
        named = {key for one in PAGES.values() for key in (*one.keys, *one.fold)}
        own |= keys_of(Ledger).keys() - named - HEADS
    return frozenset(own)


def page_of(key: str) -> str:
    """The page that shows a key, '' for what stands above them all."""
    return next((name for name in PAGES if key in keys_on(name)), "")


@cache
def page_block(page: str) -> LedgerPart:
    """The block of a page."""
    return LedgerPart(
        Ledger,
        WORDS[Ledger],
        PAGES[page].keys,
        (Fold("更多", frozenset(PAGES[page].fold)), Fold("其他")),
        keys_on(page),
        label=PAGES[page].label,
        label_format="",
        form_classname="struct-block ledger-page",
    )


def page_to_block(ledger: Ledger, page: str) -> StructValue:
    data = dump(ledger)
    return page_block(page).shown({k: data[k] for k in keys_on(page) if k in data})


def page_from_block(
    value: StructValue,
    page: str,
    published: Mapping[str, Collection[str]] | None = None,
    taken: Collection[str] = (),
) -> Ledger:
    """A ledger of nothing but this page, however little of it is filled in.

    `published` are the names that parts of each key had in any edition: they stay theirs. No made
    name repeats one of `taken`.
    """
    block = page_block(page)
    data = block.said(value)
    for name, control in block.controls.items():
        stream = control.blocks.get(name)
        part = getattr(stream, "part", None)
        if isinstance(part, LedgerPart) and name in data:
            data[name] = _named(part, data[name], (published or {}).get(name, ()), taken)
    found = load({"kind": "ledger", "id": "x", "title": "x"} | data)
    assert isinstance(found, Ledger)
    return found


def _named(
    part: LedgerPart, rows: list[Any], published: Collection[str], taken: Collection[str]
) -> list[Any]:
    if part.names_made:
        return settle(rows, published, taken)
    return [{name: value for name, value in row.items() if name != ID} for row in rows]
