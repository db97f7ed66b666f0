"""The registered children: exact sums, one truth about each, and the same ones every time."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from stdnum.iso7064 import mod_11_2

from demo import county, oddities, plan
from demo.children import Sitting, counties_of, sittings, towns_of
from demo.dealing import deck, rng, shares
from demo.names import RARE

PHONE = re.compile(r"1[0-9]{10}")


@pytest.fixture(scope="module")
def small() -> list[Sitting]:
    return list(sittings("S"))


@pytest.fixture(scope="module")
def whole() -> list[Sitting]:
    return list(sittings("M"))


def texts(value: Any) -> Sequence[str]:
    """Every text of an answer, at any depth."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


def digest(found: Sequence[Sitting]) -> str:
    said = json.dumps([asdict(sitting) for sitting in found], ensure_ascii=False, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def count(found: Sequence[Sitting], question: str) -> Counter[Any]:
    return Counter((s.child | s.registration).get(question) for s in found)


def ages(found: Sequence[Sitting]) -> Counter[str]:
    years = [
        plan.age(date.fromisoformat(str(s.child["birth_date"])), plan.REFERENCE) for s in found
    ]
    assert max(years) < 16
    return Counter(plan.YOUNG if a < 6 else plan.MIDDLE if a < 14 else plan.OLD for a in years)


POINTS: dict[str, dict[Any, int]] = {
    "psy_band": {"H": 5, "B": 2, "S": 0},
    "income_band": {"HIGH": 10, "MID": 5, "LOW": 0},
    "family_band": {"FULL": 5, "SINGLE": 2, "BROKEN": 0},
    "caregiver_band": {"GOOD": 15, "FAIR": 8, "POOR": 3, "NONE": 0},
    "letter_state": {"SIGNED": 5, "EXPIRED": 2, "NONE": 0, None: 5},
    "contact_band": {"WEEK": 10, "MONTH": 5, "LESS": 0},
    "habit_band": {"N": 5, "Y": 0},
    "school_band": {"N": 5, "NA": 5, "ABSENT": 2, "DROP": 0},
    "pair_roles": {"3": 5, "2": 2, "1": 2, "0": 0},
}
"""As the form has them; a test with a database asks the form itself."""


def rated(sitting: Sitting) -> str:
    said, child = sitting.assessment, sitting.child
    years = plan.age(date.fromisoformat(str(child["birth_date"])), sitting.assessed.date())
    points = 3 if years <= 5 else 5 if years <= 10 else 10
    points += 10 * (child["health_status"] == "H") + 10 * (said["safety_hazard"] == ["0"])
    points += 5 * (not said.get("bad_behavior"))
    points += sum(table[said.get(name)] for name, table in POINTS.items())
    level = 1 + sum(points >= least for least in (40, 55, 70, 85))
    if said["emergency_screen"] != ["0"] or "yes" in (said["open_report"], said["alone_living"]):
        return "1"
    return str(min(level, 3) if said["migration_type"] != "BOTH" else level)


def test_shares_add_up_and_keep_proportion() -> None:
    assert shares(560, list(plan.ACTUAL.values())) == [521, 21, 17, 1]
    assert shares(10, [1, 1, 1]) == [4, 3, 3]
    assert Counter(deck(100, {"a": 1, "b": 3}, rng("test"))) == {"a": 25, "b": 75}


def test_too_few_for_everyone_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot give 3"):
        shares(5, [1, 1], least=3)


def test_small_size_has_560_in_30_villages(small: list[Sitting]) -> None:
    assert len(small) == 560
    villages = Counter(sitting.village for sitting in small)
    town = county.township(county.FULL)
    assert villages == {village.code: village.children for village in town.villages}
    assert len({sitting.key for sitting in small}) == 560


def test_sums_of_the_small_size_are_exact(small: list[Sitting]) -> None:
    assert count(small, "sex") == {"1": 305, "2": 255}
    assert count(small, "guardian_actual") == {"GP": 521, "REL": 21, "ONE": 17, "NONE": 1}
    assert count(small, "health_status") == {"H": 557, "D": 3}
    assert count(small, "household_reg") == {"Y": 559, "N": 1}
    assert ages(small) == {plan.YOUNG: 126, plan.MIDDLE: 391, plan.OLD: 43}
    assert Counter(map(rated, small)) == {"1": 2, "2": 9, "3": 45, "4": 168, "5": 336}


def test_two_runs_are_the_same(small: list[Sitting]) -> None:
    assert digest(list(sittings("S"))) == digest(small)


def test_identity_numbers_are_valid_unique_and_true(small: list[Sitting]) -> None:
    seen: set[str] = set()
    for sitting in small:
        number = str(sitting.child.get("id_card", ""))
        if not number:
            assert sitting.child["household_reg"] == "N"
            continue
        assert number.startswith("990121")
        assert mod_11_2.is_valid(number)
        born = number[6:14] == str(sitting.child["birth_date"]).replace("-", "")
        same = int(number[16]) % 2 == int(str(sitting.child["sex"])) % 2
        assert (born and same) == ("id_mismatch_reason" not in sitting.child)
        assert ("number-differs" in sitting.oddities) == ("id_mismatch_reason" in sitting.child)
        assert number not in seen
        seen.add(number)


def test_no_telephone_looks_real(small: list[Sitting]) -> None:
    for sitting in small:
        for text in texts([sitting.child, sitting.registration]):
            if PHONE.fullmatch(text):
                assert text.startswith("1000000")


def test_school_fits_age(small: list[Sitting]) -> None:
    for sitting in small:
        child = sitting.child
        years = plan.age(date.fromisoformat(str(child["birth_date"])), plan.SCHOOL_CUT)
        status = child["school_status"]
        planted = {"school-too-early", "not-at-school"} & set(sitting.oddities)
        if years < 3 and not planted:
            assert status == "PRE"
        if 6 <= years < 12 and not planted:
            assert (status, child["grade"]) == ("PS", f"P{years - 5}")
        if status in {"SS", "VS", "OUT"}:
            assert years >= 15
        assert ("school" in child) == (status in {"KG", "PS", "JS", "SS", "VS"})


def test_guardianship_hangs_together(small: list[Sitting]) -> None:
    wanted = {"NONE": {("1", "POOR")}, "ONE": {("2", "POOR")}}
    usual = {("5", "GOOD"), ("4", "FAIR"), ("3", "POOR")}
    for sitting in small:
        given = sitting.registration
        pair = (given["guardian_type"], given["guardian_quality"])
        assert pair in wanted.get(str(given["guardian_actual"]), usual)
        assert ("incapacity_reason" in given) == (given["migration_type"] != "BOTH")
        assert ("entrusted_name" in given) == (given["has_entrusted"] == "yes")
        assert sitting.child["lives_with_parents"] == "no"


def test_what_is_doubted_has_a_reason_and_nothing_else(small: list[Sitting]) -> None:
    for sitting in small:
        given, (of_child, of_registration) = sitting.registration, sitting.doubts
        years = plan.age(date.fromisoformat(str(sitting.child["birth_date"])), sitting.when.date())
        away = given["migration_type"] == "BOTH" and given["has_entrusted"] == "no"
        out = sitting.child["school_status"] in {"PRE", "OUT"} and 6 <= years < 15
        early = sitting.child["school_status"] == "PS" and years < 3
        assert (bool(of_child), bool(of_registration)) == (out or early, away)
    assert {key for s in small for doubts in s.doubts for key in doubts} == {
        "school_status",
        "has_entrusted",
    }


def test_assessments_are_of_september_and_fit_the_registration(small: list[Sitting]) -> None:
    for sitting in small:
        assert sitting.assessed > sitting.when
        assert (sitting.assessed.month, sitting.assessed.weekday() < 5) == (9, True)
        said = sitting.assessment
        assert said["assess_date"] == sitting.assessed.date().isoformat()
        for name in ("guardian_actual", "migration_type"):
            assert said[name] == sitting.registration[name]
        assert (said["letter_needed"] == "yes") == (sitting.registration["has_entrusted"] == "yes")
        assert ("letter_state" in said) == (said["letter_needed"] == "yes")


def test_the_last_of_the_township_wait(small: list[Sitting]) -> None:
    assert [sitting.waits for sitting in small] == [False] * 536 + [True] * 24


def test_parents_who_are_gone_have_a_reason_and_no_telephone(small: list[Sitting]) -> None:
    gone = 0
    for sitting in small:
        for who in ("father", "mother"):
            if isinstance(sitting.child[f"{who}_name"], dict):
                gone += 1
                assert not {f"{who}_phone", f"{who}_id", f"{who}_birth"} & sitting.child.keys()
                assert f"{who}_work_place" not in sitting.registration
    assert gone >= 3


def test_time_runs_forward(small: list[Sitting]) -> None:
    assert [s.when for s in small] == sorted(s.when for s in small)
    for sitting in small:
        filled = str(sitting.registration["fill_date"])
        assert str(sitting.child["birth_date"]) < filled
        for who in ("father", "mother"):
            left = sitting.registration.get(f"{who}_leave_date", "")
            assert isinstance(left, dict) or str(left) <= filled


def test_brothers_and_sisters_share_their_parents(small: list[Sitting]) -> None:
    homes: dict[tuple[str, str], list[Sitting]] = defaultdict(list)
    for sitting in small:
        if "father_birth" in sitting.child and "mother_birth" in sitting.child:
            home = tuple(str(sitting.child[n]) for n in ("residence_place", "residence_detail"))
            homes["".join(home), str(sitting.child["father_birth"])].append(sitting)
    several = [found for found in homes.values() if len(found) > 1]
    assert several
    for found in several:
        assert {s.child["sibling_count"] for s in found} == {len(found) - 1}
        assert len({json.dumps(s.child["grandparents"]) for s in found}) == 1
        assert len({s.child["name"] for s in found}) == len(found)


def test_there_are_twins_rare_characters_and_dots(small: list[Sitting]) -> None:
    names = [str(sitting.child["name"]) for sitting in small]
    assert all(any(name.endswith(given) for name in names) for given in RARE)
    assert sum("·" in name for name in names) >= 3
    born = Counter((s.child["birth_date"], s.child.get("father_id"), s.village) for s in small)
    assert sum(1 for (_, father, _), n in born.items() if father and n > 1) >= 1


def test_one_township_alone_has_its_own_children() -> None:
    found = list(sittings("M", ("990121400",)))
    assert len(found) == 53
    assert {s.village[:9] for s in found} == {"990121400"}


def test_county_size_has_exact_sums(whole: list[Sitting]) -> None:
    assert ages(whole) == plan.AGE_GROUPS
    assert count(whole, "sex") == plan.SEXES
    assert count(whole, "guardian_actual") == plan.ACTUAL
    assert count(whole, "health_status") == plan.HEALTH
    assert count(whole, "household_reg") == plan.REGISTERED
    assert Counter(map(rated, whole)) == plan.LEVELS
    assert [sitting.level for sitting in whole] == list(map(rated, whole))
    alone = [s for s in whole if s.registration["guardian_actual"] == "NONE"]
    unable = [s for s in whole if s.registration["guardian_actual"] == "ONE"]
    assert {s.level for s in alone} == {"1"} and {s.level for s in unable} <= {"1", "2", "3"}


def test_county_size_fills_every_village_with_people_of_their_own(whole: list[Sitting]) -> None:
    towns = Counter(sitting.village[:9] for sitting in whole)
    assert towns == {town.code: town.children for town in county.townships()}
    assert len({sitting.village for sitting in whole}) == 529
    numbers = {sitting.child["id_card"] for sitting in whole if "id_card" in sitting.child}
    assert len(numbers) == 12_853
    assert len({sitting.key for sitting in whole}) == 12_866


def test_the_small_size_is_the_beginning_of_the_county(
    small: list[Sitting], whole: list[Sitting]
) -> None:
    assert whole[: len(small)] == small


def test_ten_counties_have_nothing_in_common_but_their_kind() -> None:
    towns = towns_of("L")
    assert sum(town.children for town in towns) == 128_660
    assert len({village.code for town in towns for village in town.villages}) == 5_290
    assert towns[: len(towns_of("M"))] == towns_of("M")
    two = list(sittings("L", ("990122400", "990130400")))
    home = list(sittings("L", ("990121400",)))
    keys = {s.key for s in (*home, *two)}
    assert len(keys) == len(home) + len(two) == 3 * 53
    numbers = [s.child["id_card"] for s in (*home, *two) if "id_card" in s.child]
    assert len(numbers) == len(set(numbers)) > 150
    assert all(number.startswith("990121") for number in numbers)
    assert counties_of("L")[0] == county.COUNTY_CODE


def test_every_kind_of_oddity_is_there_and_what_it_says(whole: list[Sitting]) -> None:
    found: dict[str, list[Sitting]] = defaultdict(list)
    for sitting in whole:
        for kind in sitting.oddities:
            found[kind].append(sitting)
    assert found.keys() == oddities.KINDS.keys()
    assert min(map(len, found.values())) >= 3
    assert {s.child["household_reg"] for s in found["no-household"]} == {"N"}
    assert {s.child["school_status"] for s in found["school-too-early"]} == {"PS"}
    assert {s.child["school_status"] for s in found["not-at-school"]} == {"PRE"}
    assert {s.assessment["letter_state"] for s in found["letter-expired"]} == {"EXPIRED"}
    assert all(str(s.child["birth_date"]) >= "2010-10-01" for s in found["turned-16"])
    alike = Counter((s.village, s.child["name"], str(s.child["birth_date"])[:4]) for s in whole)
    pairs = {(s.village, s.child["name"]) for s in found["same-name"]}
    assert len(pairs) == 3 and len(found["same-name"]) == 6
    assert all(
        alike[s.village, s.child["name"], str(s.child["birth_date"])[:4]] > 1
        for s in found["same-name"]
    )
    for sitting in found["twins"]:
        twins = [s for s in found["twins"] if s.child["birth_date"] == sitting.child["birth_date"]]
        gaps = [abs(_sequence(sitting) - _sequence(s)) for s in twins if s is not sitting]
        assert min(gaps) <= 2


def _sequence(sitting: Sitting) -> int:
    return int(str(sitting.child["id_card"])[14:17])
