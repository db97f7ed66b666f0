"""Schools and kindergartens, about 120 in the county, and police stations; of one township for S."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from demo.county import COUNTIES, COUNTY_CODE, FULL, Township, prefix, township

KIND, POLICE = "SCHOOL", "POLICE"


@dataclass(frozen=True, slots=True)
class School:
    """A body; `stages` are the school states it takes: KG PS JS SS VS."""

    key: str
    name: str
    place_code: str
    stages: tuple[str, ...]


_OF_COUNTIES = (
    ("gz1", "第一中学", ("SS",)),
    ("gz2", "第二中学", ("SS",)),
    ("zz1", "职业中等专业学校", ("VS",)),
    ("ts1", "特殊教育学校", ()),
)


def schools(towns: Iterable[str] = (FULL,)) -> Iterator[School]:
    """The counties' own, then those of the townships named."""
    codes = list(towns)
    for county in dict.fromkeys([COUNTY_CODE, *(code[:6] for code in codes)]):
        yield from of_county(county)
    for code in codes:
        yield from of_township(township(code))


@cache
def station_of(town: str) -> School:
    """The police station of a township."""
    found = township(town)
    return School(f"p-{prefix(found.code)}{found.code[6:]}", f"{found.stem}派出所", found.code, ())


def of_county(code: str) -> Iterator[School]:
    name = COUNTIES[code].partition("（")[0]
    for short, kind, stages in _OF_COUNTIES:
        yield School(f"s-{prefix(code)}{short}", name + kind, code, stages)


def of_township(town: Township) -> tuple[School, ...]:
    """A primary and a middle school, a kindergarten, and teaching points in far villages."""
    short, stem = prefix(town.code) + town.code[6:], town.stem
    central = (
        School(f"s-{short}-yey", f"{stem}中心幼儿园", town.code, ("KG",)),
        School(f"s-{short}-zx", f"{stem}中心小学", town.code, ("PS",)),
        School(f"s-{short}-cz", f"{stem}初级中学", town.code, ("JS",)),
    )
    far = town.villages[5::9] if town.code == FULL else town.villages[5::12]
    points = tuple(
        School(
            f"s-{short}-jx{number}",
            f"{stem}{village.name.removesuffix(village.kind)}教学点",
            village.code,
            ("PS",),
        )
        for number, village in enumerate(far, 1)
    )
    return central + points
