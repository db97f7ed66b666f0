"""The identity number: what it accepts, what it says, what it tells."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from forms_catalog.definition import freeze
from forms_catalog.questions import TYPES, Context, mask

from .tools import answer_of, ask, codes_of, problems_of

TODAY = dt.date(2026, 11, 21)
FILLS = (("fills", freeze([{"name": "birth", "value": "born"}, {"name": "sex", "value": "sex"}])),)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    birth = draw(st.dates(dt.date(1900, 1, 1), TODAY))
    place, order = draw(st.integers(100000, 999999)), draw(st.integers(0, 999))
    head = f"{place}{birth:%Y%m%d}{order:03}"
    return head + mod_11_2.calc_check_digit(head)


@given(numbers())
def test_every_right_number_parses(number: str) -> None:
    assert answer_of("id_card", number) == number
    assert answer_of("id_card", f" {number[:6]} {number[6:14]}-{number[14:].lower()}") == number


@given(numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_changed_character_is_refused(number: str, at: int, character: str) -> None:
    changed = number[:at] + character + number[at + 1 :]
    assert bool(codes_of("id_card", changed)) == (changed != number)


@given(numbers())
def test_tells_birth_and_sex(number: str) -> None:
    told = TYPES["id_card"].derive(number, ask("id_card", FILLS))
    assert told["born"].replace("-", "") == number[6:14]
    assert told["sex"] == ("1" if number[16] in "13579" else "2")


@given(numbers())
def test_the_old_number_is_answered_with_the_new_one(number: str) -> None:
    old = number[:6] + number[8:17]
    [problem] = problems_of("id_card", old)
    if problem.code == "id-card.old-number":
        new = number[:6] + "19" + number[8:17]
        assert new + mod_11_2.calc_check_digit(new) in problem.text


def test_tells_only_what_is_wanted() -> None:
    number = "990121201301110025"
    own = (("fills", freeze([{"name": "birth", "value": "birth_date"}])),)
    assert TYPES["id_card"].derive(number, ask("id_card", own)) == {"birth_date": "2013-01-11"}
    assert TYPES["id_card"].derive(number, ask("id_card")) == {}


def test_shows_the_last_four_when_masked() -> None:
    assert mask(ask("id_card"), "990121201301110025") == "**************0025"


def test_says_which_rule_is_broken() -> None:
    words = {
        "99012120130111002": "身份号码应为18位，现在是17位，请核对",
        "990121201301110026": "第18位校验码对不上：按前17位应为5，现在是6，请对照证件逐位核对",
        "9901212013O1110025": "第11位应为数字，现在是“O”，请对照证件核对",
        "990121201302300025": "第7至14位是出生日期，没有“20130230”这一天，请对照证件核对",
    }
    assert {raw: problems_of("id_card", raw)[0].text for raw in words} == words


def test_nobody_is_born_tomorrow() -> None:
    number = "990121201301110025"
    assert codes_of("id_card", number, ctx=Context(today=dt.date(2013, 1, 10))) == [
        "id-card.future-birth"
    ]
    assert codes_of("id_card", number, ctx=Context(today=dt.date(2013, 1, 11))) == []
