"""Records as sheets for somebody: what they may take along, in their scope, masked as their pages are."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, BinaryIO

from django.conf import settings
from django.db.models import Q

from forms_catalog import editions
from forms_catalog.definition import ExportLayout, Question
from forms_catalog.exchange.columns import Layout
from forms_catalog.exchange.writing import Cell, Entry, Page, pages, write_csv, write_xlsx
from forms_catalog.questions import REASONS, Context, is_missing, mask, type_of
from forms_catalog.questions.rows import every_column
from people.paths import lies_in, range_of

from .. import queries
from ..clock import moment, now
from ..ids import show_number
from ..narrowing import compiled
from ..queries import Ask, Taken
from ..registry import Live, live_by_id
from ..scope import merged, reach
from ..sealing import DataKey, open_answers
from ..sight import Eyes, eyes
from . import laying
from .bringing import layout_of

AT_ONCE = 400
GUARDED = 3
"""The sensitivity from which answers go out masked unless somebody else has agreed."""
YES, APPROVAL, NO = "yes", "approval", "no"
_log = logging.getLogger(__name__)


class Veiled(str):
    """What stands in the place of an answer that this person is not shown."""


def layout_named(ledger: Live, name: str) -> ExportLayout | None:
    return next((item for item in ledger.rules.exports if item.name == name), None)


def right(user: Any, ledger: Live, place: str = "") -> str:
    """`yes`, `approval` or `no`, by the most generous post; of one place by those that hold it."""
    found = {level for path, level in _levels(user, ledger) if not place or lies_in(place, path)}
    return next((level for level in (YES, APPROVAL) if level in found), NO)


def _levels(user: Any, ledger: Live) -> Iterator[tuple[str, str]]:
    for post in reach(user).posts:
        access = ledger.rules.role(post.role)
        if post.place_path and access:
            yield post.place_path, access.export


def places(user: Any, ledger: Live, agreed: bool = False) -> tuple[str, ...]:
    """Where the person may take records along, with somebody's consent or without; never by a share."""
    wanted = (YES, APPROVAL) if agreed else (YES,)
    return merged(path for path, level in _levels(user, ledger) if level in wanted)


def marked(user: Any, purpose: str = "") -> str:
    """Whose copy it is, of when, what for."""
    local = moment(now())
    day = f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"
    name = user.get_full_name() or user.get_username()
    return f"{name}，{day}" + (f"。用途：{purpose}" if purpose else "")


def asks(user: Any, ledger: Live) -> bool:
    """Whether consent gives the person more than they can take without it."""
    level = right(user, ledger)
    return level == APPROVAL or (level == YES and _guarded(ledger))


def _guarded(ledger: Live) -> bool:
    """Whether any answer would go out clear that nobody takes along alone."""
    every = (column for own in ledger.bundle.questions.values() for column in every_column(own[0]))
    return any(question.sensitivity >= GUARDED and not question.sealed for question in every)


