"""Registers the children by the in gate; what is there is left alone, so it goes on where it stopped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from demo import homes
from demo.children import WAITING, Sitting, sittings, towns_of
from demo.county import FULL
from demo.listing import Odd, odd, records
from demo.loading import BATCH, DOOR, submission
from demo.sending import Run, Tell
from ledgers.submission import Part, Submission
from people.models import User


class Registering(Run[Sitting]):
    """One run over the children: registered, assessed in September, verified all but a few."""

    def __init__(
        self,
        size: str,
        only: Sequence[str] = (),
        share: tuple[int, int] = (0, 1),
        tell: Tell | None = None,
    ) -> None:
        super().__init__(size, only, share, tell)
        self.odd: list[Odd] = []
        towns = towns_of(size, only)
        self.waiting = WAITING if any(town.code == FULL for town in towns) else 0

    @property
    def total(self) -> int:
        return sum(town.children for town in towns_of(self.size, self.only))

    def __str__(self) -> str:
        told = f"，其中{self.waiting}名待审核" if self.waiting else ""
        return f"{self.total:,}名儿童{told}，{self.total:,}份风险评估"

    def items(self) -> Iterator[Sitting]:
        return sittings(self.size, self.only)

    def seen(self, chunk: Sequence[Sitting]) -> None:
        self.odd += [found for item in chunk for found in odd(item)]

    def open(self, chunk: Sequence[Sitting]) -> int:
        """Sends what is missing of a chunk; how many children that was."""
        new = [item for item in chunk if item.key not in self.sent]
        doors = records({homes.key_of_family(item.village, item.family) for item in new})
        self.send(self._registration(item, doors) for item in new)
        self._verify([(i.key, i.village, i.when + timedelta(2)) for i in chunk if not i.waits])
        rated = [item for item in chunk if _risk(item) not in self.sent]
        children = records(item.key for item in rated)
        self.send(self._assessment(item, children[item.key][0]) for item in rated)
        self._verify([(_risk(i), i.village, i.assessed + timedelta(3)) for i in chunk])
        return len(new)

    def _registration(self, item: Sitting, doors: dict[str, list[dict[str, str]]]) -> Submission:
        home = doors.get(homes.key_of_family(item.village, item.family))
        return submission(item, *self.directors[item.village], home[0]["uid"] if home else "")

    def _assessment(self, item: Sitting, child: dict[str, str]) -> Submission:
        part = Part("risk_assessments", {**item.assessment, "child": child["uid"]})
        actor, post = self.directors[item.village]
        return Submission(_risk(item), DOOR, actor, post, (part,), item.assessed, BATCH)

    def _verify(self, wanted: Iterable[tuple[str, str, datetime]]) -> None:
        """The supervisor of the township finds nothing wrong some days later."""
        todo = [item for item in wanted if f"{item[0]}-verify" not in self.sent]
        kept = records(key for key, *_ in todo)
        reviews = (
            _review(key, kept[key], when, self.supervisors[village[:9]])
            for key, village, when in todo
        )
        self.send(reviews, people_first=True)


def _risk(item: Sitting) -> str:
    return f"{item.key}-risk"


def _review(
    key: str, kept: list[dict[str, str]], when: datetime, who: tuple[User, int]
) -> Submission:
    parts = tuple(Part(item["ledger"], {}, item["uid"], "verify", base_version=1) for item in kept)
    return Submission(f"{key}-verify", DOOR, *who, parts, when, BATCH)
