"""Workbooks that others made: aliases, languages, nested groups, types we keep, names we change."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from forms_catalog.bundle import EmptyBook, make
from forms_catalog.packs import Beside
from forms_catalog.readers.xlsform import read
from forms_catalog.writers import xlsx as writer
from forms_catalog.xlsform import types

from .books import HEAD, faults, notes, survey, taken, xlsx

CHOICES = [("list name", "name", "label"), ("sex", "M", "男"), ("sex", "F", "女")]
YES_NO = [("list_name", "name", "label"), ("yn", "yes", "是"), ("yn", "no", "否")]


def first(data: bytes) -> Any:
    form, _ = taken(data)
    return form.sections[0].questions[0]


# ---- types ----

TYPES = {
    "text": "text",
    "string": "text",
    "int": "integer",
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
    "dateTime": "datetime",
    "time": "time",
    "note": "note",
    "acknowledge": "acknowledge",
    "trigger": "acknowledge",
    "image": "photo",
    "photo": "photo",
    "file": "file",
    "gps": "geopoint",
    "Location": "geopoint",
    "select one from sex": "choice",
    "select_one sex": "choice",
    "select1 sex": "choice",
    "Select One sex": "choice",
    "select all that apply from sex": "choices",
    "select_multiple sex": "choices",
    "calculate": "calculated",
    "hidden": "text",
    "today": "calculated",
    "deviceid": "calculated",
    "phonenumber": "calculated",
    "barcode": "text",
    "audio": "file",
    "range": "decimal",
    "rank sex": "choices",
    "geotrace": "text",
    "select_one_from_file villages.csv": "text",
    "csv-external": "calculated",
}


@pytest.mark.parametrize("said", TYPES)
def test_types_and_their_other_names(said: str) -> None:
    head = (*HEAD, "calculation")
    row = (said, "a", "题", "1" if said == "calculate" else None)
    question = first(survey(row, head=head, choices=CHOICES))
    assert question.type == TYPES[said]


KEPT = [
    "csv-external",
    "audit",
    "barcode",
    "audio",
    "geotrace",
    "rank sex",
    "deviceid",
    "today",
    "start",
    "hidden",
]


@pytest.mark.parametrize("said", KEPT)
def test_a_kept_type_is_written_back_as_it_was(said: str) -> None:
    form, lists = taken(survey((said, "a", "题"), choices=CHOICES))
    written = writer.write(make(form, Beside(EmptyBook(), lists)))
    again, _ = taken(written)
    assert again == form
    extra = dict(again.sections[0].questions[0].extra)
    assert extra["type"] == said.partition(" ")[0]


def test_what_is_kept_is_told() -> None:
    assert notes(survey(("barcode", "a", "题"))) == {"kept-type"}


LOOKS = {
    ("text", "multiline"): ("long_text", ""),
    ("text", "multiline w2"): ("long_text", "w2"),
    ("text", "numbers"): ("text", "numbers"),
    ("image", "signature"): ("signature", ""),
    ("image", "draw"): ("photo", "draw"),
    ("date", "month-year"): ("month", ""),
    ("date", "year"): ("date", "year"),
    ("select_one sex", "likert"): ("choice", "likert"),
}


@pytest.mark.parametrize("said", LOOKS, ids=" ".join)
def test_looks_that_say_a_type(said: tuple[str, str]) -> None:
    row = (said[0], "a", "题", said[1])
    question = first(survey(row, head=(*HEAD, "appearance"), choices=CHOICES))
    assert (question.type, question.appearance) == LOOKS[said]


def test_a_list_of_yes_and_no() -> None:
    form, lists = taken(survey(("select_one yn", "a", "题"), choices=YES_NO))
    assert form.sections[0].questions[0].type == "yes_no"
    assert lists == {}
    words = [YES_NO[0], ("yn", "yes", "有"), ("yn", "no", "无")]
    assert first(survey(("select_one yn", "a", "题"), choices=words)).type == "choice"


def test_or_other_gets_rows_of_its_own() -> None:
    data = survey(("select_one sex or_other", "a", "题"), choices=CHOICES)
    form, _ = taken(data)
    one, other = form.sections[0].questions
    assert [dict(option)["name"] for option in one.option("choices")] == ["M", "F", "other"]
    assert (other.name, other.type, other.relevant) == ("a_other", "text", "${a} = 'other'")
    assert "or-other" in notes(data)


# ---- columns ----

COLUMNS = {
    "relevance": ("relevant", "${b} = '1'", "${b} = '1'"),
    "bind::relevant": ("relevant", "${b} = '1'", "${b} = '1'"),
    "readonly": ("read_only", "yes", True),
    "Required": ("required", "TRUE", True),
    "required ": ("required", "${b} = '1'", "${b} = '1'"),
    "calculate": ("calculation", "${b}", "${b}"),
    "Constraint Message": ("constraint_message", "不对", "不对"),
    "required_message::zh": ("required_message", "请填", "请填"),
    "hint::中文 (zh)": ("hint", "提示", "提示"),
    "trigger": ("trigger", "${b}", "b"),
    "parameters": ("parameters", "rows=4", "rows=4"),
}


@pytest.mark.parametrize("header", COLUMNS)
def test_columns_and_their_other_names(header: str) -> None:
    key, text, value = COLUMNS[header]
    data = survey(("text", "a", "题", text), ("text", "b", "题"), head=(*HEAD, header))
    assert getattr(first(data), key) == value


def test_private_columns_stay_word_for_word() -> None:
    head = (*HEAD, "kobo--x", "note", "body::accuracyThreshold", "media::image")
    question = first(survey(("text", "a", "题", "甲", "乙", "丙", "丁.png"), head=head))
    assert question.extra == (
        ("kobo--x", "甲"),
        ("note", "乙"),
        ("body::accuracyThreshold", "丙"),
        ("media::image", "丁.png"),
    )
    assert question.note == ""


SPOKEN = {
    ("label::English (en)", "label::Chinese (zh)"): "b",
    ("label::中文", "label::English"): "a",
    ("label", "label::zh-CN"): "b",
    ("label::English", "label"): "b",
    ("label::Français", "label::English"): "a",
    ("label:English", "label:中文 (zh)"): "b",
}


@pytest.mark.parametrize("heads", SPOKEN, ids=" ".join)
def test_chinese_is_read_and_the_rest_kept(heads: tuple[str, str]) -> None:
    form, _ = taken(survey(("text", "q", "a", "b"), head=("type", "name", *heads)))
    question = form.sections[0].questions[0]
    assert question.label == SPOKEN[heads]
    other = next(head for head, text in zip(heads, "ab", strict=True) if text != question.label)
    assert [name for name, _ in question.extra] == [other]
    assert taken(writer.write(make(form, EmptyBook())))[0] == form


def test_the_default_language_when_none_is_chinese() -> None:
    head = ("type", "name", "label::Français", "label::English")
    settings = [("form_title", "default_language"), ("F", "English")]
    assert first(survey(("text", "q", "a", "b"), head=head, settings=settings)).label == "b"


# ---- lists and names ----


def test_lists_used_once_are_written_inline() -> None:
    rows = [("select_one sex", "a", "题"), ("select_one town", "b", "题")]
    more = [*CHOICES, ("town", "t", "镇")]
    form, lists = taken(survey(*rows, ("select_multiple town", "c", "题"), choices=more))
    assert list(lists) == ["town"]
    own = [question.option("choices") for question in form.questions()]
    assert (own[1], own[2]) == ("town", "town") and not isinstance(own[0], str)


def test_filter_columns_become_tags() -> None:
    choices = [
        ("list_name", "name", "label", "乡镇", "County"),
        ("village", 1.0, "甲村", "t1", "x"),
        ("village", 2.0, "乙村", "t2", None),
    ]
    row = ("select_one village", "a", "题", "乡镇=${b} and County != 'x'")
    data = survey(row, ("text", "b", "题"), head=(*HEAD, "choice_filter"), choices=choices)
    form, lists = taken(data)
    assert lists["village"].tags == ("xiang_zhen", "County")
    assert [option.name for option in lists["village"].options] == ["1", "2"]
    filter_ = form.sections[0].questions[0].option("choice_filter")
    assert filter_ == "xiang_zhen = ${b} and County != 'x'"


def test_names_are_changed_everywhere() -> None:
    rows = [
        ("text", "姓名", "题"),
        ("text", "HouseHold", "题", "${姓名} != '姓名'"),
        ("text", "household", "${HouseHold}的题", "${ HouseHold } = 'HouseHold'"),
        ("text", "_id", "题", "../HouseHold = '1'"),
    ]
    data = survey(
        *rows,
        head=(*HEAD, "relevant"),
        settings=[("form_id", "instance_name"), ("My-Form", "concat(${姓名}, '家')")],
    )
    form, _ = taken(data)
    assert form.id == "my_form"
    assert form.instance_name == "((xing_ming))家"
    found = {q.name: q.relevant for q in form.questions()}
    assert found == {
        "xing_ming": "",
        "household_2": "${xing_ming} != '姓名'",
        "household": "${household_2} = 'HouseHold'",
        "id": "../household_2 = '1'",
    }
    assert form.sections[0].questions[2].label == "${household_2}的题"
    assert "renamed" in notes(data)


def test_values_are_changed_with_what_compares_them() -> None:
    choices = [("list_name", "name", "label"), ("l", "患病", "患病"), ("l", "ok", "健康")]
    rows = [
        ("select_one l", "a", "题", None, "患病"),
        ("text", "b", "题", "selected(${a}, '患病')"),
        ("text", "c", "题", "${b} = '患病'"),
    ]
    data = survey(*rows, head=(*HEAD, "relevant", "default"), choices=choices)
    form, _ = taken(data)
    a, b, c = form.sections[0].questions
    assert [dict(option)["name"] for option in a.option("choices")] == ["huan_bing", "ok"]
    assert a.default == "huan_bing"
    assert b.relevant == "selected(${a}, 'huan_bing')"
    assert c.relevant == "${b} = '患病'"


def test_what_settings_lose_is_told() -> None:
    settings = [
        ("form_title", "style", "public_key", "instance_name", "version"),
        ("题", "pages", "x", "today()", "2"),
    ]
    assert notes(survey(("text", "a", "题"), settings=settings)) == {"setting-lost", "title-lost"}


def test_other_sheets_are_told() -> None:
    data = survey(("text", "a", "题"), entities=[("list_name", "label"), ("x", "y")])
    assert notes(data) == {"sheet-lost"}


def test_a_form_without_settings_is_named_after_its_file() -> None:
    form, _ = taken(survey(("text", "a", "题")), "入户 调查.xlsx")
    assert form.id == "ru_hu_diao_cha"


# ---- our own workbook, changed by hand ----


def test_a_type_that_was_changed_wins() -> None:
    head = (*HEAD, "tonghu::type")
    assert first(survey(("text", "a", "题", "person_name"), head=head)).type == "person_name"
    data = survey(("integer", "a", "题", "person_name"), head=head)
    assert first(data).type == "integer"
    assert notes(data) == {"type-changed"}


SAID = """a b g 1 题 ${a} text|select_one l|l|yes|begin group|end group|begin repeat|end repeat
note or_other { [1] tonghu::type tonghu::score label::zh =1+1"""
ODD = [
    None,
    "",
    2,
    2.5,
    True,
    "\n",
    *types.REFUSED,
    *types.KEPT,
    *SAID.replace("|", "\n").split("\n"),
]
WORDS = st.sampled_from([*ODD, *SAID.split()])


@trials(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=7), max_size=8), st.lists(st.lists(WORDS, max_size=5)))
def test_any_cells_are_answered(rows: list[list[Any]], choices: list[list[Any]]) -> None:
    head = ["type", "name", "label", "relevant", "tonghu::type", "tonghu::score", "x"]
    lists = [["list_name", "name", "label", "t"], ["l", "a", "甲"], *choices]
    data = xlsx(survey=[head, *rows], choices=lists)
    node, found = read(data, "f.xlsx")
    assert (node is None) == bool(faults(data))
    assert node is not None or found
