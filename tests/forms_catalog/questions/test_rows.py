"""Tables: every fault of every row at once, identities kept, sealed columns masked."""

from __future__ import annotations

import re
from typing import Any

from forms_catalog.definition import Question
from forms_catalog.questions import TYPES, show

from .tools import CTX, answer_of, ask, problems_of

PEOPLE = TYPES["rows"].good[0].options
ONE, TWO = "0a1b2c3d4e5f", "1a1b2c3d4e5f"


def test_all_problems_come_at_once_with_their_rows() -> None:
    raw = [{"name": "罗安2", "age": "三"}, {"name": "陈川"}, {"name": "陈川", "number": "1"}]
    found = [(item.place.question, item.code) for item in problems_of("rows", raw, PEOPLE)]
    assert found == [
        ("q.1.name", "person-name.bad-character"),
        ("q.1.age", "integer.not-a-number"),
        ("q.3.number", "id-card.wrong-length"),
    ]


def test_an_empty_row_is_dropped_and_still_counted() -> None:
    raw = [{"name": " "}, {"name": "罗安2"}]
    assert [item.place.question for item in problems_of("rows", raw, PEOPLE)] == ["q.2.name"]


def test_the_wrong_box_of_a_column_is_named() -> None:
    dated = (("questions", (Question(name="day", label="日期", type="date"),)),)
    raw = [{"day": {"y": "2015", "m": "2", "d": "30"}}]
    [problem] = problems_of("rows", raw, dated)
    assert (problem.place.question, problem.place.box) == ("q.1.day", "d")


def test_rows_keep_their_identity_and_new_ones_get_one() -> None:
    raw = [{"_id": ONE, "name": "罗安"}, {"name": "陈川"}, {"_id": "x", "name": "陈丹"}]
    answer = answer_of("rows", raw, PEOPLE)
    ids = [row["_id"] for row in answer]
    assert ids[0] == ONE
    assert len(set(ids)) == 3
    assert all(re.fullmatch("[0-9a-f]{12}", own) for own in ids)


def test_two_rows_never_share_an_identity() -> None:
    first, second = answer_of(
        "rows", [{"_id": ONE, "name": "罗安"}, {"_id": ONE, "name": "陈川"}], PEOPLE
    )
    assert first["_id"] == ONE != second["_id"]


def test_what_is_no_column_is_left_out() -> None:
    [row] = answer_of("rows", [{"_id": ONE, "name": "罗安", "admin": "1"}], PEOPLE)
    assert set(row) == {"_id", "name"}


def test_a_note_among_the_columns_keeps_nothing() -> None:
    noted = (
        ("questions", (*dict(PEOPLE)["questions"], Question(name="n", label="说明", type="note"))),
    )
    [row] = answer_of("rows", [{"_id": ONE, "name": "罗安", "n": "写了"}], noted)
    assert set(row) == {"_id", "name"}


def test_tables_stand_in_tables() -> None:
    inner = Question(
        name="calls",
        label="电话",
        type="rows",
        questions=(Question(name="tel", label="号码", type="phone"),),
    )
    nested = (("questions", (Question(name="name", label="姓名", type="person_name"), inner)),)
    raw: Any = [{"_id": ONE, "name": "罗安", "calls": [{"_id": TWO, "tel": "110"}, {"tel": "无"}]}]
    assert [item.place.question for item in problems_of("rows", raw, nested)] == ["q.1.calls.2.tel"]
    raw[0]["calls"].pop()
    assert answer_of("rows", raw, nested) == raw


def test_a_sealed_column_is_masked_in_words() -> None:
    answer = [{"_id": ONE, "name": "罗安", "number": "990121201301110025"}]
    assert "2013" not in show(ask("rows", PEOPLE), answer, CTX)
