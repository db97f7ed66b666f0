"""The registered children: exact sums, one truth about each, and the same ones every time."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from stdnum.iso7064 import mod_11_2

from demo import county, plan
from demo.children import Sitting, sittings
from demo.dealing import deck, rng, shares
from demo.names import RARE

PHONE = re.compile(r"1[0-9]{10}")


@pytest.fixture(scope="module")
def small() -> list[Sitting]:
    return list(sittings("S"))


def texts(value: Any) -> Sequence[str]:
    """Every text of an answer, at any depth."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


def digest(found: Sequence[Sitting]) -> str:
    said = [
        [s.key, s.village, s.when.isoformat(), s.child, s.registration, s.doubts, s.assessment]
        for s in found
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def count(found: Sequence[Sitting], question: str) -> Counter[Any]:
    return Counter((s.child | s.registration).get(question) for s in found)


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
    ages = [plan.age(date.fromisoformat(str(s.child["birth_date"])), plan.REFERENCE) for s in small]
    groups = Counter(plan.YOUNG if a < 6 else plan.MIDDLE if a < 14 else plan.OLD for a in ages)
    assert groups == {plan.YOUNG: 126, plan.MIDDLE: 391, plan.OLD: 43}


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
        assert number[6:14] == str(sitting.child["birth_date"]).replace("-", "")
        assert int(number[16]) % 2 == int(str(sitting.child["sex"])) % 2
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
        if years < 3:
            assert status == "PRE"
        if 6 <= years < 12:
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
        assert (bool(of_child), bool(of_registration)) == (out, away)
    assert {key for s in small for doubts in s.doubts for key in doubts} == {
        "school_status",
        "has_entrusted",
    }


def test_assessments_are_of_september_and_fit_the_registration(small: list[Sitting]) -> None:
    found = [sitting for sitting in small if sitting.assessed]
    assert 200 <= len(found) <= 400
    for sitting in found:
        assert sitting.assessed and sitting.assessed > sitting.when
        assert (sitting.assessed.month, sitting.assessed.weekday() < 5) == (9, True)
        said = sitting.assessment
        assert said["assess_date"] == sitting.assessed.date().isoformat()
        for name in ("guardian_actual", "migration_type"):
            assert said[name] == sitting.registration[name]
        assert (said["letter_needed"] == "yes") == (sitting.registration["has_entrusted"] == "yes")
        assert ("letter_state" in said) == (said["letter_needed"] == "yes")
    assert all(not sitting.assessment for sitting in small if not sitting.assessed)


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
    found = list(sittings("M", "990121400"))
    assert len(found) == 53
    assert {s.village[:9] for s in found} == {"990121400"}


def test_county_size_has_exact_sums_by_township() -> None:
    towns, actual, sexes = Counter[str](), Counter[Any](), Counter[Any]()
    numbers, villages = set[str](), set[str]()
    for sitting in sittings("M"):
        towns[sitting.village[:9]] += 1
        actual[sitting.registration["guardian_actual"]] += 1
        sexes[sitting.child["sex"]] += 1
        villages.add(sitting.village)
        if "id_card" in sitting.child:
            numbers.add(str(sitting.child["id_card"]))
    assert towns == {town.code: town.children for town in county.townships()}
    assert (actual, sexes) == (plan.ACTUAL, plan.SEXES)
    assert (len(villages), len(numbers)) == (529, 12_853)
