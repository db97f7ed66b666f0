"""Two rounds from door to door: one that is over, one that is under way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from demo import homes
from demo.answers import Answers, given
from demo.children import key_of, towns_of
from demo.county import FULL
from demo.dealing import rng
from demo.homes import Home
from demo.listing import records
from demo.sending import Run, act, submit
from ledgers.submission import Submission
from people.models import Place

ZONE = ZoneInfo("Asia/Shanghai")
CLOSED = ("2026年第3季度入户排查", date(2026, 9, 30), date(2026, 9, 1), date(2026, 9, 28))
OPEN = ("2026年第4季度入户排查", date(2026, 12, 31), date(2026, 10, 9), date(2026, 12, 25))
DONE_BY, SO_FAR = 0.996, 0.45
"""Of the households: those with a result of the round that is over, and of the other one."""
SUPERVISED = 0.05


class Surveying(Run[tuple[object, list[Home]]]):
    """One run over the villages, after the children are there."""

    chunk = 2

    @property
    def total(self) -> int:
        return sum(len(town.villages) for town in towns_of(self.size, self.only))

    def __str__(self) -> str:
        return "一轮已结束，一轮进行中"

    def items(self) -> Iterator[tuple[object, list[Home]]]:
        return homes.villages(self.size, self.only)

    def begin(self) -> None:
        """The county opens its rounds; before several processes share the villages."""
        self.prepare()
        for county in self._counties():
            for told in (OPEN, CLOSED):
                self._round(county, told)

    def _counties(self) -> Iterator[str]:
        yield from dict.fromkeys(town.code[:6] for town in towns_of(self.size, self.only))

    def prepare(self) -> None:
        super().prepare()
        self.rounds: dict[str, list[str]] = {}

    def open(self, chunk: Sequence[tuple[object, list[Home]]]) -> int:
        doors = [home for _, found in chunk for home in found]
        county = doors[0].village.code[:6]
        if county not in self.rounds:
            self.rounds[county] = [self._round(county, OPEN), self._round(county, CLOSED)]
        new = [home for home in doors if f"{home.key}-1" not in self.sent]
        kept = records(home.key for home in doors)
        people = records(key for home in doors for key, *_ in home.children)
        self.send(self._results(doors, kept, people))
        self._verify(doors)
        return len(chunk) if new else 0

    def _round(self, county: str, told: tuple[str, date, date, date]) -> str:
        """Opened by the county; the one that is over is closed by `finish`."""
        title, day, first, last = told
        key = key_of(f"round:{county}:{title}")
        answers: Answers = {
            "title": title if county == "990121" else f"{title}（{county}）",
            "kind": "QUARTER",
            "scope_place": Place.objects.get(code=county).path,
            "ref_date": day.isoformat(),
            "start_date": first.isoformat(),
            "end_date": last.isoformat(),
            "full": "yes",
        }
        when = datetime.combine(first, time(9), ZONE)
        self.send([submit(key, "rounds", answers, self.office[county], when)])
        return records([key])[key][0]["uid"]

    def _results(
        self,
        doors: Sequence[Home],
        kept: dict[str, list[dict[str, str]]],
        people: dict[str, list[dict[str, str]]],
    ) -> Iterator[Submission]:
        for home in doors:
            random = rng("survey", home.key)
            running, over = self.rounds[home.village.code[:6]]
            pairs = [(over, 1, DONE_BY), (running, 2, SO_FAR if _shown(home) else 0.0)]
            for uid, number, share in pairs:
                if random.random() < share:
                    told = {"round": uid, "household": kept[home.key][0]["uid"]}
                    day = _day(number, random)
                    said = told | _answers(home, number, day, people, random)
                    who = self.directors[home.village.code]
                    when = datetime.combine(day, time(random.randrange(9, 19)), ZONE)
                    key = f"{home.key}-{number}"
                    yield submit(key, "coverage_surveys", said, who, when)

    def _verify(self, doors: Sequence[Home]) -> None:
        """The supervisor looks at one in twenty."""
        some = [home for home in doors if rng("look", home.key).random() < SUPERVISED]
        found = records(f"{home.key}-1" for home in some)
        self.send(
            act(
                f"{home.key}-1-verify",
                "verify",
                found[f"{home.key}-1"][0],
                {"t_check": "SAME"},
                self.supervisors[home.village.code[:9]],
                datetime(2026, 9, 29, 10, tzinfo=ZONE),
            )
            for home in some
            if f"{home.key}-1" in found
        )

    def finish(self) -> None:
        """The older round ends, once all its results are in."""
        for county in self._counties():
            key = key_of(f"round:{county}:{CLOSED[0]}")
            kept = records([key])[key][0]
            when = datetime(2026, 9, 30, 16, tzinfo=ZONE)
            answers: Answers = {"summary": "全县各村都查到了，没见到的户另外约时间"}
            self.send([act(f"{key}-close", "close", kept, answers, self.office[county], when)])


def _shown(home: Home) -> bool:
    """Outside the full township the new round has only begun in some villages."""
    return home.village.code[:9] == FULL or int(home.village.code[-2:]) % 7 == 0


def _day(number: int, random: Random) -> date:
    _, _, first, _ = CLOSED if number == 1 else OPEN
    return first + timedelta(random.randrange(1, 26))


def _answers(
    home: Home,
    number: int,
    day: date,
    people: dict[str, list[dict[str, str]]],
    random: Random,
) -> Answers:
    result = _result(home, number, random)
    met = result in ("DONE", "PHONE", "NA")
    return given(
        [
            ("result", result),
            ("visit_date", day.isoformat()),
            ("pop", str(home.pop) if met else ""),
            ("minor_list", _minors(home, people) if result in ("DONE", "PHONE") else []),
            ("recheck", (day + timedelta(3)).isoformat() if result == "ABSENT" else ""),
            ("refuse_note", "敲了门，不愿意开" if result == "REFUSE" else ""),
        ]
    )


def _result(home: Home, number: int, random: Random) -> str:
    if home.kind == "EMPTY":
        return "EMPTY"
    dice = random.random() * (1 if number == 1 else 0.3)
    if dice < 0.002:
        return "REFUSE"
    if dice < 0.012:
        return "ABSENT"
    if not home.children:
        return "NA"
    return "PHONE" if random.random() < 0.07 else "DONE"


def _minors(home: Home, people: dict[str, list[dict[str, str]]]) -> list[Answers]:
    found = []
    for number, (key, _, child) in enumerate(home.children, 1):
        row: Answers = {
            "_id": f"{number:012x}",
            "mn_name": child.name,
            "mn_sex": child.draft.sex,
            "mn_birth": child.draft.birth.isoformat(),
            "mn_status": ["LBC"],
        }
        if key in people:
            row["mn_child"] = people[key][0]["uid"]
        found.append(row)
    return found
