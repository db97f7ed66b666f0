"""What the columns of a roster take from records in sight: read a batch at a time, never line by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from forms_catalog.definition import Question
from forms_catalog.logic.worth import value_of
from forms_catalog.questions import is_missing

from ..derived import likes
from ..derived.reading import answer as held_answer
from ..models import Link, Record
from ..periods.force import Condition
from ..queries import WHOLE
from ..registry import Live, live
from ..sealing import DataKey, open_answers
from ..sight import eyes
from ..submission import GONE
from .definition import Column, Source


@dataclass(slots=True)
class Told:
    """A value with the question that says how it is shown, and the record that it is of."""

    question: Question | None
    value: Any
    ledger: Live
    place: str


@dataclass
class Reader:
    """For one person: the records that columns look at, each read once."""

    user: Any
    ledger: Live
    columns: Sequence[Column]
    opened: dict[int, dict[str, Any]] = field(default_factory=dict)

    def told(self, records: Sequence[Record]) -> list[list[Told | None]]:
        """A value a column, for every record."""
        made: list[list[Told | None]] = [[] for _ in records]
        for column in self.columns:
            source = column.source
            values = self._of(source, records) if source else [None] * len(records)
            for line, value in zip(made, values, strict=True):
                line.append(value)
        return made

    def _of(self, source: Source, records: Sequence[Record]) -> list[Told | None]:
        other = live(source.ledger)
        if other is None:
            return [None] * len(records)
        if source.many:
            found = self._pointing(source, other, records)
            return [self._taken(source, other, row, found.get(row.pk, [])) for row in records]
        if not source.via:
            return [self.answer(self.ledger, row, source.take.what) for row in records]
        targets = self._targets(source.via, other, records)
        return [self._one(source, other, row, targets) for row in records]

    def _one(
        self, source: Source, other: Live, row: Record, targets: Mapping[str, Record]
    ) -> Told | None:
        target = targets.get(str(row.answers.get(source.via)))
        if target is None or not self._counts(source, other, row, [target]):
            return None
        return self.answer(other, target, source.take.what)

    def _targets(self, via: str, other: Live, records: Iterable[Record]) -> dict[str, Record]:
        uids = [uid for row in records if isinstance(uid := row.answers.get(via), str)]
        rows = self._rows(other).filter(uid__in=uids)
        return {str(row.uid): row for row in rows}

    def _rows(self, ledger: Live) -> Any:
        """Whole records in sight, with the derived columns."""
        slots = [ledger.slots[name] for name in likes(ledger)]
        return Record.objects.visible_to(self.user, ledger).only(*WHOLE, *slots).order_by("pk")

    def _pointing(
        self, source: Source, other: Live, records: Sequence[Record]
    ) -> dict[int, list[Record]]:
        """Record -> those that point at it, or at what it points at itself."""
        hooks = {row.pk: row.pk for row in records}
        if source.via:
            targets = self._targets(source.via, self._linked(source.via), records)
            hooks = {
                row.pk: targets[uid].pk
                for row in records
                if (uid := str(row.answers.get(source.via))) in targets
            }
        links = Link.objects.unscoped("narrowed by the scope of their sources")
        pairs = links.filter(question=source.by, target__in=set(hooks.values()))
        ends = dict[int, set[int]]()
        for start, end in pairs.values_list("source_id", "target_id"):
            ends.setdefault(end, set()).add(start)
        wanted = {pk for starts in ends.values() for pk in starts}
        rows = {row.pk: row for row in self._rows(other).filter(pk__in=wanted)}
        found = defaultdict[int, list[Record]](list)
        for pk, hook in hooks.items():
            found[pk] = [rows[start] for start in sorted(ends.get(hook, ())) if start in rows]
        return found

    def _linked(self, via: str) -> Live:
        question = self.ledger.questions.get(via)
        found = live(question.option("record")) if question else None
        return found or self.ledger

    def _counts(
        self, source: Source, other: Live, row: Record, found: Sequence[Record]
    ) -> list[Record]:
        """Those for which the column's condition holds; never what was taken back."""
        kept = [item for item in found if item.state not in GONE]
        if not source.where:
            return kept
        holds = Condition(other, source.where)
        own = {
            f"_own.{name}": value_of(question, row.answers.get(name))
            for name, question in self.ledger.questions.items()
            if not question.sealed
        }
        day = row.updated_at.date()
        return [r for r in kept if holds(r.state, r.place_path, r.answers, day, own)]

    def _taken(
        self, source: Source, other: Live, row: Record, found: Sequence[Record]
    ) -> Told | None:
        kept, how = self._counts(source, other, row, found), source.take.how
        if how in ("count", "exists"):
            value: Any = len(kept) if how == "count" else ("是" if kept else "否")
            return Told(None, value, other, row.place_path)
        told = [t for item in kept if (t := self.answer(other, item, source.take.what))]
        told = [t for t in told if t.value is not None]
        if how in ("one", "latest", "first"):
            ordered = _by_day(other, kept)
            pick = ordered[:1] if how == "first" else ordered[-1:]
            return self.answer(other, pick[0], source.take.what) if pick else None
        if how == "sum" and any(self._kept_back(item, source.take.what, other) for item in kept):
            return None
        return _reckoned(how, [t for t in told if not is_missing(t.value)])

    def _kept_back(self, record: Record, name: str, ledger: Live) -> bool:
        """Whether the answer is hidden or masked there: a sum would tell it."""
        sight = eyes(self.user, ledger, record.place_path)
        return name in sight.hidden or sight.veils(name)

    def answer(self, ledger: Live, record: Record, name: str) -> Told | None:
        """One answer of a record, or what a derived column of it holds."""
        place = record.place_path
        if like := likes(ledger).get(name):
            value = held_answer(like, getattr(record, ledger.slots[name]))
            return Told(like, value, ledger, place)
        if name == "_state":
            state = ledger.rules.state(record.state)
            return Told(None, state.label if state else "", ledger, place)
        question = ledger.questions.get(name)
        if question is None:
            return None
        answers = self._opened(ledger, record) if question.sealed else record.answers
        return Told(question, answers.get(name, answers.get(question.was)), ledger, place)

    def _opened(self, ledger: Live, record: Record) -> dict[str, Any]:
        if record.pk not in self.opened:
            key = None
            if record.data_key:
                key = DataKey.load(str(record.uid), record.key_id, bytes(record.data_key))
            asked = {
                column.source.take.what
                for column in self.columns
                if column.source and column.source.ledger == ledger.key
            }
            kept = {name: value for name, value in record.answers.items() if name in asked}
            self.opened[record.pk] = open_answers(key, ledger.questions, kept)
        return self.opened[record.pk]


def _by_day(ledger: Live, records: Sequence[Record]) -> list[Record]:
    """By the day on which they happened, where their ledger has one; else as they were written."""
    dated = ledger.rules.happened_on
    return sorted(records, key=lambda row: (str(row.answers.get(dated, "")), row.pk))


def _reckoned(how: str, told: Sequence[Told]) -> Told | None:
    """Sum, largest or smallest; numbers by their size, dates by their order."""
    if not told:
        return None
    first = told[0]
    if how == "sum":
        total = sum((Decimal(str(t.value)) for t in told), Decimal(0))
        return Told(None, format(total.normalize(), "f"), first.ledger, first.place)
    numbers = all(isinstance(t.value, int | float) for t in told)
    ordered = sorted(told, key=lambda t: t.value if numbers else str(t.value))
    return ordered[-1 if how == "max" else 0]
