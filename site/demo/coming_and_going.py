"""Registers the others: those in difficulty, and those who have left, with the reason in the book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from demo import difficulty
from demo.answers import Answers, given
from demo.listing import records
from demo.loading import BATCH, DOOR
from demo.others import Other, many, others
from demo.recognising import Way, in_turn, recognised
from demo.sending import Run, act, submit
from ledgers.submission import Part, Submission

type Kept = dict[str, list[dict[str, str]]]
POOR_TOO = "2"
"""Whose key begins so: an eighth of them are poor as well."""
ELSEWHERE = ("示例省云澜市", "东海省滨湾市", "南岭省珠浦市")


class ComingAndGoing(Run[Other]):
    """One run over the others."""

    @property
    def total(self) -> int:
        return sum(many(self.size, self.only))

    def __str__(self) -> str:
        gone, poor = many(self.size, self.only)
        return f"减少{gone:,}名，另有困境儿童{poor:,}名"

    def items(self) -> Iterator[Other]:
        return others(self.size, self.only)

    def open(self, chunk: Sequence[Other]) -> int:
        new = [item for item in chunk if item.key not in self.sent]
        self.send(self._registration(item) for item in new)
        kept = records(item.key for item in chunk)
        self.send((self._verified(item, kept) for item in chunk), people_first=True)
        in_turn(self, [self._way(item, kept[item.key]) for item in chunk if item.kind])
        self._leaving([item for item in chunk if item.reason], kept)
        return len(new)

    def _registration(self, item: Other) -> Submission:
        of_child, of_registration = item.doubts
        parts = [Part("children", item.child, reasons=of_child)]
        if item.reason:
            answers, links = item.registration, {"child": 0}
            parts.append(Part("left_behind", answers, links=links, reasons=of_registration))
        who = self.directors[item.village]
        return Submission(item.key, DOOR, *who, tuple(parts), item.when, BATCH)

    def _verified(self, item: Other, kept: Kept) -> Submission:
        found = kept[item.key]
        parts = tuple(Part(r["ledger"], {}, r["uid"], "verify", base_version=1) for r in found)
        who, when = self.supervisors[item.village[:9]], item.when + timedelta(days=2)
        return Submission(f"{item.key}-verify", DOOR, *who, parts, when, BATCH)

    def _way(self, item: Other, kept: list[dict[str, str]]) -> Way:
        filled = item.when + timedelta(days=3)
        child, kind = item.family.children[0], item.kind
        poor = item.key < POOR_TOO
        said = difficulty.registration(item.family, child, kind, filled.date(), item.key, poor)
        key, uid = f"{item.key}-dif", kept[0]["uid"]
        return recognised(self, key, item.village, said, uid, filled, item.stays)

    def _leaving(self, items: Sequence[Other], kept: Kept) -> None:
        self.send(self._left(item, kept[item.key]) for item in items)
        found = records(f"{item.key}-left" for item in items)
        self.send(
            act(
                f"{item.key}-left-verify",
                "verify",
                found[f"{item.key}-left"][0],
                {"t_review": "PASS"},
                self.supervisors[item.village[:9]],
                item.left + timedelta(days=3),
            )
            for item in items
        )

    def _left(self, item: Other, kept: list[dict[str, str]]) -> Submission:
        day, back = item.left.date().isoformat(), item.reason == "BACK"
        away = item.reason in ("MOVE", "FOLLOW")
        answers: Answers = given(
            [
                ("child", kept[0]["uid"]),
                ("change_date", day),
                ("exit_reason", item.reason),
                ("registration", ["LBC"]),
                ("lbc_record", kept[1]["uid"]),
                ("back_date", day if back else ""),
                ("back_place", "本村老家" if back else ""),
                ("transfer_to", ELSEWHERE[int(item.key[0], 16) % 3] if away else ""),
                ("evidence", "入户时见到父母" if back else ""),
            ]
        )
        when = item.left + timedelta(hours=2)
        return submit(
            f"{item.key}-left", "change_records", answers, self.directors[item.village], when
        )
