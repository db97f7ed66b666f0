"""A row as a sitting: the record that is linked first, then the form's own; decided only once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms_catalog.exchange.columns import Layout
from forms_catalog.exchange.lines import Line
from forms_catalog.questions import Context

from ..models import Import
from ..registry import Live, live
from ..submission import OPENING, UPDATE, Part, Submission
from .finding import Found, Wanted, by_identity, by_number

DOOR = "excel"


@dataclass(slots=True)
class Seat:
    """One record of a row: which ledger, through which question, what the row says of it."""

    ledger: Live
    through: str
    raws: dict[str, Any]
    number: str = ""
    version: int | None = None
    found: Found | None = None
    lost: bool = False
    """A number stands there, and no record in sight has it."""

    @property
    def target(self) -> list[Any]:
        """What is decided of it: the record it goes to, in the version the file knows."""
        if self.found is None:
            return ["", None]
        uid, now = self.found
        return [uid, now if self.version is None else self.version]


@dataclass(slots=True)
class Sitting:
    """A row and its records, the form's own last."""

    line: Line
    seats: list[Seat] = field(default_factory=list)

    @property
    def targets(self) -> list[list[Any]]:
        return [seat.target for seat in self.seats]


def sittings(
    user: Any, ledger: Live, layout: Layout, found: Sequence[Line], ctx: Context
) -> list[Sitting]:
    """The rows with the records they speak of; a few queries for all of them."""
    made = [Sitting(line, list(_seats(ledger, layout, line))) for line in found]
    depth = len(layout.links) + 1
    for level in range(depth):
        seats = [one.seats[level] for one in made]
        _find(user, seats, ctx)
        if level + 1 < depth:
            for one in made:
                _point(one, level)
    return made


def _seats(ledger: Live, layout: Layout, line: Line) -> Iterator[Seat]:
    own = {column.name: column.part for column in layout.main.columns if column.question}
    own |= {sheet.path[0]: _part_of(layout, sheet.path[0]) for sheet in layout.sheets[1:]}
    for link in layout.links:
        target = live(layout.bundle.questions[link][0].option("record"))
        assert target is not None
        raws = {name: raw for name, raw in line.raws.items() if own.get(name) == link}
        raws.pop(link, None)
        number = line.raws.get(link, "")
        version = line.linked.get(link, (None, ""))[0]
        yield Seat(target, link, raws, str(number or ""), version)
    rest = {n: raw for n, raw in line.raws.items() if not own.get(n) and n not in layout.links}
    yield Seat(ledger, "", rest, line.number, line.version)


def _part_of(layout: Layout, table: str) -> str:
    return next(
        (s.through for s in layout.bundle.placed for q in s.questions if q.name == table), ""
    )


def _find(user: Any, seats: Sequence[Seat], ctx: Context) -> None:
    wanted = [Wanted(seat.ledger, seat.number, seat.raws) for seat in seats]
    numbered = by_number(user, wanted)
    free = [
        one if not one.number and found is None else None
        for one, found in zip(wanted, numbered, strict=True)
    ]
    for seat, first, second in zip(seats, numbered, by_identity(user, free, ctx), strict=True):
        seat.found = first or second
        seat.lost = bool(seat.number) and seat.found is None


def _point(one: Sitting, level: int) -> None:
    """The form's own record may be identified by the one it is filled through."""
    seat, own = one.seats[level], one.seats[-1]
    if seat.found:
        own.raws[seat.through] = seat.found[0]


def submission(
    batch: Import, user: Any, place: int, one: Sitting, reasons: Mapping[str, str]
) -> Submission:
    """The sitting for the gate; the same key and the same body however often it is made."""
    parts: list[Part] = []
    links: dict[str, int] = {}
    for seat in one.seats:
        uid, version = seat.target
        answers = dict(seat.raws)
        if not seat.through and links:
            for name in links:
                answers.pop(name, None)
        if seat.through and uid and not answers:
            continue
        if seat.through and not uid:
            links[seat.through] = len(parts)
        if uid and not seat.through:
            for other in one.seats[:-1]:
                answers.pop(other.through, None)
        parts.append(
            Part(
                seat.ledger.key,
                answers,
                record=uid,
                action=UPDATE if uid else OPENING,
                base_version=version,
                links={} if uid or seat.through else links,
                reasons=reasons,
            )
        )
    return Submission(
        f"i{batch.uid.hex}-{place}",
        DOOR,
        user,
        batch.post,
        tuple(parts),
        batch.clock,
        str(batch.uid),
    )


def decided(line: Line, ledger: Live, layout: Layout, targets: Sequence[Sequence[Any]]) -> Sitting:
    """The row again, going where it was decided that it goes."""
    made = Sitting(line, list(_seats(ledger, layout, line)))
    for level, (seat, (uid, version)) in enumerate(zip(made.seats, targets, strict=True)):
        seat.found, seat.version = ((uid, version) if uid else None), None
        if level + 1 < len(made.seats):
            _point(made, level)
    return made
