"""The synthetic county: exact totals, unique names and codes, nobody who could be real."""

from __future__ import annotations

import csv
import io
from collections import Counter

from demo import county, posts, schools


def test_totals_are_those_of_the_file() -> None:
    towns = county.townships()
    found = [village for _, village in county.villages()]
    assert (len(towns), len(found)) == (21, 529)
    assert Counter(village.kind for village in found) == {"村": 485, "社区": 44}
    assert sum(town.children for town in towns) == 12_866
    assert all(sum(v.children for v in town.villages) == town.children for town in towns)
    assert min(village.children for village in found) >= 3


def test_codes_are_built_by_the_rules() -> None:
    for town, village in county.villages():
        assert village.code.startswith(town.code)
        assert (village.kind == "社区") == (1 <= int(village.code[9:]) <= 199)
    codes = [village.code for _, village in county.villages()]
    assert len(set(codes)) == len(codes)
    assert {len(code) for code in codes} == {12}


def test_names_are_unique_in_the_county() -> None:
    names = [village.name for _, village in county.villages()]
    assert len(set(names)) == len(names)


def test_place_file_puts_parents_first_and_groups_in_one_township() -> None:
    rows = list(csv.DictReader(io.StringIO(county.place_csv().decode())))
    assert Counter(row["level"] for row in rows) == {
        "county": 1,
        "township": 21,
        "village": 529,
        "group": 30 * county.GROUPS,
    }
    seen = {""}
    for row in rows:
        assert row["parent_code"] in seen
        seen.add(row["code"])
    assert all(
        row["parent_code"].startswith(county.FULL) for row in rows if row["level"] == "group"
    )


def test_everybody_has_a_post_of_their_own() -> None:
    rows = list(csv.DictReader(io.StringIO(posts.post_csv().decode())))
    assert Counter(row["role"] for row in rows) == {
        "village_director": 529,
        "child_supervisor": 21,
        "county_office": 12,
        "administrator": 1,
    }
    assert len({row["username"] for row in rows}) == len(rows)
    assert all(len(row["username"]) <= 7 for row in rows)


def test_telephones_belong_to_no_network() -> None:
    assert all(
        item.phone.startswith("1000000") and len(item.phone) == 11 for item in posts.accounts()
    )


def test_accounts_shown_are_of_every_kind_and_of_two_villages() -> None:
    shown = [account for _, account in posts.shown()]
    assert len({account.role for account in shown}) == 4
    villages = {account.place_code for account in shown if account.role == posts.DIRECTOR}
    assert len(villages) == 2
    assert all(code.startswith(county.FULL) for code in villages)


def test_every_school_state_has_a_school() -> None:
    found = list(schools.schools())
    assert {stage for item in found for stage in item.stages} == {"KG", "PS", "JS", "SS", "VS"}
    assert len({item.key for item in found}) == len(found)
    every = list(schools.schools(town.code for town in county.townships()))
    assert 105 <= len(every) <= 125


def test_further_counties_have_codes_names_and_accounts_of_their_own() -> None:
    codes, names = set[str](), set[str]()
    for code in county.COUNTIES:
        codes |= {village.code for _, village in county.villages(code)}
        names |= {account.username for account in posts.accounts(code)}
        towns = [town.name for town in county.townships(code)]
        assert len(set(towns)) == 21 and sum(t.children for t in county.townships(code)) == 12_866
    assert len(codes) == 10 * 529
    assert len(names) == 10 * 562 + 1
    every = list(schools.schools(t.code for c in county.COUNTIES for t in county.townships(c)))
    assert len({item.key for item in every}) == len(every)
