"""Questions that ask the rest of the house: near before far, strangers get no hint."""

from __future__ import annotations

from forms_catalog.questions import Context, show

from ..fakes import RECORDS, STRANGER
from .tools import CTX, answer_of, ask, codes_of, problems_of

THINGS = (("record", "things"),)


def test_a_name_means_the_place_near_by() -> None:
    town = Context(place="00010002")
    assert answer_of("division", "高田村", ctx=town) == "000100020001"
    assert answer_of("division", "河湾村", ctx=town) == "000100010001"
    assert answer_of("body", "高田小学", ctx=town) == "school-3"


def test_an_ambiguous_name_is_answered_with_the_full_names() -> None:
    [problem] = problems_of("division", "高田村")
    assert "澜川县青禾镇高田村、澜川县柳坪镇高田村" in problem.text


def test_a_place_that_is_gone_shows_its_path() -> None:
    assert show(ask("division"), "00090009", CTX) == "00090009"


def test_a_record_out_of_sight_is_as_if_it_were_not_there() -> None:
    stranger = Context(user=STRANGER)
    seen = problems_of("record", RECORDS[0].uid, THINGS, stranger)
    none = problems_of("record", "01900000-0000-7000-8000-00000000000f", THINGS)
    assert seen == none
    assert show(ask("record", THINGS), RECORDS[0].uid, stranger) == "（看不到的记录）"


def test_titles_that_are_at_hand_are_not_asked_for_again() -> None:
    ctx = Context(user=STRANGER, titles={RECORDS[0].uid: "罗安"})
    assert show(ask("record", THINGS), RECORDS[0].uid, ctx) == "罗安"


def test_the_number_of_a_record_names_it() -> None:
    assert answer_of("record", "乙0002", THINGS) == RECORDS[2].uid
    assert codes_of("record", "乙000", THINGS) == ["record.unknown"]
