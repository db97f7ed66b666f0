"""Which options a filter offers: asked of every record, so the answer is kept by what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..definition import Option
from ..expressions.values import to_boolean
from .program import Expression, Item, Program
from .scene import Scene

MOST = 2000
"""So many answers are kept for one program; a list of ten thousand villages is not kept often."""


def offered(program: Program, item: Item, scene: Scene) -> frozenset[str]:
    """The codes that may be chosen now; raises Unknown."""
    assert item.filter is not None
    options = scene.ctx.choices(item.question)
    key = _rests_on(item.filter, scene) if isinstance(options, tuple) else None
    if key is None:
        return frozenset(_passing(options, item.filter, scene))
    held, found = program.known_offers.get((item.name, *key), (None, frozenset[str]()))
    if held is not options:
        found = frozenset(_passing(options, item.filter, scene))
        if len(program.known_offers) >= MOST:
            program.known_offers.clear()
        program.known_offers[item.name, *key] = (options, found)
    return found


def _rests_on(holds: Expression, scene: Scene) -> tuple[object, ...] | None:
    """The values that decide; None when the clock, chance or a table has a say."""
    if not holds.steady:
        return None
    values = [scene.name(name) for name in sorted(holds.names)]
    if any(isinstance(value, list) for value in values):
        return None
    return tuple((type(value), value) for value in values)


def _passing(options: Sequence[Option], holds: Expression, scene: Scene) -> Iterator[str]:
    for number, option in enumerate(options, 1):
        row = {"name": option.name, "label": option.label, "parent": option.parent}
        seen = scene.within(row | dict(option.tags), number)
        scene.step()
        if to_boolean(holds.run(seen)):
            yield option.name
