"""The registration and the assessment with all their rules: live with scripts, judged the same without."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.ledgers.test_child_protection_risk import BEST, LEVELS

from .acting import (
    DESK,
    NEW,
    PHONE,
    Acting,
    House,
    answers,
    complete,
    errors,
    fill,
    lives,
    press,
    put,
    save,
    words,
)

PAGES = f"{NEW}pages/"
ASSESS = "/ledgers/risk_assessments/new/"
ON = "保存并继续"
BORN = dt.date.today().year - 10
"""A school child, whenever this runs."""
MISMATCH = {"birth_date-y": str(BORN), "birth_date-m": "3", "birth_date-d": "5"}
WHY = {"id_mismatch_reason": "户口簿上登记错了"}
LATE = {"fill_date-y": str(BORN + 9), "fill_date-m": "3", "fill_date-d": "5"}
OWN = {"name", "id_card", "child"}
"""What is one child's alone."""


def at(page: Page, name: str) -> Locator:
    return page.locator(f'[data-q="{name}"]')


def value(page: Page, name: str) -> Locator:
    return at(page, name).locator("[data-value]")


def seen(page: Page, *names: str) -> None:
    for name in names:
        expect(at(page, name)).to_be_visible()


def unseen(page: Page, *names: str) -> None:
    for name in names:
        expect(at(page, name)).to_be_hidden()


def leave(page: Page) -> None:
    page.keyboard.press("Tab")


def plain(found: Any) -> Any:
    """Without what is drawn anew each time it is kept: ciphertexts, marks of rows."""
    if isinstance(found, list):
        return [plain(one) for one in found]
    if not isinstance(found, dict):
        return found
    return {n: "…" if n == "$sealed" else plain(one) for n, one in found.items() if n != "_id"}


def stored(house: House, ledger: str, name: str) -> dict[str, Any]:
    """What the database holds of this person in a ledger."""
    with sqlite3.connect(house.var / "tonghu.sqlite3", timeout=20) as db:
        sql = (
            "SELECT r.uid, r.answers FROM ledgers_record r"
            " JOIN ledgers_ledger l ON l.id = r.ledger_id WHERE l.key = ?"
        )
        rows = {ledger: dict(db.execute(sql, (ledger,))) for ledger in ("children", ledger)}
    db.close()
    kept = {uid: json.loads(text) for uid, text in rows["children"].items()}
    child = next(uid for uid, said in kept.items() if said["name"] == name)
    mine = [json.loads(text) for text in rows[ledger].values()]
    whose = [one for one in mine if one.get("child", "").replace("-", "") == child]
    found = kept[child] if ledger == "children" else whose[0]
    return {name: one for name, one in plain(found).items() if name not in OWN}


# ---- the registration ----


@pytest.fixture
def page(act: Acting) -> Page:
    page = act.person("village_officer", PHONE)
    page.goto(NEW)
    assert lives(page)
    return page


def test_f01_asks_what_applies(page: Page) -> None:
    unseen(page, "id_card", "hukou_place", "school", "father_phone", "entrusted_name")
    fill(page, {"household_reg": "Y"})
    seen(page, "id_card", "hukou_place")
    fill(page, {"household_reg": "N"})
    unseen(page, "id_card", "hukou_place")
    fill(page, {"health_status": "D"})
    seen(page, "disability_type", "disability_level")
    fill(page, {"health_status": "S"})
    unseen(page, "disability_type")
    seen(page, "illness_name")
    fill(page, {"migration_type": "F_OUT_M_INC", "has_entrusted": "yes"})
    seen(page, "father_work_place", "incapacity_reason", "entrusted_id")
    unseen(page, "mother_work_place")
    fill(page, {"migration_type": "BOTH", "guardian_confirm_mode": "PHONE"})
    seen(page, "father_leave_date", "mother_leave_date", "guardian_confirm_at")
    unseen(page, "incapacity_reason")


def test_f01_offers_the_grades_of_the_school(page: Page) -> None:
    unseen(page, "school", "grade")
    fill(page, {"school_status": "PS"})
    seen(page, "school", "boarding")
    grades = page.locator('[name="grade"]')
    expect(grades.locator('option[value="P6"], [value="P6"]').first).to_be_attached()
    fill(page, {"grade": "P6", "school_status": "JS"})
    codes = "boxes => boxes.flatMap(one => [...(one.options ?? [one])]).map(one => one.value)"
    assert {code[:1] for code in grades.evaluate_all(codes)} - {""} == {"J"}
    fill(page, {"school_status": "OUT"} | MISMATCH)
    unseen(page, "school", "grade")
    leave(page)
    expect(at(page, "school_status").locator(".error")).to_contain_text("应当在上学")


