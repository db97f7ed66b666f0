"""Synthetic counties as places: townships of a real size, villages with invented names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from demo.dealing import rng, shares

COUNTY_CODE = "990121"
COUNTIES = {
    f"9901{number}": f"{name}县（虚构）"
    for number, name in enumerate(
        ("澜川", "桐澜", "柳澜", "松澜", "荷澜", "梅澜", "榆澜", "棠澜", "槐澜", "枫澜"), 21
    )
}
"""The one county of the demonstration, and nine more like it for what ten together take."""
FULL = "990121104"
"""The township whose villages, groups, schools and children stand in the small demonstration."""
GROUPS = 8
COLUMNS = ("level", "code", "name", "parent_code", "kind")
_KINDS = ("街道", "镇", "乡", "", "经济开发区")
_FIRST = "青白石竹松枫柳杨桐梅荷桃枣栗樟云月星霞双大小上下长高平新古南北东西泉沙金银"
_SECOND = "坪湾溪塘岭冲坳河桥井田坝洲岗寨洞坡垄沟渡林屋巷畈"


@dataclass(frozen=True, slots=True)
class Village:
    """A village or community; `children` is how many of its children are registered."""

    code: str
    name: str
    children: int

    @property
    def kind(self) -> str:
        return "社区" if self.code[9:] < "200" else "村"


@dataclass(frozen=True, slots=True)
class Township:
    """A township with its villages in the order of their codes."""

    code: str
    name: str
    kind: str
    children: int
    villages: tuple[Village, ...]

    @property
    def stem(self) -> str:
        """The name without its kind, as its schools carry it."""
        return self.name.removesuffix(self.kind)


@cache
def townships(county: str = COUNTY_CODE) -> tuple[Township, ...]:
    """All 21, in the order of the file; another county's have its code and names of their own."""
    file = Path(__file__).with_name("data") / "townships.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = _names(county)
    for row in rows if county != COUNTY_CODE else ():
        row["code9"] = county + row["code9"][6:]
        row["name"] = next(names) + _KINDS[int(row["type_digit"])]
    return tuple(_township(row, names) for row in rows)


@cache
def township(code: str) -> Township:
    return next(item for item in townships(code[:6]) if item.code == code)


def villages(county: str = COUNTY_CODE) -> Iterator[tuple[Township, Village]]:
    for town in townships(county):
        for village in town.villages:
            yield town, village


def _names(county: str) -> Iterator[str]:
    """Names unique in the county, so that one word finds one village."""
    names = [first + second for first, second in product(_FIRST, _SECOND)]
    (rng("villages") if county == COUNTY_CODE else rng("villages", county)).shuffle(names)
    return iter(names)


def _township(row: dict[str, str], names: Iterator[str]) -> Township:
    code, children = row["code9"], int(row["lbc"])
    communities, rural = int(row["communities"]), int(row["villages"])
    codes = [f"{code}{number:03d}" for number in range(1, communities + 1)]
    codes += [f"{code}{number:03d}" for number in range(200, 200 + rural)]
    random = rng("weights", code)
    weights = [random.lognormvariate(0, 0.45) for _ in codes]
    counts = shares(children, weights, least=3)
    found = tuple(
        Village(code, next(names) + ("社区" if number < communities else "村"), count)
        for number, (code, count) in enumerate(zip(codes, counts, strict=True))
    )
    return Township(code, row["name"], _KINDS[int(row["type_digit"])], children, found)


def prefix(code: str) -> str:
    """What tells the further counties' schools and accounts from those of the first."""
    return "" if code.startswith(COUNTY_CODE) else f"{code[4:6]}-"


def place_rows(
    full: Iterable[str] = (FULL,), counties: Iterable[str] = (COUNTY_CODE,)
) -> Iterator[tuple[str, ...]]:
    """The tree as rows: counties, townships, villages; groups for the townships named."""
    with_groups = set(full)
    for county in counties:
        yield "county", county, COUNTIES[county], "", "县"
        for town in townships(county):
            yield "township", town.code, town.name, county, town.kind
            for village in town.villages:
                yield "village", village.code, village.name, town.code, village.kind
                if town.code in with_groups:
                    yield from _group_rows(village)


def _group_rows(village: Village) -> Iterator[tuple[str, ...]]:
    for number in range(1, GROUPS + 1):
        yield "group", "", group_name(number), village.code, "村民小组"


def group_name(number: int) -> str:
    return f"第{number}组"


def to_csv(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """What the loaders of `people` read."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode()


def place_csv(full: Iterable[str] = (FULL,)) -> bytes:
    return to_csv(COLUMNS, place_rows(full))
