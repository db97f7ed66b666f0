"""Registers the children by the in gate; what is there is left alone, so it goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import batched

from demo import posts
from demo.children import WAITING, Sitting, sittings, towns_of
from demo.county import FULL
from demo.listing import Odd, odd, records
from demo.loading import BATCH, DOOR, staff, submission
from ledgers.intake import accept_many
from ledgers.models import Submission as Sent
from ledgers.submission import Part, Result, Submission
from people.models import User

CHUNK = 100


class Refused(Exception):
    """The gate did not take what the demonstration sends."""


class Registering:
    """One run: who may send what, what was sent before, and what was odd in it.

    `share` (which, of how many) is for several processes: each takes every so-manieth chunk.
    `tell` hears how many children were there before, and how many are new.
    """

    def __init__(
        self,
        size: str,
        only: Sequence[str] = (),
        share: tuple[int, int] = (0, 1),
        tell: Callable[[int, int], None] | None = None,
    ) -> None:
        self.size, self.only, self.share, self.tell = size, only, share, tell
        self.odd: list[Odd] = []
        towns = towns_of(size, only)
        self.total = sum(town.children for town in towns)
        self.waiting = WAITING if any(town.code == FULL for town in towns) else 0

    def __str__(self) -> str:
        told = f"，其中{self.waiting}名待审核" if self.waiting else ""
        return f"{self.total:,}名儿童{told}，{self.total:,}份风险评估"

    def run(self) -> None:
        """Every child, and September's assessment of each; the township verifies all but a few."""
        self.prepare()
        skipped = fresh = 0
        chunks = batched(sittings(self.size, self.only), CHUNK, strict=False)
        for number, chunk in enumerate(chunks):
            self.odd += [found for item in chunk for found in odd(item)]
            if number % self.share[1] == self.share[0]:
                new = self.open(chunk)
                skipped, fresh = skipped + len(chunk) - new, fresh + new
                if self.tell:
                    self.tell(skipped, fresh)

    def prepare(self) -> None:
        self._directors = staff(posts.DIRECTOR)
        self._supervisors = staff(posts.SUPERVISOR)
        self._sent = set(Sent.objects.filter(batch=BATCH).values_list("key", flat=True))

    def open(self, chunk: Sequence[Sitting]) -> int:
        """Sends what is missing of a chunk; how many children that was."""
        new = [item for item in chunk if item.key not in self._sent]
        _take(accept_many(submission(item, *self._directors[item.village]) for item in new))
        self._verify([(i.key, i.village, i.when + timedelta(2)) for i in chunk if not i.waits])
        rated = [item for item in chunk if _risk(item) not in self._sent]
        children = records(item.key for item in rated)
        _take(accept_many(self._assessment(item, children[item.key][0]) for item in rated))
        self._verify([(_risk(i), i.village, i.assessed + timedelta(3)) for i in chunk])
        return len(new)

    def _assessment(self, item: Sitting, child: dict[str, str]) -> Submission:
        part = Part("risk_assessments", {**item.assessment, "child": child["uid"]})
        actor, post = self._directors[item.village]
        return Submission(_risk(item), DOOR, actor, post, (part,), item.assessed, BATCH)

    def _verify(self, wanted: Iterable[tuple[str, str, datetime]]) -> None:
        """The supervisor of the township finds nothing wrong some days later."""
        todo = [item for item in wanted if f"{item[0]}-verify" not in self._sent]
        kept = records(key for key, *_ in todo)
        reviews = (
            _review(key, kept[key], when, self._supervisors[village[:9]])
            for key, village, when in todo
        )
        _take(accept_many(reviews), people_first=True)


def _risk(item: Sitting) -> str:
    return f"{item.key}-risk"


def _review(
    key: str, kept: list[dict[str, str]], when: datetime, who: tuple[User, int]
) -> Submission:
    parts = tuple(Part(item["ledger"], {}, item["uid"], "verify", base_version=1) for item in kept)
    return Submission(f"{key}-verify", DOOR, *who, parts, when, BATCH)


def _take(results: Sequence[Result], people_first: bool = False) -> None:
    """Raises unless everything was written; what people have changed meanwhile is theirs."""
    for result in results:
        if not result.ok and not (people_first and result.status == "conflict"):
            words = "；".join(dict.fromkeys(map(str, result.problems)))
            raise Refused(words)
