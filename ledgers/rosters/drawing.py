"""A roster as sheets of words for one person: what they may not see is masked or left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from forms_catalog.definition import Question
from forms_catalog.expressions import Environment, parse, run
from forms_catalog.expressions.values import Value, to_text
from forms_catalog.ports import ports
from forms_catalog.problems import Refused
from forms_catalog.questions import Context, is_missing, mask, show
from people.paths import line_of, range_of

from ..clock import moment, now
from ..derived import likes
from ..models import Record
from ..periods.force import Condition
from ..queries import WHOLE
from ..registry import Live
from ..sight import eyes
from ..witnessing.shown import GUARDED, about, saw
from ..witnessing.subjects import over
from .definition import Column, Roster
from .sources import Reader, Told

AT_ONCE = 400


@dataclass(slots=True)
class Sheet:
    """The lines of one place, and what stands below them: label and words, '' to be written by hand."""

    place: str
    where: str
    lines: list[list[str]] = field(default_factory=list)
    foot: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Drawing:
    """One roster for one person in one place; `taken`: as a file, where guarded answers are masked."""

    user: Any
    roster: Roster
    place: str
    taken: bool = False
    most: int = 0
    """Lines up to which it is drawn; 0 = all."""
    people: int = 0
    goes: Callable[[Live, str], bool] | None = None
    """Whether records of another ledger, lying at a place, may stand in it; None = all in sight."""

    def __post_init__(self) -> None:
        self.reader = Reader(self.user, self.roster.ledger, self.roster.columns)
        self.holds = Condition(self.roster.ledger, self.roster.where)
        self.now = moment(now())
        self.contexts: dict[str, Context] = {}

    def sheets(self) -> list[Sheet]:
        """One a place, in the order of the tree."""
        found: dict[str, Sheet] = {}
        for chunk in self._chunks():
            told = self.reader.told(chunk)
            self._titles(told)
            for record, values in zip(chunk, told, strict=True):
                path = self._sheet_of(record.place_path)
                sheet = found.setdefault(path, Sheet(path, self._name(path)))
                sheet.lines.append(self._line(record, values))
        self._witness(found)
        for sheet in found.values():
            self._reckon(sheet)
        return list(found.values())

    def total(self) -> int:
        """How many lines there are, as far as is drawn; nothing is shown of them."""
        for _ in self._chunks():
            pass
        return self.people

    def empty(self) -> Sheet:
        """A sheet without a line, for a place where nobody is on it."""
        sheet = Sheet(self.place, self._name(self.place))
        self._reckon(sheet)
        return sheet

    def _chunks(self) -> Iterator[list[Record]]:
        """The records that are on it, by place and age."""
        low, high = range_of(self.place)
        ledger = self.roster.ledger
        slots = [ledger.slots[name] for name in likes(ledger)]
        rows = Record.objects.visible_to(self.user, ledger)
        rows = rows.filter(place_path__gte=low, place_path__lt=high)
        ids = list(rows.order_by("place_path", "pk").values_list("pk", flat=True))
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            read = rows.filter(pk__in=part).only(*WHOLE, *slots).order_by("place_path", "pk")
            kept = [row for row in read if self._counts(row)]
            self.people += len(kept)
            yield kept
            if self.most and self.people > self.most:
                return

    def _counts(self, row: Record) -> bool:
        return self.holds(row.state, row.place_path, row.answers, self.now.date())

    def _sheet_of(self, path: str) -> str:
        """The place of the roster's level that the record lies in, below the place that was asked for."""
        for above in line_of(path):
            ref = ports.places.place(above)
            if len(above) >= len(self.place) and ref and ref.level == self.roster.level:
                return above
        return self.place

    def _name(self, path: str) -> str:
        ref = ports.places.place(path)
        return ref.full_name if ref else ""

    def _line(self, record: Record, values: Sequence[Told | None]) -> list[str]:
        """Words of what was taken; what is calculated waits for the whole sheet, at its place's name."""
        ref = ports.places.place(record.place_path)
        cells = []
        for column, told in zip(self.roster.columns, values, strict=True):
            words = self._words(column, told) if told else ""
            cells.append(ref.name if column.calculation and ref else words)
        return cells

    def _words(self, column: Column, told: Told) -> str:
        if told.value is None:
            return ""
        question = told.question
        if question is None:
            return "" if self._kept_back(column, told) else _text(told.value)
        sight = eyes(self.user, told.ledger, told.place)
        if question.name in sight.hidden or not self._goes(told):
            return ""
        veiled = self._veiled(column, question) or sight.afar or question.name in sight.masked
        if veiled and not is_missing(told.value):
            return mask(question, told.value)
        return show(question, told.value, self._context(told.ledger))

    def _kept_back(self, column: Column, told: Told) -> bool:
        """A sum of guarded answers is guarded: of one it is the answer itself."""
        source = column.source
        if source is None or source.take.how != "sum":
            return False
        asked = told.ledger.questions.get(source.take.what)
        return asked is not None and self._veiled(column, asked)

    def _goes(self, told: Told) -> bool:
        other = told.ledger.id != self.roster.ledger.id
        return not other or self.goes is None or self.goes(told.ledger, told.place)

    def _veiled(self, column: Column, question: Question) -> bool:
        sealed = question.sealed or column.question.sealed
        guarded = max(question.sensitivity, column.question.sensitivity) >= GUARDED
        return sealed or (self.taken and guarded)

    def _context(self, ledger: Live) -> Context:
        if ledger.key not in self.contexts:
            self.contexts[ledger.key] = Context(options=ledger.bundle.options, user=self.user)
        return self.contexts[ledger.key]

    def _titles(self, told: Sequence[Sequence[Told | None]]) -> None:
        """The names of records that a column takes as they are."""
        from ..queries import by_uids
        from ..titles import title

        cells = [cell for line in told for cell in line if cell and cell.question]
        links = [c for c in cells if c.question and c.question.type == "record"]
        rows = by_uids(self.user, {str(cell.value) for cell in links if cell.value})
        names = {uid: title(row) for uid, row in rows.items()}
        for key in {cell.ledger.key for cell in links}:
            known = next(cell.ledger for cell in links if cell.ledger.key == key)
            before = self._context(known)
            self.contexts[key] = replace(before, titles={**before.titles, **names})

    def _reckon(self, sheet: Sheet) -> None:
        """Numbers of lines, sums, days: what only the whole sheet knows."""
        count = len(sheet.lines)
        for number, line in enumerate(sheet.lines, 1):
            for index, column in enumerate(self.roster.columns):
                if column.calculation:
                    names = {"_row": float(number), "_count": float(count), "_place": line[index]}
                    line[index] = self._calculated(column.calculation, sheet, names)
        names = {"_count": float(count), "_place": sheet.where}
        sheet.foot = [
            (q.label, self._calculated(q.calculation, sheet, names) if q.calculation else "")
            for q in self.roster.foot
        ]

    def _calculated(self, text: str, sheet: Sheet, names: Mapping[str, Value]) -> str:
        above = {f"_{ref.level}": ref.name for ref in ports.places.ancestors(sheet.place)}
        values: dict[str, Value] = {**above, **names}
        try:
            found = run(parse(text), _Sheet(self.now, values))
        except Refused:
            return ""
        return _day(found) if isinstance(found, dt.date) else to_text(found)

    def _witness(self, sheets: Mapping[str, Sheet]) -> None:
        """A response that shows many: which guarded questions, in clear or as masks."""
        about(self.roster.ledger.id, over(list(sheets) or [self.place]), count=self.people)
        for column in self.roster.columns:
            source = column.source
            question = self._asked(column) if source else None
            if question:
                saw(question, not self._veiled(column, question))

    def _asked(self, column: Column) -> Question | None:
        from ..registry import live

        assert column.source is not None
        ledger = live(column.source.ledger)
        name = column.source.take.what
        return {**ledger.questions, **likes(ledger)}.get(name) if ledger else None


class _Sheet(Environment):
    """The engine's own names on a sheet."""

    def __init__(self, now: dt.datetime, values: Mapping[str, Value]) -> None:
        super().__init__(now)
        self._values = values

    def name(self, name: str) -> Value:
        return self._values.get(name, "")


def _text(value: Any) -> str:
    return str(value)


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