def test_f01_age_on_the_day_of_filling(page: Page) -> None:
    fill(page, MISMATCH | {"fill_date-y": str(BORN + 8), "fill_date-m": "3"})
    page.locator('[name="fill_date-d"]').press_sequentially("4")
    expect(value(page, "age_at_ref")).to_have_text("7")
    fill(page, {"fill_date-d": "5"})
    expect(value(page, "age_at_ref")).to_have_text("8")
    fill(page, {"birth_date-y": str(BORN - 8), "birth_date-d": "6"})
    expect(value(page, "age_at_ref")).to_have_text("15")
    leave(page)
    wrong = at(page, "fill_date").locator(".error")
    expect(wrong).to_have_count(0)
    fill(page, {"fill_date-d": "6"})
    leave(page)
    expect(value(page, "age_at_ref")).to_have_text("16")
    expect(wrong).to_contain_text("填报那天已满16周岁")
    expect(wrong).to_contain_text("只建儿童档案")


def test_f01_too_old_is_refused_with_its_words(act: Acting, page: Page) -> None:
    """What the page said while one typed, the server says too, at the same question."""
    old = {"birth_date-y": str(BORN - 8), "school_status": "OUT"}
    put(page, answers(act.house, name="罗嘉安", household_reg="N") | LATE | old)
    assert save(page).status == 422
    expect(at(page, "fill_date").locator(".error")).to_contain_text("填报那天已满16周岁")
    assert page.locator('.errs a[href^="#q-fill_date"]').count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"household_reg": "Y", "hukou_type": "URBAN"}, "不是农村户籍"),
        ({"household_reg": "N", "lives_with_parents": "yes"}, "与父母一起正常生活"),
    ],
)
def test_f01_who_is_left_behind(page: Page, given: dict[str, str], said: str) -> None:
    fill(page, given | {"migration_type": "BOTH"})
    leave(page)
    wrong = at(page, "migration_type").locator(".error")
    expect(wrong).to_contain_text(said)
    fill(page, {"hukou_type": "RURAL"} if "hukou_type" in given else {"lives_with_parents": "no"})
    expect(wrong).to_have_count(0)


def test_f01_is_the_same_record_with_and_without_scripts(act: Acting, page: Page) -> None:
    """One page with scripts, page by page without; the number and the birth date do not agree."""
    told = answers(act.house, id_card=act.house.number()) | MISMATCH | LATE
    fill(page, {n: v for n, v in told.items() if v} | {"name": "罗嘉柏"})
    seen(page, "id_mismatch_reason")
    assert save(page).status == 422
    wrong = page.locator('.errs a[href="#q-id_mismatch_reason"]')
    expect(wrong).to_have_text(re.compile("与出生日期或性别不一样.*写明原因"))
    expect(at(page, "id_mismatch_reason").locator(".error")).to_have_text(wrong.inner_text())
    secret = {name: told[name] for name in ("id_card", "father_phone", "caregiver_phone")}
    fill(page, WHY | {name: text for name, text in secret.items() if not typed(page, name)})
    assert save(page).status == 302, errors(page)
    other = act.person("village_officer", DESK, java_script_enabled=False)
    other.goto(PAGES)
    through(other, told | WHY | {"name": "谷月晨", "id_card": act.house.number()})
    assert "户口簿上登记错了" in words(other)
    press(other, "提交")
    assert "/receipts/" in other.url, errors(other)
    for ledger in ("children", "left_behind"):
        one, two = (stored(act.house, ledger, name) for name in ("罗嘉柏", "谷月晨"))
        assert one == two
    assert two["age_at_ref"] == "9" and "incapacity_reason" not in two


def typed(page: Page, name: str) -> str:
    return page.locator(f'[name="{name}"]').input_value()


def through(page: Page, posted: dict[str, str]) -> None:
    """From the first page to the check page."""
    for _ in range(60):
        complete(page, posted, ON)
        assert errors(page) == [], (page.url, errors(page))
        if "/check/" in page.url:
            return
    raise AssertionError(page.url)


# ---- the assessment ----

DAY = {"assess_date-y": "2024", "assess_date-m": "3", "assess_date-d": "5"}
ELEVEN = {"household_reg": "N", "birth_date-y": "2013", "birth_date-m": "3", "birth_date-d": "5"}
TWO = {
    f"assessors-{at}-{name}": text
    for at, names in enumerate((("何晨柏", "VILL_DIR"), ("安柏恩", "GRID")))
    for name, text in zip(("as_name", "as_post", "as_sign"), (*names, "paper"), strict=True)
}
CHOSEN = {name: said for name, said in BEST.items() if name not in ("assess_date", "assessors")}
TOTALS = {"5": "五级（平稳）", "4": "四级（低）", "3": "三级（中）", "2": "二级（高）"}
TOTALS |= {"1": "一级（紧急）"}
OPEN = {"open_report": "yes"}
BECAUSE = "因为有还没办结的强制报告"


