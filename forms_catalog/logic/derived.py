"""What a ledger's derived columns take, from where, and which question each of them is like.

A derived column is looked at as a question of its own (`like`): its type says which family of
columns holds it, how it is shown and what it is to expressions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..bundle import Book, make
from ..definition import (
    DecisionColumn,
    Derived,
    DerivedColumn,
    FormDefinition,
    Ledger,
    Option,
    Pairs,
    Question,
)
from ..expressions import Scope, parse
from ..expressions.lint import kind_of as kind_of_part
from ..problems import Refused
from ..questions import Context
from .worth import kind_of

_TAKE = re.compile(
    r"(?P<how>latest|first|max|min|sum)\((?P<what>[a-z_][a-z0-9_]*)\)"
    r"|(?P<all>count|exists)|(?P<one>[a-z_][a-z0-9_]*)"
)
ENGINE_KINDS = {"_state": "text", "_place": "text", "_created": "moment"}
"""What the engine itself knows of a record and no clock changes."""
OWN = "_own."
PARENT, PLACE = "_parent", "_place"
HAPPENED = "_happened_on"
WIDE = 32
"""Signs that a column of codes holds."""


@dataclass(frozen=True, slots=True)
class Take:
    """`how`: one (of the record that `via` points at), latest, first, max, min, sum, count, exists."""

    how: str
    what: str = ""


def take_of(text: str) -> Take | None:
    """None for what cannot be read."""
    found = _TAKE.fullmatch(text.replace(" ", ""))
    if not found:
        return None
    if found["all"]:
        return Take(found["all"])
    return Take(found["how"], found["what"]) if found["how"] else Take("one", found["one"])


@dataclass(frozen=True, slots=True)
class Ground:
    """A ledger as its derived columns meet it: rules, own questions, the lists these choose from."""

    rules: Ledger
    questions: Mapping[str, Question]
    options: Mapping[str, Sequence[Option]]
    columns: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Way:
    """From which ledger a column takes and how the records there are found.

    `by` is their question that points here, `via` ours; both: they point at what ours points at.
    Neither: the record's own changes.
    """

    source: str
    by: str = ""
    via: str = ""


def ground_of(rules: Ledger, book: Book) -> Ground | None:
    """None while its form is not known."""
    source, _, rows = rules.form.partition(".")
    form = book.get("form", source)
    if not isinstance(form, FormDefinition):
        return None
    bundle = make(form, book)
    try:
        own = {question.name: question for question in bundle.part()}
    except (KeyError, RecursionError):
        return None
    if rows:
        parent = own.get(rows)
        own = {item.name: item for item in parent.questions} if parent else {}
    return Ground(rules, own, bundle.options, frozenset(rules.columns))


def of_book(book: Book) -> Callable[[str], Ground | None]:
    """How a book's ledgers are found."""

    def find(key: str) -> Ground | None:
        rules = book.get("ledger", key)
        return ground_of(rules, book) if isinstance(rules, Ledger) else None

    return find


