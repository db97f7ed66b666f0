"""A new ledger begins with what most ledgers need, so that nobody starts before an empty page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..applying import StoredBook
from ..bundle import own_questions
from ..definition import Access, Action, FormDefinition, Ledger, Question, Retention, State
from ..slots import family

NEW, CHECKED, VOID = "NEW", "CHECKED", "VOID"
STATES = (
    State(name=NEW, label="已登记", color="orange"),
    State(name=CHECKED, label="已核实", color="green"),
    State(name=VOID, label="已作废", final=True),
)
MOST_COLUMNS = 6
"""As many as a list shows without scrolling on a desk."""


@dataclass(frozen=True)
class Start:
    """What the page asked: the form, who fills it, who checks it."""

    form: str
    fills: tuple[str, ...]
    checks: tuple[str, ...]


def ledger_of(key: str, title: str, start: Start) -> Ledger:
    form = StoredBook().get("form", start.form.partition(".")[0])
    asked = list(own_questions(form, StoredBook())) if isinstance(form, FormDefinition) else []
    return Ledger(
        id=key,
        title=title,
        form=start.form,
        place=_place(asked),
        states=STATES,
        actions=_actions(start),
        columns=tuple(q.name for q in asked if family(q))[:MOST_COLUMNS],
        access=_access(start),
        retention=Retention(years=3),
    )


def _place(asked: Iterable[Question]) -> str:
    """The first question that names a place, else where the person works."""
    return next((one.name for one in asked if one.type == "division"), "_actor")


def _actions(start: Start) -> tuple[Action, ...]:
    checks = start.checks or start.fills
    everyone = tuple(dict.fromkeys([*start.fills, *checks]))
    return (
        Action(name="opening", label="登记", who=start.fills),
        Action(name="update", label="更新", from_=(NEW, CHECKED), who=start.fills),
        Action(name="verify", label="核实", verb="verify", from_=(NEW,), to=CHECKED, who=checks),
        Action(
            name="return",
            label="退回",
            verb="return",
            from_=(CHECKED,),
            to=NEW,
            who=checks,
            reason=True,
        ),
        Action(
            name="void",
            label="作废",
            verb="void",
            from_=(NEW, CHECKED),
            to=VOID,
            who=everyone,
            reason=True,
        ),
    )


def _access(start: Start) -> tuple[Access, ...]:
    roles = dict.fromkeys([*start.fills, *start.checks])
    return tuple(Access(name=role, fill=role in start.fills) for role in roles)
