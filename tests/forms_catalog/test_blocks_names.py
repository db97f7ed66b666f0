"""Codes that nobody typed, and blocks that are known again."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from forms_catalog.blocks import block_id, from_stream, name_of, questions_block, to_stream
from forms_catalog.definition import Question
from forms_catalog.pinyin import free

MADE = {
    "姓名": "xing_ming",
    "父母现在是怎样外出的？": "fu_mu_xian_zai_shi_zen",
    "曾用名": "ceng_yong_ming",
    "单位": "dan_wei",
    "银行卡号": "yin_hang_ka_hao",
    "重要提醒": "zhong_yao_ti_xing",
    "女": "nv",
    "QQ号": "qq_hao",
    "２０２４年人数": "nian_ren_shu",
    "3": "question",
    "😀": "question",
    "": "question",
    " \n": "question",
    "（ ）": "question",
    "_x": "x",
    "A1 B2": "a1_b2",
    "abcdefghijklmnopqrstuvwxyzab": "abcdefghijklmnopqrstuvwx",
    "名字\n第二": "ming_zi_di_er",
}


@pytest.mark.parametrize(("label", "name"), MADE.items())
def test_a_name_is_the_pinyin_of_its_label(label: str, name: str) -> None:
    assert name_of(label, set()) == name


@trials(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.sets(st.sampled_from(["question", "question_2", "a", "a_2"])))
def test_any_label_gives_a_name(label: str, taken: set[str]) -> None:
    name = name_of(label, taken)
    assert re.fullmatch("[a-z][a-z0-9_]{0,23}", name)
    assert name not in taken
    assert name_of(label, taken) == name


def test_a_taken_name_is_counted_within_its_length() -> None:
    assert name_of("姓名", {"xing_ming"}) == "xing_ming_2"
    assert name_of("姓名", {"xing_ming", "xing_ming_2"}) == "xing_ming_3"
    long = "fu_mu_xian_zai_shi_zen_x"
    assert free(long, {long}) == "fu_mu_xian_zai_shi_zen_2"
    assert free("a" * 24, {"a" * 24}) == "a" * 22 + "_2"


def stream(*blocks: dict[str, Any]) -> Any:
    """Blocks of text questions; `id` and `type` apart, the keys are those of the question."""
    items = [
        {"type": b.pop("type", "text"), "id": b.pop("id", f"new-{n}"), "value": b}
        for n, b in enumerate(blocks)
    ]
    return questions_block().to_python(items)


def names(value: Any, **known: Any) -> list[str]:
    return [question.name for question in from_stream(value, **known)]


def test_blank_names_are_made_the_same_way_every_time() -> None:
    said = [{"label": "姓名"}, {"label": "姓名", "name": " "}, {"label": "😀"}, {}]
    made = ["xing_ming", "xing_ming_2", "question", "question_2"]
    for _ in range(2):
        assert names(stream(*(dict(one) for one in said))) == made


def test_a_made_name_avoids_what_is_typed_later_and_elsewhere() -> None:
    said = [{"label": "姓名"}, {"label": "别的", "name": "xing_ming"}]
    assert names(stream(*said)) == ["xing_ming_2", "xing_ming"]
    assert names(stream({"label": "姓名"}), taken={"xing_ming"}) == ["xing_ming_2"]


def test_names_of_columns_are_made_apart_from_those_of_the_form() -> None:
    column = {"type": "text", "id": "c", "value": {"label": "姓名"}}
    value = stream({"label": "姓名"}, {"type": "rows", "label": "家人", "questions": [column]})
    first, table = from_stream(value)
    assert (first.name, table.name, table.questions[0].name) == (
        "xing_ming",
        "jia_ren",
        "xing_ming_2",
    )


def test_a_published_name_stays_whatever_is_typed() -> None:
    value = stream({"id": block_id("sex"), "label": "性别", "name": "gender"})
    assert names(value) == ["gender"]
    assert names(value, published=frozenset({"sex"})) == ["sex"]
    assert names(value, published=frozenset({"other"})) == ["gender"]


def test_a_published_column_keeps_its_name() -> None:
    column = {"type": "text", "id": block_id("gp_name"), "value": {"label": "姓名"}}
    value = stream({"type": "rows", "label": "家人", "questions": [column]})
    assert from_stream(value, published=frozenset({"gp_name"}))[0].questions[0].name == "gp_name"


def test_a_renamed_question_is_followed() -> None:
    (block,) = to_stream((Question(name="old", label="题", type="text"),))
    value = stream({"id": block.id, "label": "题", "name": "new"})
    assert names(value) == ["new"]
    assert [child.id for child in to_stream(from_stream(value))] == [block_id("new")]


def test_a_copied_block_gets_a_name_of_its_own() -> None:
    old = {"id": block_id("sex"), "label": "性别", "name": "sex"}
    copy = old | {"id": "copy"}
    assert names(stream(dict(old), dict(copy))) == ["sex", "sex_2"]
    assert names(stream(dict(copy), dict(old))) == ["sex_2", "sex"]
    assert names(stream(dict(copy), dict(copy))) == ["sex", "sex_2"]


def test_a_copied_table_gets_new_columns() -> None:
    inner = {"type": "text", "id": block_id("gp"), "value": {"label": "姓名", "name": "gp"}}
    table = {"type": "rows", "label": "家人", "name": "kin", "questions": [inner]}
    copy = table | {"id": "copy", "questions": [inner | {"id": "copied"}]}
    first, second = from_stream(stream(table | {"id": block_id("kin")}, copy))
    assert (second.name, second.questions[0].name) == ("kin_2", "gp_2")
    assert (first.name, first.questions[0].name) == ("kin", "gp")
