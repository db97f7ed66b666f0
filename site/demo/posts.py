"""Who works where: a director a village, a supervisor a township, the county's office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from demo.county import COUNTY_CODE, FULL, prefix, to_csv, township, townships, villages
from demo.dealing import rng
from demo.names import person
from demo.numbers import phone

COLUMNS = ("username", "name", "phone", "role", "place_code", "body_code", "since")
DIRECTOR, SUPERVISOR, OFFICE, ADMINISTRATOR = (
    "village_director",
    "child_supervisor",
    "county_office",
    "administrator",
)
OFFICE_STAFF = 12


@dataclass(frozen=True, slots=True)
class Account:
    """One person in one post."""

    username: str
    name: str
    phone: str
    role: str
    place_code: str
    since: str = "2025-01-06"

    @property
    def row(self) -> tuple[str, ...]:
        where = (self.place_code, "")
        return (self.username, self.name, self.phone, self.role, *where, self.since)


def username_of(code: str) -> str:
    """`v104200` for a village, `t104` for a township: the digits behind the county's.

    In a further county its last two digits stand before them: `v22-104200`.
    """
    return ("v" if len(code) == 12 else "t") + prefix(code) + code[6:]


@cache
def accounts(county: str = COUNTY_CODE) -> tuple[Account, ...]:
    """All 563; in a further county there is no administrator."""
    return tuple(_accounts(county))


@cache
def _by_name(county: str) -> dict[str, Account]:
    return {item.username: item for item in accounts(county)}


def account(username: str, county: str = COUNTY_CODE) -> Account:
    return _by_name(county)[username]


def _accounts(county: str) -> Iterator[Account]:
    first = county == COUNTY_CODE
    random = rng("posts") if first else rng("posts", county)
    wanted = [("admin", ADMINISTRATOR, "")] if first else []
    staff = range(1, OFFICE_STAFF + 1)
    wanted += [(f"c{prefix(county)}{n:02d}", OFFICE, county) for n in staff]
    towns = townships(county)
    wanted += [(username_of(town.code), SUPERVISOR, town.code) for town in towns]
    wanted += [(username_of(v.code), DIRECTOR, v.code) for _, v in villages(county)]
    for username, role, place in wanted:
        yield Account(username, person(random), phone(random), role, place)


def post_csv(county: str = COUNTY_CODE) -> bytes:
    return to_csv(COLUMNS, (item.row for item in accounts(county)))


def shown() -> tuple[tuple[str, Account], ...]:
    """One account of every kind, with the words it is handed out with; two villages to compare."""
    town = township(FULL)
    first, second = [village for village in town.villages if village.kind == "村"][:2]
    return (
        (f"儿童主任（{first.name}）", account(username_of(first.code))),
        (f"儿童主任（{second.name}）", account(username_of(second.code))),
        (f"儿童督导员（{town.name}）", account(username_of(town.code))),
        ("县级经办", account("c01")),
        ("管理员", account("admin")),
    )
