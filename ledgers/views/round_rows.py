"""The lines of a round by place: each with its counts and where one may go on."""

from __future__ import annotations

from types import SimpleNamespace

from forms_catalog.ports import ports
from people.paths import WIDTH

from ..rounds import Tally, added, by_child
from .round_asked import Asked
from .round_words import bar, counts, rate, tag


def rows_of(asked: Asked) -> list[SimpleNamespace]:
    """The places below with their counts: without a list first, then who has most to do."""
    found = _below(asked)
    lines = [_row(asked, path, tally) for path, tally in found.items()]
    shown = [line for line in lines if not (asked.left and line.done)]
    return sorted(
        shown, key=lambda line: (line.done, bool(line.total), line.rate_value, line.title)
    )


def _below(asked: Asked) -> dict[str, Tally]:
    if asked.place:
        return by_child(asked.tallies, asked.place)
    tops: dict[str, list[Tally]] = {root: [] for root in asked.roots}
    for path, tally in asked.tallies.items():
        tops[next(root for root in asked.roots if path.startswith(root))].append(tally)
    return {root: added(parts) for root, parts in tops.items()}


def _row(asked: Asked, path: str, tally: Tally) -> SimpleNamespace:
    ref, own = ports.places.place(path), path == asked.place
    label, look = tag(tally)
    return SimpleNamespace(
        title=f"{ref.name if ref else path}{'（本级）' if own else ''}",
        href=asked.href(place=path, own=int(own), left=0),
        rate=rate(tally),
        rate_value=tally.rate or 0,
        counts=counts(tally),
        bar=bar(tally),
        label=label,
        tag=look,
        done=tally.done,
        total=tally.total,
        tally=tally,
        path=path[: len(asked.place) + WIDTH] if asked.place else path,
    )
