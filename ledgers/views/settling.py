"""The form's logic while a form is being filled: everything typed so far, read as far as it can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from forms_catalog.definition import Question
from forms_catalog.expressions.values import Value
from forms_catalog.logic import Outcome, Program, Setting, evaluate, program_of
from forms_catalog.logic.scene import Unknown
from forms_catalog.logic.worth import value_of
from forms_catalog.ports import ports
from forms_catalog.problems import Refused
from forms_catalog.questions import Context, read

from .. import queries
from ..clock import moment, now
from ..intake.linked import answers_of
from ..reserved import of_round, reserved
from .sitting import Seat, Sitting


def settled(sitting: Sitting) -> Outcome | None:
    """What the logic makes of a sitting now; None when its form has none."""
    program = program_of(sitting.bundle)
    if program.empty:
        return None
    answers = {name: a for name, a in lenient(sitting, program.reads).items() if a is not None}
    theirs, unknown = _elsewhere(sitting, program)
    return evaluate(program, {**theirs, **answers}, setting_of(sitting, answers, unknown))


def setting_of(sitting: Sitting, answers: Mapping[str, Any], unknown: frozenset[str]) -> Setting:
    main = sitting.main
    record = main.record.record if main.record else None
    place, state = (record.place_path, record.state) if record else ("", main.ledger.first_state)
    typed = sitting.raws.keys() - sitting.fresh
    return Setting(
        now=moment(now()),
        ctx=sitting.ctx,
        reserved=reserved(sitting.user, place, state) | of_round(main.ledger, place),
        fresh=frozenset(
            name
            for seat in sitting.seats
            if not seat.uid
            for name in seat.questions
            if name not in typed and name not in answers
        ),
        before=dict(main.record.answers) if main.record else {},
        unknown=unknown,
        lookup=_looking(sitting, answers),
        action=main.action,
    )


def lenient(sitting: Sitting, names: frozenset[str]) -> dict[str, Any]:
    """The answers to these questions, typed or stored; what cannot be read yet is none."""
    known, said = sitting.__dict__.get("_lenient"), sitting.said
    if known is None or known[0] is not said or known[1] is not names:
        known = sitting.__dict__["_lenient"] = (said, names, _lenient(sitting, names))
    return dict(known[2])


def _lenient(sitting: Sitting, names: frozenset[str]) -> dict[str, Any]:
    raws, ctx = sitting.raws, sitting.ctx
    return {
        name: answer
        for seat in sitting.seats
        for name, answer in _of_seat(seat, names, raws, sitting.fresh, ctx)
    }


def _of_seat(
    seat: Seat,
    names: frozenset[str],
    raws: Mapping[str, Any],
    fresh: frozenset[str],
    ctx: Context,
) -> Iterator[tuple[str, Any]]:
    for name in names & seat.questions.keys():
        if name in raws and name not in fresh:
            yield name, _read(seat.questions[name], raws[name], ctx)
        elif name in seat.stored:
            yield name, seat.stored[name]


def _read(question: Question, raw: Any, ctx: Context) -> Any:
    try:
        return read(question, raw, ctx)
    except Refused:
        return _rows(question, raw, ctx) if question.questions else None


def _rows(question: Question, raw: Any, ctx: Context) -> Any:
    """A table cell by cell, so that one that cannot be read takes no other with it."""
    if not isinstance(raw, list):
        return None
    columns = {column.name: column for column in question.questions}
    return [
        {name: _read(columns[name], cell, ctx) for name, cell in row.items() if name in columns}
        for row in raw
        if isinstance(row, dict)
    ]


def _elsewhere(sitting: Sitting, program: Program) -> tuple[dict[str, Any], frozenset[str]]:
    """Answers of records that the form was filled through and that have no seat on this page."""
    found: dict[str, Any] = {}
    unknown: set[str] = set()
    seated = {seat.through for seat in sitting.seats}
    for link in set(program.bundle.through) - seated:
        needed = program.needs(link)
        uid = sitting.main.stored.get(link)
        record = queries.record(sitting.user, uid) if needed and isinstance(uid, str) else None
        if record:
            found |= {n: a for n, a in answers_of(record).items() if n in needed}
        else:
            unknown |= needed
    return found, frozenset(unknown)


def _looking(sitting: Sitting, answers: Mapping[str, Any]) -> Any:
    """Look-ups of declared columns, each once, in the sight of the person."""
    known: dict[tuple[str, str], Value] = {}
    seats = {seat.through: seat for seat in sitting.seats if seat.through}

    def look(link: str, column: str) -> Value:
        if (link, column) not in known:
            known[link, column] = _look(sitting, answers, seats, link, column)
        return known[link, column]

    return look


def _look(
    sitting: Sitting,
    answers: Mapping[str, Any],
    seats: Mapping[str, Seat],
    link: str,
    column: str,
) -> Value:
    if link in seats:
        question = seats[link].questions.get(column)
        if question is None or question.sealed:
            return ""
        return value_of(question, answers.get(column))
    uid = answers.get(link)
    if not isinstance(uid, str):
        return ""
    ledger = sitting.bundle.questions[link][0].option("record")
    found = ports.records.column(sitting.user, ledger, uid, column)
    if found is None:
        raise Unknown(f"{link}.{column}")
    return found.value
