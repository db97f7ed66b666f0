"""Schools and kindergartens: about 120 in the county, those of one township in the small size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from demo.county import COUNTY_CODE, FULL, Township, township

KIND = "SCHOOL"


@dataclass(frozen=True, slots=True)
class School:
    """A body; `stages` are the school states it takes: KG PS JS SS VS."""

    key: str
    name: str
    place_code: str
    stages: tuple[str, ...]


COUNTY_SCHOOLS = (
    School("s-gz1", "澜川县第一中学", COUNTY_CODE, ("SS",)),
    School("s-gz2", "澜川县第二中学", COUNTY_CODE, ("SS",)),
    School("s-zz1", "澜川县职业中等专业学校", COUNTY_CODE, ("VS",)),
    School("s-ts1", "澜川县特殊教育学校", COUNTY_CODE, ()),
)


def schools(towns: Iterable[str] = (FULL,)) -> Iterator[School]:
    """The county's own, then those of the townships named."""
    yield from COUNTY_SCHOOLS
    for code in towns:
        yield from of_township(township(code))


def of_township(town: Township) -> tuple[School, ...]:
    """A primary and a middle school, a kindergarten, and teaching points in far villages."""
    short, stem = town.code[6:], town.stem
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
