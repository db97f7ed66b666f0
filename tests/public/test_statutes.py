"""Official texts become articles, and whatever is broken in them is told with its line."""

from __future__ import annotations

import re
import time

import pytest

from public.statutes import Reading, parse
from public.statutes.comparing import compare
from public.statutes.model import dump, load
from public.statutes.numerals import chinese, number
from tests.pace import worked

from .corpus import corpus
from .texts import BOOK, LATER, MARKED, PLAIN, without


def codes(reading: Reading) -> list[str]:
    return [problem.code.removeprefix("statute.") for problem in reading.problems]


@pytest.mark.parametrize("value", [1, 9, 10, 12, 20, 99, 100, 105, 110, 132, 204, 1040, 1260])
def test_numerals_there_and_back(value: int) -> None:
    assert number(chinese(value)) == value


def test_numerals_as_they_are_written() -> None:
    assert [chinese(n) for n in (10, 105, 110, 1040)] == [
        "十",
        "一百零五",
        "一百一十",
        "一千零四十",
    ]
    assert number("１２") == number("12") == 12 and number("") == 0


def test_a_text_with_everything() -> None:
    reading = parse(PLAIN)
    statute = reading.statute
    assert codes(reading) == []
    assert statute.title == "甲县图书借阅条例"
    assert [event.day for event in statute.events] == ["2010-03-01", "2015-05-06", "2020-07-08"]
    assert statute.newest and statute.newest.words == "第三届图书会议修订"
    assert [event.act for event in statute.events] == ["通过", "第一次修正", "修订"]
    assert statute.effective == "2020-09-01"
    assert [article.key for article in statute.articles] == [
        "1",
        "2",
        "3",
        "4",
        "5",
        "5-1",
        "6",
        "7",
    ]
    assert [h.label for h in statute.headings] == ["第一章", "第二章", "第一节", "第二节", "第三章"]
    assert statute.headings[0].title == "总则"


def test_paragraphs_items_and_points() -> None:
    article = parse(PLAIN).statute.article("3")
    assert article and [p.text for p in article.paragraphs] == [
        "办证要带下列东西：",
        "没有照片的，当场拍。",
    ]
    items = article.paragraphs[0].items
    assert [item.number for item in items] == [1, 2, 3]
    assert items[1].points == ("1．一寸；", "2．近半年的；")


def test_a_paragraph_may_begin_with_the_number_of_an_article() -> None:
    article = parse(PLAIN).statute.article("6")
    assert article and article.paragraphs[-1].text == "第四条规定的时间，从还书那天算。"


def test_the_headings_above_an_article() -> None:
    statute = parse(PLAIN).statute
    article = statute.article("5-1")
    assert article and article.label == "第五条之一"
    assert [heading.label for heading in statute.above(article)] == ["第二章", "第二节"]


def test_marks_of_other_programs_are_no_words() -> None:
    reading = parse(MARKED)
    assert codes(reading) == [] and reading.statute.title == "乙县灯会办法"
    assert [heading.title for heading in reading.statute.headings] == ["总则", "附则"]
    assert reading.statute.articles[0].text == "灯会每年办一次。"
    assert reading.statute.effective == "2021-02-03"


def test_a_book_of_a_code_begins_where_it_begins() -> None:
    reading = parse(BOOK)
    assert codes(reading) == [] and reading.statute.title == "丙县章程大全 读书编"
    assert [article.number for article in reading.statute.articles] == [1040, 1041]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no-articles"),
        ("今天天气很好", "no-articles"),
        ("<b>第一条</b>", "no-articles"),
        ("甲" * 1_500_001, "too-long"),
        (without("第四条　"), "number-missing"),
        (PLAIN.replace("第四条　", "第三条　"), "number-twice"),
        (PLAIN.replace("第七条　", "第二条　"), "number-back"),
        (PLAIN.replace("第七条　", "第九条　"), "number-missing"),
        (PLAIN.replace("第三章　附则\n\n第七条", "第五章　附则\n\n第七条"), "chapter-order"),
        (PLAIN.replace("第五条　借期一个月。", "第五条"), "article-empty"),
        (
            PLAIN.replace("第二章　借书\n\n第一节", "第二章　借书\n\n第三章　办\n\n第一节"),
            "chapter-empty",
        ),
        (PLAIN.replace("（三）押金", "（四）押金"), "item-order"),
        (PLAIN.replace("第一条　为", "为"), "text-outside"),
    ],
)
def test_broken_texts_are_told(text: str, code: str) -> None:
    assert code in codes(parse(text))


