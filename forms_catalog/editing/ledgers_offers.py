"""What names in a ledger are chosen among: questions, states, roles, and those of ledgers beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..bundle import Book, own_questions
from ..checks.meaning.ledgers import questions_of
from ..definition import (
    Calendar,
    DecisionColumn,
    DerivedColumn,
    FormDefinition,
    Ledger,
    Pack,
    Question,
    load,
)
from ..definition.looks import CODE, CODED_COLUMNS, ENGINE_COLUMNS
from ..models import Template
from ..questions import type_of
from ..slots import family
from . import standing
from .asking import label_of
from .words import plain

Choice = tuple[str, str, str]
"""Value, words, the heading that it stands under."""
PLACES = (
    ("_actor", "填的人所在的地方", "不看题"),
    ("_body", "填的人所在的机构", "不看题"),
    ("_parent", "上级记录的地方", "不看题"),
    ("_root", "最上一级，大家共用", "不看题"),
)
SYSTEM, OWN_COLUMNS, NUMBER, SUMS = "系统知道的", "台账的列", "份数", "数目"
TAKEN = (
    ("latest({})", "最近一份", "最近一份的{}", ""),
    ("first({})", "最早一份", "最早一份的{}", ""),
    ("max({})", "最大、最晚", "最大或最晚的{}", "nd"),
    ("min({})", "最小、最早", "最小或最早的{}", "nd"),
    ("sum({})", "合计", "{}的合计", "n"),
    ("{}", "所指的那一份", "那一份的{}", ""),
)
"""How something is taken from other records, its group, its words, and of which columns."""
ANY = ("any", "任何状态", "")
TODAY = ("_today", "登记的当天", "")
DOWN = "，倒着排"


def choices(
    ledger: Ledger, own: Mapping[str, Question], likes: Mapping[str, Question], book: Book
) -> dict[str, list[Choice]]:
    """By the kinds that the boxes of the page ask for; `likes` are columns that no question has."""
    questions = own.values()
    stored = [one for one in questions if type_of(one).stored]
    states = [(one.name, _words(one), "") for one in ledger.states]
    columns = [*_columns(ledger, own)]
    return {
        "question": [*_named(stored)],
        "column": [*_named(one for one in stored if family(one))],
        "sealed": [*_named(one for one in stored if one.sealed)],
        "open": [*_named(one for one in stored if not one.sealed)],
        "date": [*_named(_of(questions, "date"))],
        "day": [TODAY, *_named(_of(questions, "date"))],
        "record": [*_named(_of(questions, "record"))],
        "unit": [*_named(_of(questions, "record", "division"))],
        "division": [*_named(_of(questions, "division"))],
        "listed": [*_named(own[name] for name in ledger.columns if name in own)],
        "place": [*_named(_of(questions, "division", "body", "record")), *PLACES],
        "state": states,
        "from": [ANY, *states],
        "former": [*_former(ledger, book)],
        "action": [(one.name, _words(one), "") for one in ledger.actions],
        "role": [*_roles(ledger)],
        "shown": columns,
        "sort": [pair for one in columns for pair in (one, (f"-{one[0]}", one[1] + DOWN, one[2]))],
        "coded": [*_coded(ledger, own, likes)],
        "table_row": [*_levels(book), *_coded(ledger, own, likes)],
        "summed": [*_summed(ledger, own, likes)],
        "taken": [*_taken(ledger, own, likes)],
        "exported": [*_exported(stored), *_derived(ledger), *_engine(book)],
        "roster": [*_rosters(ledger)],
        "period": [*_periods(book)],
        **_linked(ledger, own, book),
    }


def _roles(ledger: Ledger) -> Iterator[Choice]:
    """Those who see the ledger first."""
    titles = standing.role_titles()
    seen = [one.name for one in ledger.access if one.name in titles]
    others = sorted((key for key in titles if key not in seen), key=lambda key: titles[key])
    yield from ((key, titles[key], "") for key in (*seen, *others))


def _words(one: Any) -> str:
    return plain(one.label) or str(one.name)


def _of(questions: Iterable[Question], *types: str) -> list[Question]:
    return [one for one in questions if one.type in types]


def _named(questions: Iterable[Question], group: str = "") -> Iterator[Choice]:
    for one in questions:
        yield one.name, label_of(one), group


def _columns(ledger: Ledger, own: Mapping[str, Question]) -> Iterator[Choice]:
    yield from _named(own[name] for name in ledger.columns if name in own)
    for one in ledger.derived:
        yield one.name, _words(one), ""


def _every_column(
    ledger: Ledger, own: Mapping[str, Question], likes: Mapping[str, Question]
) -> Iterator[tuple[str, str, Question]]:
    """Name, words and what it is like."""
    for name in ledger.columns:
        if name in own:
            yield name, label_of(own[name]), own[name]
    made: list[DerivedColumn | DecisionColumn] = [*ledger.derived, *ledger.decisions]
    for one in made:
        if one.name in likes:
            yield one.name, _words(one), likes[one.name]


def _coded(
    ledger: Ledger, own: Mapping[str, Question], likes: Mapping[str, Question]
) -> Iterator[Choice]:
    """What a table can have as its lines and as its heads."""
    yield "_state", ENGINE_COLUMNS["_state"], SYSTEM
    for name, words, like in _every_column(ledger, own, likes):
        if _is_coded(like):
            yield name, words, OWN_COLUMNS


def _summed(
    ledger: Ledger, own: Mapping[str, Question], likes: Mapping[str, Question]
) -> Iterator[Choice]:
    yield "count", "份数", NUMBER
    for name, words, like in _every_column(ledger, own, likes):
        if family(like) == "n":
            yield f"sum({name})", f"{words}合计", SUMS
            yield f"mean({name})", f"{words}平均", SUMS


def _taken(
    ledger: Ledger, own: Mapping[str, Question], likes: Mapping[str, Question]
) -> Iterator[Choice]:
    """What one record may take from others, in groups: how many, of which, reckoned how."""
    yield "count", "有几份", NUMBER
    yield "exists", "有没有", NUMBER
    every = [*_every_column(ledger, own, likes)]
    for how, group, said, families in TAKEN:
        for name, words, like in every:
            if not families or family(like) in families:
                yield how.format(name), said.format(words), group


def _is_coded(question: Question) -> bool:
    return bool(question.option("choices")) or type_of(question).kind == "boolean"


def _exported(questions: Iterable[Question]) -> Iterator[Choice]:
    for one in questions:
        yield one.name, label_of(one), ""
        if _is_coded(one) or one.type == "division":
            yield f"{one.name}{CODE}", f"{label_of(one)}的代码", ""


def _derived(ledger: Ledger) -> Iterator[Choice]:
    found = [(one.name, _words(one)) for one in ledger.derived]
    found += [(one.name, _words(one)) for one in ledger.decisions]
    yield from ((name, words, "由别处得来的列") for name, words in found)


def _engine(book: Book) -> Iterator[Choice]:
    """What the engine knows of every record, and the places above it."""
    for name, label in ENGINE_COLUMNS.items():
        yield name, label, "系统知道的"
        if name in CODED_COLUMNS:
            yield f"{name}{CODE}", f"{label}的代码", "系统知道的"
    yield from _levels(book)


def _former(ledger: Ledger, book: Book) -> Iterator[Choice]:
    """States that were published and stand in the draft no more."""
    from ..applying import StoredBook

    before = StoredBook().get("ledger", ledger.id)
    for one in before.states if isinstance(before, Ledger) else ():
        if ledger.state(one.name) is None:
            yield one.name, _words(one), ""


def _levels(book: Book) -> Iterator[Choice]:
    pack = book.get("pack", "")
    for level in pack.levels if isinstance(pack, Pack) else ():
        yield f"_{level.name}", _words(level), "地方"


def _periods(book: Book) -> Iterator[Choice]:
    calendar = book.get("calendar", "")
    for span in calendar.periods if isinstance(calendar, Calendar) else ():
        yield span.name, span.name, ""


def _rosters(ledger: Ledger) -> Iterator[Choice]:
    """Those that are drawn from this ledger."""
    for form in _published("form"):
        view = form.view if isinstance(form, FormDefinition) else None
        if view and view.of in ("", ledger.id):
            yield form.id, plain(form.title), ""


def _published(kind: str) -> Iterator[Any]:
    rows = Template.objects.filter(kind=kind, owner="", live=True).order_by("title")
    return (load(body) for body in rows.values_list("body", flat=True))


def _linked(ledger: Ledger, own: Mapping[str, Question], book: Book) -> dict[str, list[Choice]]:
    """Through our record questions, and through those of others that point here."""
    act, settable = [], [*_named(own.values())]
    for link in _of(own.values(), "record"):
        other = book.get("ledger", str(link.option("record")))
        if isinstance(other, Ledger):
            group = f"{label_of(link)}所指的记录"
            act += [(f"{link.name}.{one.name}", _words(one), group) for one in other.actions]
            theirs = (questions_of(other, book) or {}).values()
            settable += [(f"{link.name}.{one.name}", label_of(one), group) for one in theirs]
    return {"act": act, "settable": settable} | _pointing(ledger, book)


def _pointing(ledger: Ledger, book: Book) -> dict[str, list[Choice]]:
    """What can be said of ledgers whose records point at ours."""
    pointing: dict[str, Choice] = {}
    opened: list[Choice] = []
    states: list[Choice] = []
    for other in _published("ledger"):
        form = book.get("form", other.form.partition(".")[0])
        asked = list(own_questions(form, book)) if isinstance(form, FormDefinition) else []
        links = [one for one in _of(asked, "record") if one.option("record") == ledger.id]
        if not links:
            continue
        group = plain(other.title)
        pointing |= {one.name: (one.name, label_of(one), group) for one in links}
        opened += _named(asked, group)
        states += [(one.name, _words(one), group) for one in other.states]
    return {"pointing": [*pointing.values()], "opened": opened, "opened_state": states}