@dataclass
class Grounds:
    """The ledgers that derived columns speak of, each found once."""

    find: Callable[[str], Ground | None]
    _known: dict[str, Ground | None] = field(default_factory=dict)
    _likes: dict[tuple[str, str], Question] = field(default_factory=dict)
    _busy: set[tuple[str, str]] = field(default_factory=set)

    def get(self, key: str) -> Ground | None:
        if key not in self._known:
            self._known[key] = self.find(key)
        return self._known[key]

    def likes(self, key: str) -> dict[str, Question]:
        """Every derived column and decision of a ledger as a question."""
        ground = self.get(key)
        names = list(_named(ground.rules)) if ground else []
        return {name: found for name in names if (found := self.like(key, name))}

    def like(self, key: str, name: str) -> Question | None:
        """A derived column or decision as a question; None when there is no such."""
        ground, spot = self.get(key), (key, name)
        item = _named(ground.rules).get(name) if ground else None
        if ground is None or item is None:
            return None
        if spot in self._busy:  # a ring is told by the checks
            return _question(name, item.label, "calculated")
        if spot not in self._likes:
            self._busy.add(spot)
            try:
                self._likes[spot] = self._made(key, ground, item)
            finally:
                self._busy.discard(spot)
        return self._likes[spot]

    def column(self, key: str, name: str) -> Question | None:
        """What may be taken of a ledger: a column, a derived one, the engine's own."""
        ground = self.get(key)
        if ground is None:
            return None
        if name == "_state":
            pairs = tuple((("name", s.name), ("label", s.label)) for s in ground.rules.states)
            return _question(name, "状态", "choice", ("choices", pairs))
        if name in (PLACE, HAPPENED):
            return _question(name, *(("地方", "division") if name == PLACE else ("日期", "date")))
        found = ground.questions.get(name) if name in ground.columns else None
        return _inlined(found, ground) if found else self.like(key, name)

    def way(self, key: str, item: Derived) -> Way | None:
        """Where a column takes from; None where that is not said clearly."""
        ground = self.get(key)
        if ground is None or not item.take:
            return None
        target = key
        if item.via:
            link = ground.questions.get(item.via)
            if link is None or link.type != "record":
                return None
            target = str(link.option("record"))
        if item.via and not item.by:
            return Way(target, via=item.via) if item.from_ in ("", target) else None
        if not item.from_ and not item.by:
            return Way(key) if item.action else None
        source = item.from_ or key
        by = item.by or next(iter(self.pointing(source, target)), "")
        return Way(source, by, item.via) if by else None

    def pointing(self, source: str, target: str) -> list[str]:
        """The questions of a ledger that point at another one, None or the only one is certain."""
        ground = self.get(source)
        questions = ground.questions.values() if ground else ()
        return [q.name for q in questions if q.type == "record" and q.option("record") == target]

    def kinds(self, key: str) -> dict[str, str]:
        """What a calculation or a decision of the ledger may read, each with its kind."""
        ground = self.get(key)
        kinds = dict(ENGINE_KINDS)
        if ground:
            kinds |= {n: kind_of(q) for n, q in ground.questions.items() if not q.sealed}
            kinds |= {name: kind_of(like) for name, like in self.likes(key).items()}
        return kinds

    def _made(self, key: str, ground: Ground, item: DerivedColumn | DecisionColumn) -> Question:
        if isinstance(item, DecisionColumn):
            return _question(item.name, item.label, _table_type(item), *_words(item))
        if item.duty:
            return _question(item.name, item.label or "下次期限", "date")
        if item.calculation:
            return _question(item.name, item.label or item.name, self._result(key, item))
        way, take = self.way(key, item), take_of(item.take)
        taken = self.column(way.source, take.what) if way and take and take.what else None
        source = self.get(way.source) if way else None
        return _taken(item, take or Take("count"), taken, source.rules.title if source else "")

    def _result(self, key: str, item: DerivedColumn) -> str:
        """The type of what a calculation gives, as far as its text tells."""
        try:
            node = parse(item.calculation)
        except Refused:
            return "calculated"
        kind = kind_of_part(node, Scope(self.kinds(key)))
        return {"number": "decimal", "date": "date", "boolean": "yes_no"}.get(kind, "calculated")


def _named(rules: Ledger) -> dict[str, DerivedColumn | DecisionColumn]:
    found: dict[str, DerivedColumn | DecisionColumn] = {item.name: item for item in rules.derived}
    return found | {item.name: item for item in rules.decisions}


def names_of(rules: Ledger) -> tuple[str, ...]:
    """The derived columns of a ledger and its decisions, in the order in which they are written."""
    return tuple(_named(rules))


def _question(name: str, label: str, type: str, *options: tuple[str, Any]) -> Question:
    pairs: Pairs = options
    return Question(name=name, label=label or name, type=type, options=pairs)


def _words(item: DecisionColumn) -> Pairs:
    """The words of its codes, as a question brings its own options."""
    pairs = tuple((("name", option.name), ("label", option.label)) for option in item.choices)
    return (("choices", pairs),) if pairs else ()


def _table_type(item: DecisionColumn) -> str:
    """Codes; of a table that gives all that hold, text once they do not fit together."""
    most = sum(len(row.then) + 1 for row in item.rows) - 1
    return "text" if item.hit == "all" and most > WIDE else "calculated"


def _taken(item: DerivedColumn, take: Take, taken: Question | None, title: str) -> Question:
    if take.how == "count":
        return _question(item.name, item.label or f"{title}份数", "integer")
    if take.how == "exists":
        return _question(item.name, item.label or f"有{title}", "yes_no")
    label = item.label or (taken.label if taken else item.name)
    if taken is None:
        return _question(item.name, label, "calculated")
    if take.how == "sum":
        return _question(item.name, label, "integer" if taken.type == "integer" else "decimal")
    return _as_column(taken, item.name, label)


def _as_column(question: Question, name: str, label: str) -> Question:
    """The question of a column that holds what another column holds."""
    kind = "date" if question.type == "datetime" else question.type
    kind = "decimal" if kind == "score" else kind
    known = {"choices", "record", "level"}
    options = tuple(pair for pair in question.options if pair[0] in known)
    made = Question(name=name, label=label, type=kind, options=options, missing=question.missing)
    return replace(made, sealed=question.sealed, sensitivity=question.sensitivity)


def _inlined(question: Question, ground: Ground) -> Question:
    """With its options written out: whoever shows the column does not know the list."""
    if not isinstance(question.option("choices"), str) or not question.option("choices"):
        return question
    options = Context(options=ground.options).choices(question)
    pairs = tuple((("name", option.name), ("label", option.label)) for option in options)
    others = tuple(pair for pair in question.options if pair[0] != "choices")
    return replace(question, options=(*others, ("choices", pairs)))
