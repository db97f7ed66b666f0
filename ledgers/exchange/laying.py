"""Records under the columns of an export layout: no others, in its order, words or codes as it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from forms_catalog.definition import ExportLayout, Question
from forms_catalog.exchange.columns import sheet_name
from forms_catalog.exchange.laying import Laid, lay
from forms_catalog.exchange.writing import Cell, Entry, Page, putter
from forms_catalog.ports import PlaceRef, ports
from forms_catalog.questions import REASONS, is_missing
from people.paths import line_of

from .. import queries
from ..clock import moment
from ..derived.likes import likes
from ..derived.reading import answer as held
from ..queries import Taken
from ..registry import Live

if TYPE_CHECKING:
    from .giving import Giving

OWN = ("state", "created_at", "updated_at")


@dataclass(slots=True)
class Line:
    """One record on its way into a row: what goes out of it, and its columns."""

    count: int
    row: Taken
    entry: Entry
    kept: Mapping[str, Any] = field(default_factory=dict)


type Put = Callable[[Line], Cell]


def page(giving: Giving, by: ExportLayout) -> Page:
    """The one sheet of a layout; its rows are read while they are written."""
    columns = columns_of(giving, by)
    return Page(
        sheet_name(by.sheet or by.label),
        _rows(giving, columns),
        tuple(one.heading for one in columns),
        tuple(one.heading for one in columns if one.text),
        tuple(one.heading for one in columns if one.ignored),
        {one.heading: one.width for one in columns},
        by.title,
    )


def columns_of(giving: Giving, by: ExportLayout) -> list[Laid]:
    """Those that the person may see at any of the places."""
    derived = _seen(giving)
    shown = {*giving.columns(), *giving.layout.links, *derived}
    found = lay(by, giving.layout.main, derived)
    return [one for one in found if one.column is None or one.name in shown]


def _seen(giving: Giving) -> dict[str, Question]:
    """The derived columns that are not hidden everywhere."""
    sights = [giving.sight(giving.ledger, root) for root in giving.roots]
    found = likes(giving.ledger)
    return {n: like for n, like in found.items() if any(n not in s.hidden for s in sights)}


def _rows(giving: Giving, columns: Sequence[Laid]) -> Iterator[Mapping[str, Cell]]:
    ledger = giving.ledger
    derived = {one.name for one in columns} & likes(ledger).keys()
    wanted = [*OWN, *dict.fromkeys(ledger.slots[name] for name in sorted(derived))]
    puts = [(one.heading, _put(one, giving)) for one in columns]
    for chunk in giving.chunks():
        kept = queries.beside([row.id for row in chunk], wanted)
        for row, entry in giving.made(chunk):
            line = Line(giving.count, row, entry, kept.get(row.id, {}))
            yield {heading: put(line) for heading, put in puts}


def _put(one: Laid, giving: Giving) -> Put:
    """How a column is filled."""
    if one.column is None:
        return _engine(one, giving.ledger)
    if one.column.link:
        return lambda line: line.entry.linked.get(one.name, ("",))[0] or None
    question = one.column.question
    assert question is not None
    take = _taker(one.name, question, giving)
    words = _code(question, giving) if one.coded else putter(one.column, giving.ctx, giving.shown)

    def put(line: Line) -> Cell:
        answer = take(line)
        return None if answer is None else words(answer)

    return put


def _taker(name: str, question: Question, giving: Giving) -> Callable[[Line], Any]:
    """The answer as the person is shown it: of the document, or of the column that holds it."""
    ledger = giving.ledger
    if giving.layout.main.column(name):
        return lambda line: line.entry.answers.get(name)
    slot = ledger.slots[name]

    def derived(line: Line) -> Any:
        sight = giving.sight(ledger, line.row.place_path)
        if name in sight.hidden:
            return None
        return giving.veiled(question, held(question, line.kept.get(slot)), sight)

    return derived


def _code(question: Question, giving: Giving) -> Callable[[Any], Cell]:
    """An answer as its code; what is masked or not known stays words."""

    def put(answer: Any) -> Cell:
        if isinstance(answer, str) and type(answer) is not str:
            return str(answer)
        if is_missing(answer):
            return REASONS.get(answer["$missing"], "")
        if question.type == "division":
            return _place_code(str(answer))
        return " ".join(answer) if isinstance(answer, list) else str(answer)

    return put


def _engine(one: Laid, ledger: Live) -> Put:
    """What the engine itself knows of a record; any other name is a level of places."""
    plain = _PLAIN.get(one.name)
    if plain:
        return plain
    if one.name == "_state":
        return lambda line: _state(ledger, line.kept["state"], one.coded)
    if one.name == "_place":
        return lambda line: _place(ports.places.place(line.row.place_path), one.coded, full=True)
    level = one.name.removeprefix("_")
    return lambda line: _place(_above(line.row.place_path, level), one.coded)


_PLAIN: Mapping[str, Put] = {
    "_row": lambda line: line.count,
    "_number": lambda line: line.entry.number,
    "_version": lambda line: line.entry.version,
    "_edition": lambda line: line.entry.edition,
    "_created": lambda line: moment(line.kept["created_at"]).date().isoformat(),
    "_updated": lambda line: moment(line.kept["updated_at"]).date().isoformat(),
}


def _state(ledger: Live, code: str, coded: bool) -> str:
    state = ledger.rules.state(code)
    return code if coded or state is None else state.label


def _place(place: PlaceRef | None, coded: bool, full: bool = False) -> Cell:
    if place is None:
        return None
    if coded:
        return place.code
    return (place.full_name or place.name) if full else place.name


def _above(path: str, level: str) -> PlaceRef | None:
    """The place of a level that another one lies in."""
    refs = (ports.places.place(part) for part in line_of(path))
    return next((ref for ref in refs if ref and ref.level == level), None)


def _place_code(path: str) -> Cell:
    place = ports.places.place(path)
    return place.code if place else path
