"""The books of a period: opening, entered, left and closing of every place, and whether they agree.

Opening is what stood at the last closing, entered and left are told by the changes alone, closing
by the records as they stand: three ways that must meet, record by record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from people.paths import line_of

from ..models import Period, Standing
from ..queries import all_of
from ..registry import Live
from ..rows import Wanted
from .force import Condition, in_force
from .past import Cut, Step, Then, fold, steps
from .spans import Span

OPENING, ENTERED, LEFT, CLOSING = range(4)
AT_ONCE = 1000
type Figures = dict[str, list[int]]
"""Place -> opening, entered, left, closing; of the place alone, or with all below it."""


@dataclass(slots=True)
class Books:
    """The figures of each place by itself; who does not add up, and what came too late for its time."""

    figures: Figures = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    odd: list[tuple[int, str]] = field(default_factory=list)
    late: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, place: str, column: int, many: int = 1) -> None:
        self.figures[place][column] += many


def summed(figures: Mapping[str, Sequence[int]]) -> Figures:
    """With every place above: the sum of the places in it and of its own."""
    found: Figures = defaultdict(lambda: [0, 0, 0, 0])
    for path, row in figures.items():
        for above in line_of(path):
            found[above] = [a + b for a, b in zip(found[above], row, strict=True)]
    return found


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What books are reckoned by: the period, up to when, and what stood before."""

    ledger: Live
    span: Span
    cut: Cut
    base: Period | None

    @property
    def before(self) -> Cut:
        """What counted in the books before these; with none, whatever happened earlier."""
        if self.base:
            return Cut(self.base.end, self.base.asked_at)
        return Cut(self.span.previous.end, self.cut.moment)

    def books(self) -> Books:
        found = Books()
        for chunk in _chunks(self.ledger, in_force(self.ledger)):
            stood = _stood(self.base, chunk)
            fresh = {row.pk: row.place for row in chunk if row.version > _known(stood, row.pk)}
            past = steps(self.ledger, fresh, in_force(self.ledger).names)
            for row in chunk:
                self._record(found, row, stood.get(row.pk), past.get(row.pk, []))
        return found

    def _record(
        self, books: Books, row: Now, stood: tuple[int, str, bool] | None, past: list[Step]
    ) -> None:
        """One record: what stood, what came and went, what stands; told when it does not add up."""
        sums: dict[str, int] = defaultdict(int)
        was = fold(past, self.before.holds) if past else None
        before = self._place(was) if past else self._stood(stood)
        opened = self._stood(stood) if self.base else before
        if any(step.erased for step in past):  # how it stood is all that is left of it
            before = opened
        if opened:
            books.add(opened, OPENING)
            sums[opened] += 1
        for column, place in self._moves(past, before):
            books.add(place, column)
            sums[place] += 1 if column == ENTERED else -1
        if closing := self.standing(row, past):
            books.add(closing, CLOSING)
            sums[closing] -= 1
        books.odd += [(row.pk, place) for place, many in sums.items() if many]
        self._late(books, row, past)

    def _stood(self, stood: tuple[int, str, bool] | None) -> str:
        return stood[1] if stood and stood[2] else ""

    def _moves(self, past: Sequence[Step], before: str) -> Iterator[tuple[int, str]]:
        """Coming and going, one change after the other in the order they were written."""
        here = before
        for last in past:
            if not self.cut.holds(last) or self.before.holds(last):
                continue
            now = self._place(fold(past, partial(self._upto, last.version)))
            if here and now != here:
                yield LEFT, here
            if now and now != here:
                yield ENTERED, now
            here = now

    def _upto(self, version: int, step: Step) -> bool:
        """What counts once these books have come to a version: of later ones, what counted before."""
        if step.version <= version:
            return self.cut.holds(step)
        return self.before.holds(step)

    def standing(self, row: Now, past: Sequence[Step]) -> str:
        """Where the record is in force at the end of the period, '' when it is not."""
        if all(self.cut.holds(step) for step in past):
            held = in_force(self.ledger)(row.state, row.place, row.answers, self.cut.day)
            return row.place if held else ""
        return self._place(fold(past, self.cut.holds))

    def _place(self, then: Then | None) -> str:
        if then is None:
            return ""
        rule = in_force(self.ledger)
        return then.place if rule(then.state, then.place, then.answers, self.cut.day) else ""

    def _late(self, books: Books, row: Now, past: Sequence[Step]) -> None:
        """Changes of days that were closed, counted now."""
        if self.base is None:
            return
        counted = (s for s in past if self.cut.holds(s) and not self.before.holds(s))
        if many := sum(step.happened_on <= self.base.end for step in counted):
            books.late[row.place] += many


@dataclass(slots=True)
class Now:
    """A record as its row says it."""

    pk: int
    version: int
    place: str
    state: str
    answers: Mapping[str, Any]


def _chunks(ledger: Live, rule: Condition) -> Iterator[list[Now]]:
    """Every record, with the answers that the rule reads: from columns where they have them."""
    read = _wanted(ledger, rule)
    rows, last = all_of(ledger, "the books of the ledger"), 0
    while True:
        found = rows.filter(pk__gt=last).order_by("pk")
        values = list(found.values_list("version", *read.columns)[:AT_ONCE])
        if not values:
            return
        made = [(version, read.row(rest)) for version, *rest in values]
        yield [Now(row.id, v, row.place_path, row.state, row.answers) for v, row in made]
        last = made[-1][1].id


def _wanted(ledger: Live, rule: Condition) -> Wanted:
    from forms_catalog.questions import type_of

    slots, document = [], False
    for name in sorted(rule.names):
        question = ledger.questions[name]
        if name in ledger.slots and type_of(question).slot_whole and not question.sealed:
            slots.append((name, ledger.slots[name]))
        else:
            document = True
    return Wanted(ledger, tuple(slots), document)


def _stood(base: Period | None, chunk: Sequence[Now]) -> dict[int, tuple[int, str, bool]]:
    """Record -> version, place and whether in force, at the last closing."""
    if base is None or not chunk:
        return {}
    rows = Standing.objects.unscoped("the books of the ledger")
    found = rows.filter(period=base, record_id__gte=chunk[0].pk, record_id__lte=chunk[-1].pk)
    columns = found.values_list("record_id", "version", "place_path", "in_force")
    return {pk: (version, place, held) for pk, version, place, held in columns}


def _known(stood: Mapping[int, tuple[int, str, bool]], pk: int) -> int:
    return stood[pk][0] if pk in stood else 0
