"""What changed between two versions of a ledger, part by part, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from ..blocks.ledgers import PAGES, page_of
from ..blocks.ledgers_words import WORDS
from ..blocks.words import Words, words_of
from ..definition import Ledger, keys_of
from ..definition.canonical import attribute
from .saying import Change, Detail

NOTHING = "（没有）"
HEADS = frozenset({"title", "note", "source", "was", "product_default"})


def ledger_changes(old: Ledger, new: Ledger) -> Iterator[Change]:
    for name, item in keys_of(Ledger).items():
        before, after = getattr(old, attribute(name)), getattr(new, attribute(name))
        if name in HEADS or before == after:
            continue
        where = PAGES[page_of(name)].label
        label = _word(Ledger, name).label
        if item.shape.startswith("map:") and item.part:
            yield from _parts(label, where, before, after)
        else:
            yield "changed", label, where, tuple(_details(name, label, before, after))


def _details(name: str, label: str, before: Any, after: Any) -> Iterator[Detail]:
    """A part is told key by key, everything else as a whole."""
    if is_dataclass(before) and is_dataclass(after):
        yield from _differing(before, after)
    else:
        yield label, said(before, Ledger, name), said(after, Ledger, name)


def _parts(label: str, where: str, before: Any, after: Any) -> Iterator[Change]:
    old, new = ({one.name: one for one in parts} for parts in (before, after))
    for name, part in new.items():
        called = f"{label}“{called_of(part)}”"
        if name not in old:
            yield "added", called, where, ()
        elif old[name] != part:
            yield "changed", called, where, tuple(_differing(old[name], part))
    for name, part in old.items():
        if name not in new:
            yield "gone", f"{label}“{called_of(part)}”", where, ()
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield "moved", f"{label}的先后", where, ()


def called_of(part: Any) -> str:
    text: str = getattr(part, "label", "") or part.name
    return text.replace("<wbr>", "")


def _differing(old: Any, new: Any) -> Iterator[Detail]:
    cls = type(new)
    for name in keys_of(cls):
        before, after = getattr(old, attribute(name)), getattr(new, attribute(name))
        if before != after:
            yield _word(cls, name).label, said(before, cls, name), said(after, cls, name)


def _word(cls: type, name: str) -> Words:
    return words_of(keys_of(cls)[name], WORDS.get(cls, {}))


def said(value: Any, cls: type, name: str) -> str:
    """A value in the words of the box that it stands in."""
    known = dict(_word(cls, name).choices)
    if isinstance(value, str) and value in known:
        return known[value]
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if value in ("", None, ()):
        return NOTHING
    if is_dataclass(value):
        told = [_plain(getattr(value, one.name)) for one in fields(value)]
        return "，".join(text for text in told if text not in (NOTHING, "否"))
    if isinstance(value, tuple):
        return "、".join(_plain(one) for one in value)
    return str(value)
