"""What changed between two versions of a ledger, part by part, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from typing import Any

from ..blocks.ledgers import PAGES, page_of
from ..blocks.ledgers_parts import TEMPLATES
from ..blocks.ledgers_words import WORDS
from ..blocks.words import Words, words_of
from ..definition import Ledger, keys_of
from ..definition.canonical import attribute
from . import standing
from .saying import Change, Detail

HEADS = frozenset({"title", "note", "source", "was", "product_default"})


type Saying = Callable[[Any, type, str], str]


def ledger_changes(old: Ledger, new: Ledger) -> Iterator[Change]:
    from .ledgers_words import Speaker

    said = Speaker(new).said
    for name, item in keys_of(Ledger).items():
        before, after = getattr(old, attribute(name)), getattr(new, attribute(name))
        if name in HEADS or before == after:
            continue
        where = PAGES[page_of(name)].label
        label = _word(Ledger, name).label
        if item.shape.startswith("map:") and item.part:
            yield from _parts(label, where, before, after, said)
        else:
            yield "changed", label, where, tuple(_details(name, label, before, after, said))


def _details(name: str, label: str, before: Any, after: Any, said: Saying) -> Iterator[Detail]:
    """A part is told key by key, everything else as a whole."""
    if is_dataclass(before) and is_dataclass(after):
        yield from _differing(before, after, said)
    else:
        yield label, said(before, Ledger, name), said(after, Ledger, name)


def _parts(label: str, where: str, before: Any, after: Any, said: Saying) -> Iterator[Change]:
    old, new = ({one.name: one for one in parts} for parts in (before, after))
    for name, part in new.items():
        called = f"{label}“{called_of(part)}”"
        if name not in old:
            yield "added", called, where, ()
        elif old[name] != part:
            yield "changed", called, where, tuple(_differing(old[name], part, said))
    for name, part in old.items():
        if name not in new:
            yield "gone", f"{label}“{called_of(part)}”", where, ()
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield "moved", f"{label}的先后", where, ()


def called_of(part: Any) -> str:
    """Its words; a role's and a form's are the title of another template."""
    kind = TEMPLATES.get((type(part), "name"), "")
    text: str = getattr(part, "label", "") or standing.title_of(kind, part.name)
    return text.replace("<wbr>", "")


def _differing(old: Any, new: Any, said: Saying) -> Iterator[Detail]:
    cls = type(new)
    for name in keys_of(cls):
        before, after = getattr(old, attribute(name)), getattr(new, attribute(name))
        if before != after:
            yield _word(cls, name).label, said(before, cls, name), said(after, cls, name)


def _word(cls: type, name: str) -> Words:
    return words_of(keys_of(cls)[name], WORDS.get(cls, {}))
