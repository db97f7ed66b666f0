"""What goes on with the registered children: joining, difficulty, pairing, visits of the last quarter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from demo import difficulty, names, numbers
from demo.answers import Answers, given, missing
from demo.children import Sitting
from demo.dealing import rng
from demo.listing import records
from demo.recognising import Way, in_turn, recognised
from demo.registering import Registering
from demo.sending import act, submit
from demo.visiting import QUARTER, Visit, visits
from ledgers.submission import Submission

type Kept = dict[str, list[dict[str, str]]]
KEY_LEVELS = ("1", "2", "3")
PAIRED, WHOLE = 0.96, 0.92
"""Of those who need it; of those, all three people."""


class Living(Registering):
    """The registration of each chunk, and the year after it."""

    def open(self, chunk: Sequence[Sitting]) -> int:
        new = super().open(chunk)
        kept = records(item.key for item in chunk)
        done = [item for item in chunk if not item.waits]
        self._joining(done, kept)
        poor = [item for item in chunk if item.key in difficulty.too(item.village[:9])]
        in_turn(self, [self._way(item, kept) for item in poor])
        self._pairing([item for item in done if _is_key(item)], kept)
        self._visits(done, kept)
        return new

    def _joining(self, items: Sequence[Sitting], kept: Kept) -> None:
        """A line in the book of comings and goings for whoever came in the last quarter."""
        new = [item for item in items if (item.when + timedelta(2)).date() >= QUARTER]
        self.send(self._joined(item, kept[item.key]) for item in new)
        found = records(f"{item.key}-new" for item in new)
        self.send(
            act(
                f"{item.key}-new-verify",
                "verify",
                found[f"{item.key}-new"][0],
                {"t_review": "PASS"},
                self.supervisors[item.village[:9]],
                item.when + timedelta(days=2, minutes=20),
            )
            for item in new
        )

    def _joined(self, item: Sitting, kept: list[dict[str, str]]) -> Submission:
        when = item.when + timedelta(days=2, minutes=10)
        answers: Answers = {
            "child": kept[0]["uid"],
            "change_date": when.date().isoformat(),
            "exit_reason": "NEW",
            "registration": ["LBC"],
            "lbc_record": kept[1]["uid"],
            "evidence": "入户时新登记的",
        }
        who = self.directors[item.village]
        return submit(f"{item.key}-new", "change_records", answers, who, when)

    def _way(self, item: Sitting, kept: Kept) -> Way:
        """Poor as well: reported, checked, recognised."""
        filled, child = item.when + timedelta(days=5), kept[item.key][0]["uid"]
        key, said = f"{item.key}-dif", _difficulty(item)
        return recognised(self, key, item.village, said, child, filled)

    def _pairing(self, items: Sequence[Sitting], kept: Kept) -> None:
        """One of the village, one of the grid, one neighbour; for a few somebody is still missing."""
        paired = [item for item in items if rng("paired", item.key).random() < PAIRED]
        self.send(
            submit(
                f"{item.key}-pair",
                "pairings",
                _pairing(item, kept[item.key][0]["uid"]),
                self.directors[item.village],
                item.assessed + timedelta(days=5),
            )
            for item in paired
        )
        found = records(f"{item.key}-pair" for item in paired)
        self.send(
            act(
                f"{item.key}-pair-verify",
                "verify",
                found[f"{item.key}-pair"][0],
                {},
                self.supervisors[item.village[:9]],
                item.assessed + timedelta(days=7),
            )
            for item in paired
        )

    def _visits(self, items: Sequence[Sitting], kept: Kept) -> None:
        made = [(item, visit) for item in items for visit in visits(item)]
        self.send(self._visited(item, visit, kept) for item, visit in made)
        checked = [(item, visit) for item, visit in made if visit.checked]
        found = records(_of(item, visit) for item, visit in checked)
        self.send(
            act(
                f"{_of(item, visit)}-verify",
                "verify",
                found[_of(item, visit)][0],
                {"t_accompany": "WITH" if visit.number % 3 else "CHECKED"},
                self.supervisors[item.village[:9]],
                visit.when + timedelta(days=1),
            )
            for item, visit in checked
        )

    def _visited(self, item: Sitting, visit: Visit, kept: Kept) -> Submission:
        answers = visit.answers | {"child": kept[item.key][0]["uid"]}
        when, who = visit.when + timedelta(hours=1), self.directors[item.village]
        return submit(_of(item, visit), "home_visits", answers, who, when)


def _of(item: Sitting, visit: Visit) -> str:
    return f"{item.key}-visit-{visit.number}"


def _is_key(item: Sitting) -> bool:
    """Whom the rules of the register call a key object."""
    draft, away = item.person.draft, item.family.away
    odd = draft.actual == "NONE" or away != "BOTH"
    lost = draft.school_status == "DROP" or draft.registered == "N"
    return item.level in KEY_LEVELS or odd or lost


def _difficulty(item: Sitting) -> Answers:
    aid = item.child["aid_enjoyed"]
    kind = "DIBAO" if isinstance(aid, list) and "DIBAO" in aid else "LOWINC"
    filled = (item.when + timedelta(days=5)).date()
    return difficulty.registration(item.family, item.person, kind, filled, item.key, poor=True)


def _pairing(item: Sitting, child: str) -> Answers:
    random = rng("pairing", item.key)
    whole = random.random() < WHOLE
    return given(
        [
            ("child", child),
            ("cadre_name", names.person(random)),
            ("cadre_phone", numbers.phone(random)),
            ("second_role", random.choice(("GRID", "VOL"))),
            ("second_name", names.person(random) if whole else missing("none")),
            ("neighbor_name", names.person(random)),
            ("neighbor_phone", numbers.phone(random)),
            ("start_date", item.assessed.date().isoformat()),
            ("duty", random.sample(("LIFE", "STUDY", "HEART", "FAMILY", "SAFE"), 2)),
            ("freq", random.choice(("WEEK", "HALFMONTH", "MONTH"))),
        ]
    )
