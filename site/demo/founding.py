"""The denominators before anything else: all groups of a village, then all its households."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from demo import homes
from demo.children import towns_of
from demo.county import GROUPS, Village
from demo.homes import FOUNDED, Home
from demo.listing import records
from demo.sending import Run, submit
from ledgers.submission import Submission

type Founded = tuple[Village, list[Home]]


class Founding(Run[Founded]):
    """One run over the villages."""

    chunk = 4

    @property
    def total(self) -> int:
        return sum(len(town.villages) for town in towns_of(self.size, self.only))

    def __str__(self) -> str:
        return f"{self.total:,}个村，{self.total * GROUPS:,}个小组"

    def items(self) -> Iterator[Founded]:
        return homes.villages(self.size, self.only)

    def open(self, chunk: Sequence[Founded]) -> int:
        new = [item for item in chunk if self._missing(item)]
        self.send(self._group(village, n) for village, _ in new for n in range(1, GROUPS + 1))
        keys = (homes.key_of_group(v.code, n) for v, _ in new for n in range(1, GROUPS + 1))
        groups = {key: found[0]["uid"] for key, found in records(keys).items()}
        self.send(self._home(home, groups) for _, found in new for home in found)
        return len(new)

    def _missing(self, item: Founded) -> bool:
        return any(home.key not in self.sent for home in item[1])

    def _group(self, village: Village, number: int) -> Submission:
        key, answers = (
            homes.key_of_group(village.code, number),
            homes.group_answers(village, number),
        )
        return submit(key, "village_groups", answers, self.directors[village.code], FOUNDED)

    def _home(self, home: Home, groups: dict[str, str]) -> Submission:
        group = groups[homes.key_of_group(home.village.code, home.group)]
        answers = {**home.answers, "village_group": group}
        when = FOUNDED + timedelta(hours=1)
        return submit(home.key, "households", answers, self.directors[home.village.code], when)
