"""The synthetic county as places: townships of a real size, villages with invented names."""

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
COUNTY_NAME = "澜川县（虚构）"
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
def townships() -> tuple[Township, ...]:
    """All 21, in the order of the file."""
    file = Path(__file__).with_name("data") / "townships.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = _village_names(sum(int(row["villages"]) + int(row["communities"]) for row in rows))
    return tuple(_township(row, names) for row in rows)


@cache
def township(code: str) -> Township:
    return next(item for item in townships() if item.code == code)


def villages() -> Iterator[tuple[Township, Village]]:
    for town in townships():
        for village in town.villages:
            yield town, village


def _village_names(count: int) -> Iterator[str]:
    """Names unique in the county, so that one word finds one village."""
    names = [first + second for first, second in product(_FIRST, _SECOND)]
    rng("villages").shuffle(names)
    return iter(names[:count])


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


def place_rows(full: Iterable[str] = (FULL,)) -> Iterator[tuple[str, ...]]:
    """The tree as rows: county, townships, villages; groups for the townships named."""
    yield "county", COUNTY_CODE, COUNTY_NAME, "", "县"
    with_groups = set(full)
    for town in townships():
        yield "township", town.code, town.name, COUNTY_CODE, town.kind
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
