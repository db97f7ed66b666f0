"""The records that a batch speaks of: read once for each person, not once for each answer."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from forms_catalog import editions
from forms_catalog.ports import LookedUp

from .. import lookup, queries
from ..models import Record
from ..registry import Live, live, live_by_id
from ..submission import Part, Submission

type Spot = tuple[int, str]
"""The key of a record inside, and where it stands."""


class Known:
    """What was there when the batch began to be judged; nobody sees more of it than their scope."""

    def __init__(self, batch: Sequence[Submission]) -> None:
        self._actors: dict[int, Any] = {}
        self._seen: dict[int, dict[str, Record | None]] = {}
        self._spots: dict[str, Spot | None] = {}
        self._ledgers: dict[int, dict[str, str]] = {}
        self._columns: dict[tuple[int, str, tuple[str, ...]], Mapping[str, LookedUp]] = {}
        self.alone = len(batch) == 1
        self.late: dict[tuple[int, dt.date], bool] = {}
        """Ledger and day -> whether its books are closed."""
        self._read(batch)

    def record(self, user: Any, uid: str, ledger: Live | None = None) -> Record | None:
        """A record within the person's scope, else None: a stranger's does not exist."""
        if not (wanted := outside(uid)):
            return None
        seen = self._of(user)
        if wanted not in seen:
            seen[wanted] = queries.record(user, wanted)
        found = seen[wanted]
        return found if found and ledger in (None, live_by_id(found.ledger_id)) else None

    def by_rule(self, uid: str, ledger: Live) -> Record | None:
        """A record that an action reaches by the ledgers' own rules, whoever acts."""
        return queries.by_rule(uid, ledger) if outside(uid) else None

    def ledgers(self, user: Any) -> Mapping[str, str]:
        """Outside identity -> ledger, of the records in the person's scope that were read."""
        if id(user) not in self._ledgers:
            seen = self._of(user).items()
            found = {uid: live_by_id(record.ledger_id).key for uid, record in seen if record}
            self._ledgers[id(user)] = found
        return self._ledgers[id(user)]

    def spot(self, uid: str) -> Spot | None:
        """The key and the place of a record that an answer points at."""
        if uid not in self._spots:
            self._spots |= _spots([uid])
        return self._spots.get(uid)

    def columns(
        self, user: Any, ledger: str, uid: str, names: tuple[str, ...]
    ) -> Mapping[str, LookedUp]:
        """Declared columns of a record as this person may read them."""
        key = (id(user), uid, names)
        if key not in self._columns:
            book = live(ledger)
            found = self.record(user, uid, book) if book else None
            self._columns[key] = lookup.read(user, book, found, names) if book and found else {}
        return self._columns[key]

    def _of(self, user: Any) -> dict[str, Record | None]:
        self._actors[id(user)] = user  # its id is nobody else's while it is held
        return self._seen.setdefault(id(user), {})

    def _read(self, batch: Sequence[Submission]) -> None:
        pointed: set[str] = set()
        for submission in batch:
            own = {uid for part in submission.parts if (uid := outside(part.record))}
            given = {uid for part in submission.parts for uid in _given(part)}
            self._of(submission.actor).update(dict.fromkeys(own | given))
            pointed |= given
        for person, seen in self._seen.items():
            if seen:
                seen |= queries.by_uids(self._actors[person], seen)
        found = (record for seen in self._seen.values() for record in seen.values() if record)
        pointed |= {uid for record in found for uid in _kept(record)}
        self._spots = _spots(pointed) if pointed else {}


def outside(uid: Any) -> str:
    """An outside identity as it is kept, '' for anything else."""
    if not uid:
        return ""
    try:
        return str(uuid.UUID(str(uid)))
    except ValueError:
        return ""


def _given(part: Part) -> Iterator[str]:
    """What the record questions of a part are answered with, as far as it can be told before."""
    ledger = live(part.ledger)
    for question in ledger.bundle.record_questions if ledger and part.answers else ():
        raw = part.answers.get(question.name)
        if isinstance(raw, str) and (uid := outside(raw.strip())):
            yield uid


def _kept(record: Record) -> Iterator[str]:
    """Where the record questions of a record that stands point to."""
    for question in editions.bundle(record.edition_id).record_questions:
        answer = record.answers.get(question.name)
        if isinstance(answer, str):
            yield answer


def _spots(uids: Iterable[str]) -> dict[str, Spot | None]:
    wanted = {uid: key for uid in uids if (key := outside(uid))}
    rows = Record.objects.unscoped("only the place of records that answers point at")
    found = rows.filter(uid__in=set(wanted.values())).values_list("uid", "pk", "place_path")
    known = {str(uid): (pk, place) for uid, pk, place in found}
    return {uid: known.get(key) for uid, key in wanted.items()}
