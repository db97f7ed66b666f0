"""The columns of a form's sheets: the engine's first, linked parts in one row, tables on their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms_catalog.definition import Question
from forms_catalog.exchange.columns import Column, layout, unique

from .field import BUNDLE, LAYOUT, shipped


def _names(path: tuple[str, ...] = ()) -> list[str]:
    return [column.name for column in LAYOUT.sheet(path).columns]


def test_engine_columns_and_links_come_first() -> None:
    assert _names()[:8] == [
        "_number", "_version", "_edition", "home", "_version.home", "_edition.home", "head", "village",
    ]  # fmt: skip
    headings = [column.heading for column in LAYOUT.main.columns]
    assert headings[:5] == ["编号", "版本", "表单版次", "家庭档案", "家庭档案版本"]
    assert len(headings) == len(set(headings))


def test_every_kept_answer_has_its_column_and_goes_to_its_part() -> None:
    parts = {c.name: c.part for c in LAYOUT.main.columns if c.question}
    assert parts["village"] == "home" and parts["name"] == ""
    assert set(parts) == {
        name for name, (question, _) in BUNDLE.questions.items() if not question.questions
    }


def test_tables_stand_on_sheets_of_their_own() -> None:
    assert [sheet.path for sheet in LAYOUT.sheets] == [(), ("kin",), ("kin", "visits")]
    assert _names(("kin",)) == ["_number", "_row", "_id", "kin_name", "kin_age"]
    assert _names(("kin", "visits")) == ["_number", "_row", "_up", "_id", "visit_day"]


@pytest.mark.parametrize(
    ("name", "heading", "choices", "text", "ignored"),
    [
        ("income", "年收入（元）", (), False, ""),
        ("phone", "联系电话", (), True, ""),
        ("insured", "有没有保险", ("是", "否"), False, ""),
        ("sex", "性别", ("男", "女"), True, ""),
        ("birth", "出生日期", (), False, ""),
        ("since", "入会年月", (), True, ""),
        ("age", "年龄", (), True, "computed"),
        ("photo", "近照", (), True, "file"),
    ],
)
def test_a_column(
    name: str, heading: str, choices: tuple[str, ...], text: bool, ignored: str
) -> None:
    column = LAYOUT.main.column(name)
    assert column is not None
    assert (column.heading, column.choices, column.text, column.ignored) == (
        heading, choices, text, ignored,
    )  # fmt: skip


def test_two_questions_of_one_label_get_their_sections_in_front() -> None:
    one = Column("a", "姓名", Question(name="a", label="姓名", type="text"), "", "父亲")
    two = replace(one, name="b", section="母亲")
    three = replace(one, name="c", section="母亲")
    assert [c.heading for c in unique([one, two])] == ["父亲·姓名", "母亲·姓名"]
    assert len({c.heading for c in unique([one, two, three])}) == 3


def test_the_shipped_form_of_two_records_is_one_row() -> None:
    told = layout(shipped("left_behind_registration"))
    assert told.links == ("child",)
    assert told.main.columns[3].name == "child" and not told.main.columns[3].required
    assert [sheet.path for sheet in told.sheets] == [(), ("grandparents",)]
