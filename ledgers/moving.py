"""Moving a record to the form's current edition: what stays, takes another name, is lost, is new.

`move` does it for the gate, `preview` says it to people before; both go by the same differences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from forms_catalog.definition import Question
from forms_catalog.differences import differences
from forms_catalog.problems import Refused
from forms_catalog.questions import Context, is_missing, read, type_of
from forms_catalog.questions.rows import every_column

if TYPE_CHECKING:
    from .views.showing import Opened


@dataclass(frozen=True, slots=True)
class Loss:
    """Answers that have no place in the newer edition; `rows` is the table whose column they are."""

    question: Question
    answers: tuple[Any, ...]
    rows: Question | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """Answers by their new names; `reseal` are those that stay but are kept sealed otherwise."""

    answers: dict[str, Any]
    losses: tuple[Loss, ...]
    reseal: frozenset[str]


def move(
    old: Iterable[Question], new: Iterable[Question], answers: Mapping[str, Any], ctx: Context
) -> Moved:
    """What becomes of the answers of one edition in another; `ctx` holds the new one's options."""
    before = {question.name: question for question in old}
    after = {question.name: question for question in new}
    moves = differences(before.values(), after.values()).moves
    moved, losses = dict[str, Any](), list[Loss]()
    for name, question in before.items():
        if name in answers:
            target = after.get(moves.get(name, ""))
            fits, lost = _fitted(question, target, answers[name], ctx)
            losses += lost
            if target is not None and fits is not None:
                moved[target.name] = fits
    stay = (name for name, to in moves.items() if name == to and to in moved)
    reseal = frozenset(n for n in stay if _sealing(before[n]) != _sealing(after[n]))
    return Moved(moved, tuple(losses), reseal)


def _fitted(
    old: Question, new: Question | None, answer: Any, ctx: Context
) -> tuple[Any, list[Loss]]:
    """The answer as the new question keeps it, None when it cannot; and what is lost of it."""
    if new is not None and new.questions and isinstance(answer, list):
        return _rows(old, new, answer, ctx)
    fits = None if new is None else _fit(old, new, answer, ctx)
    return fits, [] if fits is not None else [Loss(old, (answer,))]


def _fit(old: Question, new: Question, answer: Any, ctx: Context) -> Any:
    """The same answer where both questions are of one type; else what the new one reads in it."""
    if is_missing(answer):
        return answer if answer["$missing"] in new.missing else None
    if new.type != old.type:
        return _read(new, answer, ctx)
    if type_of(new).coded and new.option("choices"):
        return _recoded(new, answer, ctx)
    return answer if new.option("record") == old.option("record") else None


def _read(new: Question, answer: Any, ctx: Context) -> Any:
    if type_of(new).looks_out:
        return None
    try:
        return read(new, answer, ctx)
    except Refused:
        return None


def _recoded(new: Question, answer: Any, ctx: Context) -> Any:
    """Codes as they are called now; None when an option is not there any more."""
    options = ctx.choices(new)
    codes = {o.was: o.name for o in options if o.was} | {o.name: o.name for o in options}
    found = [codes.get(code) for code in (answer if isinstance(answer, list) else [answer])]
    if None in found:
        return None
    return found if isinstance(answer, list) else found[0]


def _rows(
    old: Question, new: Question, rows: Sequence[Mapping[str, Any]], ctx: Context
) -> tuple[Any, list[Loss]]:
    """Row by row; a column is lost as a whole, a row without any cell left goes with it."""
    kept, lost = list[dict[str, Any]](), dict[str, tuple[Question, list[Any]]]()
    for row in rows:
        moved = move(old.questions, new.questions, row, ctx)
        for loss in moved.losses:
            lost.setdefault(loss.question.name, (loss.question, []))[1].extend(loss.answers)
        if moved.answers:
            kept.append({"_id": row["_id"]} | moved.answers)
    return kept or None, [Loss(column, tuple(found), old) for column, found in lost.values()]


def _sealing(question: Question) -> tuple[bool, frozenset[str]]:
    """Whether it is sealed as a whole, and its sealed columns at any depth: names are the form's."""
    return question.sealed, frozenset(c.name for c in every_column(question) if c.sealed)


@dataclass(frozen=True, slots=True)
class Moving:
    """What moving would do, in words; `unseen` counts losses that this person may not even see."""

    stays: int
    renamed: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]
    unseen: int
    added: tuple[str, ...]


def preview(item: Opened) -> Moving:
    """Said before it is done. Sealed answers are masked, hidden questions are not named."""
    old, new = item.bundle.part(), tuple(item.ledger.questions.values())
    found = differences(old, new)
    ctx = Context(options=item.ledger.bundle.options, titles=item.ctx.titles)
    moved = move(old, new, item.answers, ctx)
    hidden = item.sight.hidden
    losses = [loss for loss in moved.losses if (loss.rows or loss.question).name not in hidden]
    pairs = [
        (a.label, b.label) for a, b in (*found.renamed, *found.changed) if a.name not in hidden
    ]
    return Moving(
        stays=len(moved.answers),
        renamed=tuple((a, b) for a, b in pairs if a != b),
        lost=tuple(_words(item, loss) for loss in losses),
        unseen=len(moved.losses) - len(losses),
        added=tuple(q.label for q in found.added if _asked(q) and q.name not in hidden),
    )


def _asked(question: Question) -> bool:
    kind = type_of(question)
    return kind.asked and kind.stored and not question.number


def _words(item: Opened, loss: Loss) -> tuple[str, str]:
    label = f"{loss.rows.label}：{loss.question.label}" if loss.rows else loss.question.label
    return label, "；".join(item.text(loss.question, answer)[0] for answer in loss.answers)