def choose(page: Page, wanted: dict[str, Any]) -> None:
    """By hand, only what is not yet so."""
    for name, said in wanted.items():
        codes = said if isinstance(said, list) else [said]
        for box in page.locator(f'[name="{name}"]').all():
            on = box.get_attribute("value") in codes
            if box.is_checked() != on and (on or isinstance(said, list)):
                box.set_checked(on)


def assessed(act: Acting, page: Page, name: str) -> str:
    """A healthy child of eleven; gives its dossier."""
    return act.child(page, name, **ELEVEN).dossier


def test_f11_lives(act: Acting) -> None:
    page = act.person("village_officer", DESK)
    child = assessed(act, page, "罗嘉川")
    page.goto(ASSESS)
    assert lives(page)
    fill(page, DAY)
    expect(value(page, "age")).to_have_text("—")
    seen(page, "under8_unattended")
    with page.expect_response(re.compile(r"/logic/\d+/look/\?")) as looked:
        fill(page, {"child": child})
    assert looked.value.json().keys() == {"birth_date", "health_status"}
    for name, shown in (("child_birth", "2013年3月5日"), ("age", "11"), ("health_score", "10")):
        expect(value(page, name)).to_have_text(shown)
    unseen(page, "under8_unattended", "letter_state")
    scores(page)
    levels(page)
    forced(page)
    choose(page, {"main_risk": ["LIFE"]})
    fill(page, TWO)
    assert save(page).status == 302, errors(page)
    without_scripts(act, "罗嘉川")


def scores(page: Page) -> None:
    """Each appears with its reason as soon as it is chosen; the total with the last one."""
    expect(value(page, "psy_score")).to_have_text("—")
    choose(page, {"psy_band": "B"})
    expect(value(page, "psy_score")).to_have_text("2")
    expect(at(page, "psy_score").locator("[data-why]")).to_have_text("因为心理有些偏差")
    choose(page, {name: said for name, said in CHOSEN.items() if name != "pair_roles"})
    expect(value(page, "psy_score")).to_have_text("5")
    expect(value(page, "total")).to_have_text("—")
    expect(value(page, "level")).to_have_text("—")
    choose(page, {"letter_needed": "yes", "letter_state": "EXPIRED"})
    expect(value(page, "letter_score")).to_have_text("2")
    choose(page, CHOSEN)


def levels(page: Page) -> None:
    """All five, at their edges."""
    for given, total, level in LEVELS:
        choose(page, CHOSEN | {"bad_behavior": []} | given)
        expect(value(page, "total")).to_have_text(str(total))
        expect(value(page, "score_level")).to_have_text(TOTALS[level])
        expect(value(page, "level")).to_have_text(TOTALS[level])
    expect(at(page, "score_level").locator("[data-why]")).to_have_text("因为总分不到40分")
    expect(value(page, "floor_level")).to_have_text("—")


def forced(page: Page) -> None:
    """The best of all children is at level one while a report is open."""
    choose(page, CHOSEN | {"bad_behavior": []})
    expect(value(page, "level")).to_have_text(TOTALS["5"])
    choose(page, OPEN)
    expect(value(page, "level")).to_have_text(TOTALS["1"])
    expect(value(page, "score_level")).to_have_text(TOTALS["5"])
    expect(at(page, "floor_level").locator("[data-why]")).to_have_text(BECAUSE)
    expect(value(page, "next_assess")).to_have_text("2024年4月4日")


def without_scripts(act: Acting, other: str) -> None:
    """Page by page to the same record; the check page says the level and why."""
    page = act.person("village_officer", PHONE, java_script_enabled=False)
    child = assessed(act, page, "罗嘉丹")
    page.goto(f"{ASSESS}pages/")
    flat = {n: s[0] if isinstance(s, list) else s for n, s in (CHOSEN | OPEN).items()}
    through(page, {"child": child} | DAY | {n: str(s) for n, s in flat.items()} | TWO)
    said = words(page)
    for part in (TOTALS["1"], TOTALS["5"], BECAUSE, "因为总分85分或更高", "2024年4月4日"):
        assert part in said
    press(page, "提交")
    assert "/receipts/" in page.url, errors(page)
    one, two = (stored(act.house, "risk_assessments", name) for name in (other, "罗嘉丹"))
    assert one == two
    assert (two["level"], two["floor_level"], two["total"]) == ("1", "1", "100")
