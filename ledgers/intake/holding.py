"""Doors whose sender is gone: what the gate does not write is held, sealed, with its problems.

A held sitting has a key like every other: sent again it is answered the same. It becomes a record
when a submission bears its key, so nothing has to be ticked off that a crash could forget.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Exists, OuterRef

from forms_catalog.problems import Problem, Refused
from forms_catalog.questions import Context, read
from people.models import Body

from ..clock import now
from ..ids import uuid7
from ..models import Held
from ..models import Submission as Row
from ..protect import ProtectedQuerySet
from ..registry import Live, live, live_by_id
from ..sealing import DataKey, KeysMissing, blind_digests
from ..submission import Kept, Part, Result, Submission
from ..visitors import DOOR, visitor_of
from . import accept, objections
from .judging import root_of_the_tree
from .replay import body_digest, body_of

log = logging.getLogger("ledgers.intake")
NAME = "held"
TRIES = 3
type Mends = Callable[[Problem], bool]
type Texts = Mapping[str, list[str]]


def nobody(problem: Problem) -> bool:
    """Whoever sent it is gone: no fault can be mended by them."""
    return False


def receive(
    submission: Submission, values: Texts, *, mends: Mends = nobody, later: bool = False
) -> Result:
    """Accepted, held, or refused for what the sender can mend and is shown; never lost.

    `values` are the texts as they were posted, `later` leaves the writing to the worker.
    """
    if known := held(submission.key):
        return _again(known, submission)
    result = _judged(submission) if later else _accepted(submission)
    if result.ok and not later:
        return result
    if _other(result.problems):
        return result
    mendable = [p for p in result.problems if not p.warn and mends(p)]
    if mendable:
        return Result("refused", submission.key, problems=tuple(mendable))
    return _hold(submission, values, result.problems, queued=later and not result.problems)


def _accepted(submission: Submission) -> Result:
    """A race that is lost is run again: nobody stands at the door to press once more."""
    result = accept(submission)
    for _ in range(TRIES):
        if not any(problem.code == "record.try-again" for problem in result.problems):
            break
        result = accept(submission)
    return result


def _judged(submission: Submission) -> Result:
    """What the gate would say; what was written before is found by the worker, under its key."""
    return Result("refused", submission.key, problems=objections(submission))


def _other(problems: Sequence[Problem]) -> bool:
    return any(problem.code == "submission.other-body" for problem in problems)


def held(key: str) -> Held | None:
    rows = Held.objects.unscoped("whether this very key is held")
    found: Held | None = rows.filter(key=key).first()
    return found


def _again(row: Held, submission: Submission) -> Result:
    """The same once more; other words under the same key are told apart."""
    if bytes(row.body_digest) in blind_digests("submission", (body_of(submission),)).values():
        return Result("held", row.key)
    text = "这个编号已经用过，内容和这次不同"
    return Result("conflict", row.key, problems=(Problem("submission.other-body", text),))


def _hold(
    submission: Submission, values: Texts, problems: Sequence[Problem], *, queued: bool
) -> Result:
    part = submission.parts[-1]
    ledger = live(part.ledger)
    if ledger is None:
        return Result("refused", submission.key, problems=tuple(problems))
    uid = _uid(submission.key)
    key = DataKey.new(str(uid))
    said = {
        "parts": [_plain(part) for part in submission.parts],
        "values": {name: list(texts) for name, texts in values.items()},
        "problems": [[problem.code, problem.text] for problem in problems],
    }
    row = Held(
        uid=uid,
        key=submission.key,
        sheet=uid.hex,
        body_digest=body_digest(submission),
        door=submission.door,
        actor_id=getattr(submission.actor, "pk", None),
        ledger_id=ledger.id,
        edition_id=part.edition or ledger.form_edition,
        place_path=_place(ledger, part, submission.actor),
        number=submission.number,
        sealed=key.seal(NAME, said),
        data_key=key.wrapped,
        key_id=key.key_id,
        queued=queued,
        received_at=submission.clock,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        found = held(submission.key)
        if found is None:
            raise
        return _again(found, submission)
    return Result("held", submission.key, problems=tuple(problems))


def _uid(key: str) -> uuid.UUID:
    """The key itself where it is one, so that the draft made of it bears the same."""
    try:
        return uuid.UUID(hex=key)
    except ValueError:
        return uuid7()


def _plain(part: Part) -> dict[str, Any]:
    return asdict(part) | {"answers": dict(part.answers)}


def _place(ledger: Live, part: Part, actor: Any) -> str:
    """The place that the form's own question names, as far as it can be read; else the root."""
    question = ledger.questions.get(ledger.rules.place)
    raw = part.answers.get(ledger.rules.place)
    if question is not None and question.type in ("division", "body") and raw:
        try:
            answer = read(question, raw, Context(options=ledger.bundle.options, user=actor))
        except Refused:
            answer = None
        if isinstance(answer, str):
            return _of_body(answer) if question.type == "body" else answer
    return root_of_the_tree()