@dataclass
class Giving:
    """One export: who asks, of which ledger, narrowed how, whether somebody else has agreed to it.

    `within` is the place that was agreed to, `purpose` what it was agreed for.
    """

    user: Any
    ledger: Live
    ask: Ask = field(default_factory=Ask)
    agreed: bool = False
    within: str = ""
    purpose: str = ""
    count: int = 0
    kinds = ("xlsx", "csv")

    def __post_init__(self) -> None:
        self.layout: Layout = layout_of(self.ledger.form_edition)
        self.ctx = Context(options=self.ledger.bundle.options, user=self.user)
        self.sights: dict[tuple[int, str], Eyes] = {}
        self.reached: dict[int, tuple[str, ...]] = {}
        self.specials: dict[tuple[int, str], tuple[Eyes, dict[str, Question]]] = {}
        self.roots = _narrower(places(self.user, self.ledger, self.agreed), self.within)

    @cached_property
    def by(self) -> ExportLayout | None:
        """The layout that was asked for; None = every column."""
        return layout_named(self.ledger, self.ask.layout)

    @property
    def level(self) -> str:
        """How far the person may go; rows of a table have no file of their own."""
        return NO if self.ledger.rows_of else right(self.user, self.ledger)

    @property
    def label(self) -> str:
        """The layout's name, '' for every column."""
        return self.by.label if self.by else ""

    @property
    def name(self) -> str:
        """The file's."""
        return self.label or self.ledger.title

    @property
    def parts(self) -> list[Live]:
        """The other ledgers whose records stand beside."""
        found = [] if self.by else [self.taken(through) for through in self.layout.links]
        return [part for part in found if part]

    @property
    def gone(self) -> bool:
        """Whether it was asked for by a layout that the ledger has no more."""
        return bool(self.ask.layout) and self.by is None

    def pages(self) -> list[Page]:
        """Sheets whose rows are read while they are written."""
        if self.by:
            return [laying.page(self, self.by)]
        return pages(self.layout, self.entries(), self.ctx, self.shown, self.columns())

    @property
    def mark(self) -> str:
        """The line that every copy bears."""
        return f"导出：{marked(self.user, self.purpose)}"

    def write(self, kind: str, target: BinaryIO) -> None:
        getattr(self, f"write_{kind}")(target)

    def write_xlsx(self, target: str | BinaryIO) -> None:
        write_xlsx(self.pages(), target, self.mark)
        self._told("xlsx")

    def write_csv(self, target: str | BinaryIO) -> None:
        write_csv(self.pages()[0], target, self.mark)
        self._told("csv")

    def _told(self, kind: str) -> None:
        who = getattr(self.user, "pk", None)
        _log.info("export %s of %s for user %s: %s rows", kind, self.ledger.key, who, self.count)

    def columns(self) -> set[str]:
        """The questions that may be seen at any of the places."""
        names: set[str] = set()
        parts = {"": self.ledger} | {
            through: target for through in self.layout.links if (target := self.taken(through))
        }
        for through, ledger in parts.items():
            own = {question.name for question in self.layout.bundle.part(through)}
            for root in self.roots:
                names |= own - self.sight(ledger, root).hidden
        return names

    @cached_property
    def told(self) -> frozenset[str]:
        """What the layout names: questions and columns."""
        return frozenset(name for name, _, _ in self.by.wanted) if self.by else frozenset()

    def speaks_of(self, names: Collection[str]) -> bool:
        """Whether the file has a column for any of these; without a layout for every one."""
        return self.by is None or not self.told.isdisjoint(names)

    def taken(self, through: str) -> Live | None:
        """The ledger of a linked part, where it may be taken along as well."""
        from ..registry import live

        question = self.layout.bundle.questions[through][0]
        target = live(question.option("record"))
        return target if target and places(self.user, target, self.agreed) else None

    def sight(self, ledger: Live, path: str) -> Eyes:
        if (ledger.id, path) not in self.sights:
            self.sights[ledger.id, path] = eyes(self.user, ledger, path)
        return self.sights[ledger.id, path]

    def shown(self, question: Question, answer: Any) -> Cell:
        if type(answer) is Veiled:
            return str(answer)
        if is_missing(answer):
            return REASONS.get(answer["$missing"], "")
        return type_of(question).cell(answer, question, self.ctx)

    def entries(self) -> Iterator[Entry]:
        """The records by age, a few hundred at a time."""
        return (entry for chunk in self.chunks() for _, entry in self.made(chunk))

    def made(self, chunk: Sequence[Taken]) -> Iterator[tuple[Taken, Entry]]:
        """Each record of a chunk with what goes out of it."""
        linked = self._linked(chunk)
        for row in chunk:
            self.count += 1
            yield row, self._entry(row, linked)

    def _rows(self) -> Any:
        if self.gone:
            return queries.narrowed(self.user, self.ledger, self.ask).filter(pk__in=())
        rows = queries.narrowed(self.user, self.ledger, self.ask).filter(_near(self.roots))
        text = self.by.filter if self.by else ""
        return rows.filter(compiled(self.ledger, text)) if text else rows

    def total(self) -> int:
        """How many records it is now."""
        return int(self._rows().count())

    def alone(self) -> bool:
        """Whether nobody else need agree, as far as their number goes."""
        most = settings.EXPORT_ALONE
        return self.agreed or len(self._rows().values_list("pk")[: most + 1]) <= most

    def chunks(self) -> Iterator[Sequence[Taken]]:
        yield from queries.walked(self._rows(), AT_ONCE)

    def _linked(self, chunk: Sequence[Taken]) -> Mapping[str, Taken]:
        uids = {str(row.answers.get(link, "")) for row in chunk for link in self.layout.links}
        return queries.taken_by_uids(self.user, uids)

    def _entry(self, row: Taken, linked: Mapping[str, Taken]) -> Entry:
        answers = self._answers(row, self.ledger)
        beside: dict[str, tuple[str, int | None, str]] = {}
        for link in self.layout.links:
            other = linked.get(str(row.answers.get(link, "")))
            target = live_by_id(other.ledger_id) if other else None
            if other is None or target is None or not self._takes(target, other):
                continue
            answers |= self._answers(other, target)
            beside[link] = (show_number(other.number), other.version, self._edition(other))
        return Entry(show_number(row.number), row.version, self._edition(row), answers, beside)

    def _takes(self, ledger: Live, row: Taken) -> bool:
        roots = self.reached.get(ledger.id)
        if roots is None:
            roots = self.reached[ledger.id] = places(self.user, ledger, self.agreed)
        return any(lies_in(row.place_path, root) for root in roots)

    def _edition(self, row: Taken) -> str:
        return str(_number(row.edition_id))

    def _answers(self, row: Taken, ledger: Live) -> dict[str, Any]:
        """What the person is shown of a record, under today's names."""
        sight, special = self._special(row.edition_id, ledger, row.place_path)
        told = dict(row.answers)
        for name in sight.hidden:
            told.pop(name, None)
        met = {name: told[name] for name in special if name in told}
        if met and row.data_key:
            key = DataKey.load(str(row.uid), row.key_id, bytes(row.data_key))
            met = open_answers(key, special, met)
        for name, answer in met.items():
            told[name] = self.veiled(special[name], answer, sight)
        if row.edition_id != ledger.form_edition:
            _rename(told, ledger)
        return told

    def _special(self, edition: int, ledger: Live, path: str) -> tuple[Eyes, dict[str, Question]]:
        """The questions of an edition whose answers do not go out as they are kept."""
        found = self.specials.get((edition, path))
        if found is None:
            sight = self.sight(ledger, path)
            own = editions.bundle(edition).part()
            special = {q.name: q for q in own if q.sealed or q.questions or self._hides(q, sight)}
            found = self.specials[edition, path] = (sight, special)
        return found

    def veiled(self, question: Question, answer: Any, sight: Eyes) -> Any:
        if answer is None or is_missing(answer):
            return answer
        if question.questions and isinstance(answer, list):
            return [self._row(question, row, sight) for row in answer]
        return Veiled(mask(question, answer)) if self._hides(question, sight) else answer

    def _hides(self, question: Question, sight: Eyes) -> bool:
        masked = sight.afar or question.name in sight.masked
        alone = question.sensitivity >= GUARDED and not self.agreed
        return masked or alone or (question.sealed and question.name not in sight.clear)

    def _row(self, table: Question, row: Mapping[str, Any], sight: Eyes) -> dict[str, Any]:
        own = {column.name: column for column in table.questions}
        alone = table.sensitivity >= GUARDED and not self.agreed
        whole = table.name in sight.masked or sight.afar or alone
        found: dict[str, Any] = {"_id": row.get("_id", "")}
        for name, answer in row.items():
            column = own.get(name)
            if column is None or name in sight.hidden:
                continue
            told = self.veiled(column, answer, sight)
            veil = whole and answer is not None and not column.questions and not is_missing(answer)
            found[name] = Veiled(mask(column, answer)) if veil else told
        return found


def _near(roots: Sequence[str]) -> Q:
    found = Q(pk__in=())
    for root in roots:
        low, high = range_of(root)
        found |= Q(place_path__gte=low, place_path__lt=high)
    return found


def _narrower(roots: Sequence[str], within: str) -> tuple[str, ...]:
    """What of the places lies in one."""
    inside = [root for root in roots if lies_in(root, within)]
    return merged([*inside, *([within] if any(lies_in(within, root) for root in roots) else [])])


def _rename(told: dict[str, Any], ledger: Live) -> None:
    for question in ledger.questions.values():
        if question.was and question.was in told and question.name not in told:
            told[question.name] = told.pop(question.was)


_numbers: dict[int, int] = {}


def _number(edition: int) -> int:
    if edition not in _numbers:
        _numbers[edition] = editions.number(edition)
    return _numbers[edition]
