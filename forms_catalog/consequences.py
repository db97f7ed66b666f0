"""What publishing a ledger does to the records there are, and which promises it may not break."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .applying import StoredBook
from .bundle import Book
from .checks.meaning.ledgers import questions_of
from .definition import Access, Ledger, Question
from .ports import Standing, ports
from .problems import Problem
from .slots import assign, family

HIDDEN, MASKED, CLEAR = range(3)
SIGHTS = {HIDDEN: "看不到", MASKED: "只看到遮住的", CLEAR: "看得全"}


@dataclass(frozen=True)
class Sight:
    """What one role sees otherwise than before."""

    role: str
    whole: str = ""
    """`gained` or `lost`: the role sees the records at all, or no more."""
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


@dataclass(frozen=True)
class Consequences:
    """Said before it is done, in the order in which people ask."""

    total: int = 0
    states: tuple[tuple[str, int], ...] = ()
    """Label and number of records of every state that goes away."""
    actions: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    refilled: tuple[str, ...] = ()
    homeless: tuple[str, ...] = ()
    """Columns that find no slot."""
    sights: tuple[Sight, ...] = ()

    def __bool__(self) -> bool:
        said = (self.states, self.actions, self.columns, self.refilled, self.homeless, self.sights)
        return any(said)


def consequences(before: Ledger | None, draft: Ledger, book: Book) -> Consequences:
    standing = ports.uses.of_ledger(draft.id)
    questions = questions_of(draft, book) or {}
    slots = assign(draft.columns, questions, standing.slots)
    known = [name for name in draft.columns if name in questions and family(questions[name])]
    found = Consequences(
        total=sum(standing.states.values()),
        homeless=_labels((name for name in known if name not in slots), questions),
    )
    if before is None:
        return found
    return Consequences(
        total=found.total,
        states=tuple(_gone_states(before, draft, standing)),
        actions=tuple(a.label for a in before.actions if draft.action(a.name) is None),
        columns=_labels((n for n in before.columns if n not in draft.columns), questions),
        refilled=_refilled(before, draft, slots, standing, questions),
        homeless=found.homeless,
        sights=tuple(_sights(before, draft, questions)),
    )


def _labels(names: Iterator[str], questions: Mapping[str, Question]) -> tuple[str, ...]:
    return tuple(_label(questions[name]) if name in questions else name for name in names)


def _label(question: Question) -> str:
    return question.label.replace("<wbr>", "")


def _gone_states(before: Ledger, draft: Ledger, standing: Standing) -> Iterator[tuple[str, int]]:
    for state in before.states:
        if draft.state(state.name) is None:
            yield state.label, standing.states.get(state.name, 0)


def _refilled(
    before: Ledger,
    draft: Ledger,
    slots: Mapping[str, str],
    standing: Standing,
    questions: Mapping[str, Question],
) -> tuple[str, ...]:
    """Columns that begin now, and what is taken from other records anew or otherwise."""
    fresh = [name for name in slots if name not in standing.slots and name in draft.columns]
    old = {column.name: column for column in before.derived}
    taken = [c.label or c.name for c in draft.derived if old.get(c.name) != c]
    return (*_labels(iter(fresh), questions), *taken)


def _sights(before: Ledger, draft: Ledger, questions: Mapping[str, Question]) -> Iterator[Sight]:
    named = dict.fromkeys(one.name for one in (*before.access, *draft.access))
    for role in named:
        old, new = before.role(role), draft.role(role)
        if old is None or new is None:
            yield Sight(role, "lost" if new is None else "gained")
            continue
        pairs = [(_label(q), _sight(old, q), _sight(new, q)) for q in questions.values()]
        more = tuple(f"{label}（{SIGHTS[b]}）" for label, a, b in pairs if b > a)
        less = tuple(f"{label}（{SIGHTS[b]}）" for label, a, b in pairs if b < a)
        if more or less:
            yield Sight(role, more=more, less=less)


def _sight(access: Access, question: Question) -> int:
    if question.name in access.hidden:
        return HIDDEN
    masked = question.sealed and question.name not in access.clear
    return MASKED if masked or question.name in access.masked else CLEAR


def broken_promises(draft: Ledger) -> Iterator[Problem]:
    """A record stands in a state: that state stays, or another one says that it was this one."""
    before = StoredBook().get("ledger", draft.id)
    if not isinstance(before, Ledger):
        return
    held = ports.uses.of_ledger(draft.id).states
    heirs = {state.was for state in draft.states}
    for state in before.states:
        count = held.get(state.name, 0)
        if count and draft.state(state.name) is None and state.name not in heirs:
            text = f"有{count}份记录在状态“{state.label}”，不能删去它"
            remedy = "把它放回来，或在接替它的状态里选“接替原来的哪个状态”"
            data = (("state", state.name),)
            yield Problem("ledger.state-in-use", text, remedy, data=data).at(path="states")