def test_only_what_breaks_the_articles_is_refused() -> None:
    assert parse(without("第四条　")).refused
    assert not parse(PLAIN.replace("（三）押金", "（四）押金")).refused


def test_data_there_and_back() -> None:
    statute = parse(PLAIN).statute
    assert load(dump(statute)) == statute


def test_comparison_shows_only_what_changed() -> None:
    old, new = parse(PLAIN).statute, parse(LATER).statute
    assert compare(old, old) == []
    found = compare(old, new)
    assert [(d.kind, d.label) for d in found] == [
        ("changed", "第四条"),
        ("new", "第七条"),
        ("moved", "第七条 → 第八条"),
    ]
    assert [(bit.kind, bit.text) for bit in found[0].bits] == [
        ("same", "证件丢了，"),
        ("out", "三日内"),
        ("new", "五日内到馆里"),
        ("same", "补。"),
    ] or "".join(bit.text for bit in found[0].bits if bit.kind != "out").endswith(
        "五日内到馆里补。"
    )
    assert [(d.kind, d.label) for d in compare(new, old)][1][0] == "gone"


FIGURES = {
    "个人信息保护法": 74,
    "义务教育法": 63,
    "反家庭暴力法": 38,
    "妇女权益保障法": 86,
    "婚姻家庭编": 79,
    "学前教育法": 85,
    "家庭教育促进法": 55,
    "居民身份证法": 23,
    "志愿服务条例": 44,
    "总则": 204,
    "户口登记条例": 24,
    "未成年人保护法": 132,
    "未成年人网络保护条例": 60,
    "残疾人保障法": 68,
    "治安管理处罚法": 119,
    "社会救助暂行办法": 70,
    "网络数据安全管理条例": 64,
    "预防未成年人犯罪法": 68,
}
"""Articles of each, as they were published."""


@pytest.fixture(scope="module")
def collected() -> dict[str, str]:
    found, real = corpus()
    if not real:
        pytest.skip("TONGHU_STATUTES names no folder of official texts; they are not ours to keep")
    return found


@pytest.mark.parametrize("name", FIGURES)
def test_an_official_text_is_read_whole(collected: dict[str, str], name: str) -> None:
    """As many articles as it has; one left out is told; one word more is all that differs."""
    text = collected[name]
    began = time.process_time()
    reading = parse(text)
    assert worked(began) < 0.2
    articles = reading.statute.articles
    assert (len(articles), codes(reading)) == (FIGURES[name], [])
    assert articles[-1].number - articles[0].number + 1 == len(articles)
    heads = re.findall(r"^\s*第[零一二三四五六七八九十百千]+条", text, re.M)
    cut = "\n".join(bit for bit in text.split("\n") if not bit.startswith(heads[2].strip() + " "))
    told = parse(cut)
    assert "number-missing" in codes(told) and told.refused
    assert all(re.search(r"[\u4e00-\u9fff]", f"{one.text}{one.remedy}") for one in told.problems)
    later = parse(text.replace(heads[5] + " ", heads[5] + " 且", 1)).statute
    changed = compare(reading.statute, later)
    assert [(one.kind, one.new.key) for one in changed if one.new] == [("changed", articles[5].key)]
    assert [bit.text for bit in changed[0].bits if bit.kind == "new"] == ["且"]