def _of_body(key: str) -> str:
    stands = Body.objects.filter(key=key).values_list("place__path", flat=True).first()
    return stands or root_of_the_tree()


# ---- looked at later ----


def waiting(rows: ProtectedQuerySet) -> ProtectedQuerySet:
    """Those that somebody has to look at: neither put aside nor a record by now."""
    return rows.filter(~_written(), dismissed_at=None, queued=False)


def _written() -> Exists:
    """A submission bears its key, or that of the sheet that somebody made of it."""
    keys = (OuterRef("key"), OuterRef("sheet"))
    return Exists(Row.objects.filter(key__in=keys))


def said(row: Held) -> dict[str, Any]:
    """Everything it said; whoever calls has chosen the row by a scope."""
    key = DataKey.load(str(row.uid), row.key_id, bytes(row.data_key))
    found: dict[str, Any] = key.open(NAME, row.sealed)
    return found


def records_of(key: str) -> tuple[Kept, ...]:
    """What was written under a key."""
    row = Row.objects.filter(key=key).first()
    return tuple(Kept(**kept) for kept in row.records) if row else ()


def work_off(stopped: Callable[[], bool]) -> int:
    """Writes what is queued in the order in which it came; what is refused waits for people."""
    done = 0
    while not stopped() and (row := _first()):
        _settle(row, _tried(row))
        done += 1
    forget_written()
    return done


def _tried(row: Held) -> Result:
    """One that breaks the gate is for people too, and holds up none behind it."""
    try:
        return _accepted(_submission(row))
    except (DatabaseError, KeysMissing):
        raise
    except Exception as error:
        log.error("held %s: %s", row.uid, type(error).__name__)
        text = "登记的时候出了错，请打开看一看"
        return Result("refused", row.key, problems=(Problem("held.broken", text),))


def _first() -> Held | None:
    rows = Held.objects.unscoped("the worker writes what was put off, in its order")
    found: Held | None = rows.filter(queued=True).order_by("id").first()
    return found


def _submission(row: Held) -> Submission:
    parts = tuple(Part(**part) for part in said(row)["parts"])
    actor = visitor_of(live_by_id(row.ledger_id)) if row.door == DOOR else row.actor
    clock = row.received_at
    return Submission(row.key, row.door, actor, None, parts, clock, number=row.number)


def _settle(row: Held, result: Result) -> None:
    rows = Held.objects.unscoped("the worker's own row").filter(pk=row.pk, queued=True)
    if result.ok:
        rows.update(queued=False)
        return
    key = DataKey.load(str(row.uid), row.key_id, bytes(row.data_key))
    told = said(row) | {"problems": [[p.code, p.text] for p in result.problems]}
    rows.update(queued=False, sealed=key.seal(NAME, told))


def forget_written() -> int:
    """What became a record is kept there: its words and their key go from here."""
    rows = Held.objects.unscoped("rows whose record is written").exclude(key_id="")
    return int(rows.filter(_written()).update(sealed={}, data_key=b"", key_id=""))


def dismiss(row: Held, user: Any, reason: str) -> bool:
    """Put aside by a person, with a reason, once; it stays where it is."""
    rows = waiting(Held.objects.visible_to(user)).filter(pk=row.pk)
    return bool(rows.update(dismissed_at=now(), dismissed_by=user, reason=reason))


def in_the_queue(user: Any, most: int) -> Iterator[Held]:
    yield from waiting(Held.objects.visible_to(user)).order_by("received_at", "id")[:most]
