"""What stands on the paper: masked but for what the letter may write out, and all of it plain text."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from ledgers.letters import paper
from ledgers.letters.house import letter
from ledgers.letters.paper import ground_of
from ledgers.letters.printing import sheets
from ledgers.letters.words import Speaking
from ledgers.sight import Eyes
from tests.ledgers.notices.test_words import CORPUS
from tests.ledgers.tools import row, user

from .conftest import given, member, read

pytestmark = pytest.mark.django_db
NONE = frozenset()


def said(kept, key="welcome", **more):
    found = letter(key)
    speaking = Speaking(found, ground_of(row(kept), None), **more)
    return [("".join(t for t, _ in line)) for block in speaking.blocks() for line in block.lines]


def test_only_what_the_letter_names_is_written_out(club):
    lines = said(member(1, id_card="990121201301110025", birth_date="2013-01-11", sex="F"))
    assert "手机：10000010001" in lines
    assert not any("990121201301110025" in line for line in lines)


def test_a_role_for_which_it_is_masked_prints_it_masked(club):
    lines = said(member(1), sight=Eyes(frozenset({"sex"}), frozenset({"phone"}), NONE))
    assert "手机：*******0001" in lines and lines[2].endswith("性别：")


def test_a_line_about_a_table_is_written_for_each_row(club):
    cups = [{"cup": "金杯", "won_on": "2026-01-02"}, {"cup": "银杯", "won_on": "2025-01-02"}]
    lines = [line for line in said(member(1, cups=cups)) if "得奖" in line]
    assert [line[3:5] for line in lines] == ["金杯", "银杯"]


@pytest.mark.parametrize(
    "text", ["**甲**", "((phone))", "<b>甲</b>", "{{ 7*7 }}", "- 甲", "1. 甲", "甲\u202e乙"]
)
def test_what_was_filled_in_stays_text(write, text):
    key = write(text="**备注**：((remark))")
    found = Speaking(letter(key), ground_of(row(member(1, remark=text)), None)).blocks()
    assert [block.kind for block in found] == ["p"]
    (line,) = found[0].lines
    assert line[0] == ("备注", True) and line[1:] == (("：" + text.replace("\u202e", ""), False),)


def test_what_was_filled_in_stays_text_on_the_printed_sheet(write):
    key = write(text="**备注**：((remark))\n\n没有这一题：((no_such_question))。")
    for number, texts in enumerate((CORPUS[:8], [*CORPUS[8:], "甲\r\n- 乙\u202e丙"])):
        told = "；".join(texts)
        issue = given(member(number, remark=told), key=key)
        text = PdfReader(io.BytesIO(sheets([read(issue)], user("manager")))).pages[0].extract_text()
        shown, plain = "".join(text.split()), "".join(told.replace("\u202e", "").split())
        assert f"备注：{plain}" in shown and "没有这一题：。" in shown


def test_a_stop_that_was_typed_gives_way_to_that_of_the_sentence(write):
    key = write(text="甲：\n\n请你：\n\n1. ((remark))；\n2. ((remark))")
    found = Speaking(letter(key), ground_of(row(member(1, remark="按时到场。")), None)).blocks()
    assert [block.kind for block in found] == ["to", "p", "ol"]
    assert [line[0][0] for line in found[2].lines] == ["按时到场；", "按时到场。"]


def test_printed_twice_is_one_letter(club):
    found = given(member(1))
    for times in (1, 2):
        data = sheets([read(found)], user("manager"))
        assert (read(found).printed, read(found).state) == (times, "printed")
    text = PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert found.number in text and found.code[:4] in text
    assert len(read(found).body) == 32


def test_each_letter_counts_its_own_pages(club):
    issues = [given(member(n)) for n in (1, 2)]
    pages = PdfReader(io.BytesIO(sheets([read(i) for i in issues], user("manager")))).pages
    assert all("第1页，共1页" in page.extract_text().replace(" ", "") for page in pages)
    assert [
        issue.number in page.extract_text() for issue, page in zip(issues, pages, strict=True)
    ] == [True] * 2


def test_what_goes_along_with_a_message_keeps_everything_masked(club):
    kept = member(1)
    text = PdfReader(io.BytesIO(paper("welcome", row(kept).pk))).pages[0].extract_text()
    assert "10000010001" not in text and "没有编号" in text
