"""Groups, repeats and reasons of foreign workbooks: what becomes of what is nested."""

from __future__ import annotations

from forms_catalog.readers.xlsform import read

from .books import HEAD, faults, notes, survey, taken

GROUPED = survey(
    ("text", "before", "前"),
    ("begin_group", "g", "组", "${before} != ''"),
    ("text", "a", "甲"),
    ("begin_group", "inner", "内", "${a} != ''"),
    ("text", "b", "乙", "${a} = '1'"),
    ("text", "c", "丙"),
    ("end_group",),
    ("end_group",),
    ("begin_repeat", "r", "表"),
    ("begin_group", "cells", "", "${after} = 'x'"),
    ("text", "d", "丁"),
    ("end_group",),
    ("begin_repeat", "rr", "里"),
    ("text", "e", "戊"),
    ("end_repeat",),
    ("end_repeat",),
    ("text", "after", "后"),
    head=(*HEAD, "relevant"),
)


def test_groups_become_sections() -> None:
    form, _ = taken(GROUPED)
    assert [(s.name, s.label) for s in form.sections] == [
        ("part_1", "第1部分"),
        ("g", "组"),
        ("part_2", "第2部分"),
    ]
    group = form.sections[1]
    assert group.relevant == "${before} != ''"
    assert {q.name: q.relevant for q in group.questions} == {
        "a": "",
        "b": "${a} != '' and ${a} = '1'",
        "c": "${a} != ''",
    }
    assert "flattened" in notes(GROUPED)


def test_repeats_become_tables_two_deep() -> None:
    form, _ = taken(GROUPED)
    table = form.sections[2].questions[0]
    assert (table.type, table.name) == ("rows", "r")
    assert [(c.name, c.type, c.relevant) for c in table.questions] == [
        ("d", "text", "${after} = 'x'"),
        ("rr", "rows", ""),
    ]
    assert table.questions[1].questions[0].name == "e"


def test_a_group_of_groups_gives_each_its_heading_and_condition() -> None:
    data = survey(
        ("begin_group", "out", "外", "${b} = '1'"),
        ("begin_group", "one", "一"),
        ("text", "a", "甲"),
        ("end_group",),
        ("begin_group", "two", "二", "${a} = '2'"),
        ("text", "b", "乙"),
        ("end_group",),
        ("end_group",),
        head=(*HEAD, "relevant"),
    )
    node, _ = read(data, "f.xlsx")
    assert node is not None
    heads = [value for _, value in node.get("sections").entries or ()]  # type: ignore[union-attr]
    said = [{name.text: item.text for name, item in head.entries or ()} for head in heads]
    assert [item["label"] for item in said] == ["外：一", "外：二"]
    assert [item["relevant"] for item in said] == ["${b} = '1'", "(${b} = '1') and (${a} = '2')"]


def test_reasons_are_folded_into_their_question() -> None:
    choices = [
        ("list_name", "name", "label"),
        ("why", "unknown", "不清楚"),
        ("why", "none", "没有"),
    ]
    rows = [("text", "a", "题"), ("select_one why", "a__missing", "原因")]
    form, _ = taken(survey(*rows, choices=choices))
    (question,) = form.sections[0].questions
    assert question.missing == ("unknown", "none")


def test_a_row_that_is_disabled_is_not_read() -> None:
    data = survey(("text", "a", "题"), ("text", "b", "题", "yes"), head=(*HEAD, "disabled"))
    form, _ = taken(data)
    assert [q.name for q in form.questions()] == ["a"]
    assert notes(data) == {"disabled"}


def test_groups_that_are_too_deep() -> None:
    deep = [("begin group", f"g{number}", "组") for number in range(400)]
    assert [code for _, code, _, _ in faults(survey(*deep))] == ["too-deep"]
