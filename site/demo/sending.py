"""A run of the demonstration: chunks sent to the in gate, each once, however often it breaks off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import batched

from demo import posts
from demo.loading import BATCH, DOOR, Staff, staff
from ledgers.intake import accept_many
from ledgers.models import Submission as Sent
from ledgers.submission import Part, Result, Submission
from people.models import User

CHUNK = 100
NOT_THE_SAME = "看过了，不是同一个孩子"
type Tell = Callable[[int, int], None]


class Refused(Exception):
    """The gate did not take what the demonstration sends."""


class Run[T]:
    """`items` in chunks; `share` (which, of how many) is for several processes that divide the chunks.

    `tell` hears how many were there before and how many are new. `open` sends what is missing of a
    chunk and gives how many of its items are new.
    """

    chunk = 0
    """Items at a time; 0: as many as usual."""

    def __init__(
        self,
        size: str,
        only: Sequence[str] = (),
        share: tuple[int, int] = (0, 1),
        tell: Tell | None = None,
    ) -> None:
        self.size, self.only, self.share, self.tell = size, only, share, tell

    @property
    def total(self) -> int:
        """How many items there are."""
        raise NotImplementedError

    def items(self) -> Iterator[T]:
        raise NotImplementedError

    def open(self, chunk: Sequence[T]) -> int:
        raise NotImplementedError

    def seen(self, chunk: Sequence[T]) -> None:
        """A chunk passes, whoever of the processes does it."""

    def run(self) -> None:
        self.prepare()
        skipped = fresh = 0
        at_once = self.chunk or CHUNK
        for number, chunk in enumerate(batched(self.items(), at_once, strict=False)):
            self.seen(chunk)
            if number % self.share[1] == self.share[0]:
                new = self.open(chunk)
                skipped, fresh = skipped + len(chunk) - new, fresh + new
                if self.tell:
                    self.tell(skipped, fresh)

    def prepare(self) -> None:
        self.directors, self.supervisors = staff(posts.DIRECTOR), staff(posts.SUPERVISOR)
        self.office = staff(posts.OFFICE)
        self.sent = set(Sent.objects.filter(batch=BATCH).values_list("key", flat=True))

    def new(self, submissions: Iterable[Submission]) -> list[Submission]:
        """Those that were not sent before."""
        return [item for item in submissions if item.key not in self.sent]

    def send(self, submissions: Iterable[Submission], people_first: bool = False) -> None:
        """What was not sent before; raises unless all of it is written."""
        taken(self.new(submissions), people_first)


def submit(
    key: str, ledger: str, answers: dict[str, object], who: tuple[User, int], when: datetime
) -> Submission:
    """A new record of a ledger."""
    return Submission(key, DOOR, *who, (Part(ledger, answers),), when, BATCH)


def act(
    key: str,
    action: str,
    record: dict[str, str],
    answers: dict[str, object],
    who: tuple[User, int],
    when: datetime,
    reason: str = "",
) -> Submission:
    """An action on one that stands."""
    part = Part(record["ledger"], answers, record["uid"], action, reason=reason)
    return Submission(key, DOOR, *who, (part,), when, BATCH)


def supervisor(supervisors: Staff, village: str) -> tuple[User, int]:
    return supervisors[village[:9]]


def taken(submissions: Sequence[Submission], people_first: bool = False) -> None:
    """Raises unless everything was written; what people have changed meanwhile is theirs.

    Of who is likely the same as another child it is said that they are two: all of them are invented.
    """
    results = accept_many(submissions)
    alike = [s for s, r in zip(submissions, results, strict=True) if _only_alike(r)]
    again = accept_many([replace(s, parts=_both(s.parts)) for s in alike]) if alike else []
    for result in (*(r for r in results if not _only_alike(r)), *again):
        if not result.ok and not (people_first and result.status == "conflict"):
            words = "；".join(dict.fromkeys(map(str, result.problems)))
            raise Refused(words)


def _only_alike(result: Result) -> bool:
    codes = {problem.code for problem in result.problems}
    return not result.ok and codes == {"record.similar"}


def _both(parts: Sequence[Part]) -> tuple[Part, ...]:
    first, *rest = parts
    return (replace(first, reasons={**first.reasons, "name": NOT_THE_SAME}), *rest)
