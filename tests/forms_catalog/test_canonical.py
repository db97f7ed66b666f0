"""One definition has one canonical form, so one digest: bytes that an edition keeps for ever."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest

from forms_catalog.definition import (
    Decision,
    Derived,
    DerivedColumn,
    Ledger,
    Row,
    Score,
    Veto,
    clean_text,
    digest,
    dump,
    load,
    option_part,
    to_bytes,
)
from forms_catalog.definition.canonical import freeze, thaw
from forms_catalog.questions.derived import derived_of
from forms_catalog.questions.score import score_of

from .tools import ALL_STAGES, SHELF, Shelf, define

GRADE = """\
    format: 1
    list: grade
    title: 会员等级
    options:
      A:
        label: 金卡
        tags: {fee: full}
      B:
        label: 银卡
        tags: {fee: half}
      C: {label: 体验卡, disabled: true}
    tags: [fee]
    """
SURFACE = """\
    format: 1
    list: surface
    title: 场地类型
    options:
      HARD: 硬地
      CLAY: 红土
    """
SESSION = """\
    format: 1
    form: session
    title: 训练记录
    unit: 一次一条
    sections:
      body:
        label: 训练
        questions:
          member: {label: 会员, type: record, record: members, required: true}
          played_at: {label: 时间, type: datetime, required: true}
          surface: {label: 场地类型, type: choice, choices: surface, required: true}
          came: {label: 本人到场, type: yes_no, required: true}
          sets:
            label: 各盘
            type: rows
            questions:
              won: {label: 得局, type: integer, required: true}
              lost: {label: 失局, type: integer, required: true}
            relevant: ${came} = 'yes'
          games:
            label: 总局数
            type: calculated
            calculation: sum(${won}) + sum(${lost})
    """
GRADE_BYTES = (
    '{"format":1,"id":"grade","kind":"list","options":[{"label":"金卡","name":"A","tags":'
    '[{"name":"fee","value":"full"}]},{"label":"银卡","name":"B","tags":[{"name":"fee",'
    '"value":"half"}]},{"disabled":true,"label":"体验卡","name":"C"}],"tags":["fee"],'
    '"title":"会员等级"}'
)
SESSION_BYTES = (
    '{"format":1,"id":"session","kind":"form","sections":[{"label":"训练","name":"body",'
    '"questions":[{"label":"会员","name":"member","record":"members","required":true,'
    '"type":"record"},{"label":"时间","name":"played_at","required":true,"type":"datetime"},'
    '{"choices":"surface","label":"场地类型","name":"surface","required":true,"type":"choice"},'
    '{"label":"本人到场","name":"came","required":true,"type":"yes_no"},{"label":"各盘",'
    '"name":"sets","questions":[{"label":"得局","name":"won","required":true,"type":"integer"},'
    '{"label":"失局","name":"lost","required":true,"type":"integer"}],'
    '"relevant":"${came} = \'yes\'","type":"rows"},{"calculation":"sum(${won}) + sum(${lost})",'
    '"label":"总局数","name":"games","type":"calculated"}]}],"title":"训练记录",'
    '"unit":"一次一条"}'
)
KNOWN = {
    "grade": (
        GRADE,
        GRADE_BYTES,
        "sha256:8fc05882344208a5ffebb46f27933fcf30246cc12caaa14e12531cc284bf0158",
    ),
    "session": (
        SESSION,
        SESSION_BYTES,
        "sha256:27ffc6b15200675b05c4abd17dd7b2966ca8415abf560bd2d39a7edfcd02644d",
    ),
}


def canonical(text: str, book: Any = SHELF) -> dict[str, Any]:
    return dump(define(text, SHELF.plus(surface=define(SURFACE)), ALL_STAGES))


@pytest.mark.parametrize(("text", "data", "mark"), KNOWN.values(), ids=list(KNOWN))
def test_known_bytes_and_digests(text: str, data: str, mark: str) -> None:
    assert to_bytes(canonical(text)).decode() == data
    assert digest(canonical(text)) == mark
    assert load(json.loads(data)) == define(text, SHELF.plus(surface=define(SURFACE)), ALL_STAGES)


SAME = {
    "comments": GRADE.replace("title:", "# 说明\n    title:  # 再说\n    ").replace(
        "\n     会", " 会"
    ),
    "order of keys": GRADE.replace("    tags: [fee]\n", "").replace(
        "title:", "tags: [fee]\n    title:"
    ),
    "order of an option's keys": GRADE.replace(
        "{label: 体验卡, disabled: true}", "{disabled: true, label: 体验卡}"
    ),
    "shorthand written out": GRADE.replace(
        "tags: {fee: half}", "tags: {fee: half}\n        disabled: false"
    ),
    "quotes": GRADE.replace("会员等级", '"会员等级"').replace("full", "'full'"),
    "defaults": GRADE.replace("title:", 'note: ""\n    product_default: false\n    title:'),
    "blanks at the end": GRADE.replace("会员等级", '"会员等级   "'),
    "other line ends": GRADE.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("text", SAME.values(), ids=list(SAME))
def test_says_the_same(text: str) -> None:
    assert text != GRADE
    if "#" in text:
        text = GRADE.replace("title:", "# 说明\n    title:").replace("银卡", "银卡 # 再说")
    assert digest(canonical(text)) == KNOWN["grade"][2]
    assert define(text) == define(GRADE)


DIFFERENT = {
    "order of options": GRADE.replace("B:", "X:").replace("C:", "B:").replace("X:", "C:"),
    "a word": GRADE.replace("金卡", "白金卡"),
    "a code": GRADE.replace("A:", "a:"),
    "the id": GRADE.replace("list: grade", "list: grades"),
    "disabled": GRADE.replace(", disabled: true", ""),
    "a wide letter": GRADE.replace("full", "ｆｕｌｌ"),
    "a ligature": GRADE.replace("full", "ﬁll"),
}


@pytest.mark.parametrize("text", DIFFERENT.values(), ids=list(DIFFERENT))
def test_says_something_else(text: str) -> None:
    assert digest(canonical(text)) != KNOWN["grade"][2]


def test_order_of_questions_and_sections_is_meaning() -> None:
    two = """\
        format: 1
        form: f
        title: 表
        sections:
          a: {label: 甲, questions: {p: {label: 题, type: text}}}
          b: {label: 乙, questions: {q: {label: 题, type: text}}}
        """
    assert digest(canonical(two)) != digest(canonical(two.replace("a:", "c:").replace("b:", "a:")))


def test_order_of_a_type_s_own_keys_is_none() -> None:
    head = "format: 1\nform: f\ntitle: 表\nsections: {s: {label: 部分, questions: {q: "
    one = head + "{label: 题, type: division, level: court, anywhere: true}}}}"
    two = head + "{anywhere: true, type: division, level: court, label: 题}}}}"
    assert define(one) == define(two)
    inline = head + "{label: 题, type: choice, choices: {A: {label: 甲, hint: 注}}}}}}"
    turned = inline.replace("label: 甲, hint: 注", "hint: 注, label: 甲")
    assert define(inline) == define(turned)


LOGIC = """\
    format: 1
    form: f
    title: 表
    sections:
      s:
        label: 部分
        questions:
          q: {label: 题, type: score, score: {max: 10.50, rows: [{when: 1 = 1, then: 5}, {then: 0}]}}
          t: {label: 总分, type: calculated, calculation: 1 + 1}
          r: {label: 理由, type: text}
    rules:
    - {constraint: 1 = 1, constraint_message: 不对, warn: true, reason: r, decision: d}
    decisions:
      d: {label: 等级, hit: all, rows: [{when: 1 = 1, then: A, why: 因为}, {then: B}]}
    scoring: {total: t, by_score: d, veto: {when: 1 = 1, then: 终止}, outside: [r]}
    """
LOGIC_BYTES = (
    '"decisions":[{"hit":"all","label":"等级","name":"d","rows":[{"then":"A","when":"1 = 1",'
    '"why":"因为"},{"then":"B"}]}]',
    '"rules":[{"constraint":"1 = 1","constraint_message":"不对","decision":"d","reason":"r",'
    '"warn":true}]',
    '"scoring":{"by_score":"d","outside":["r"],"total":"t","veto":{"then":"终止","when":"1 = 1"}}',
    '"score":{"max":10.5,"rows":[{"then":"5","when":"1 = 1"},{"then":"0"}]}',
)


def test_the_bytes_of_logic() -> None:
    data = to_bytes(canonical(LOGIC)).decode()
    assert [part for part in LOGIC_BYTES if part not in data] == []
    assert load(json.loads(data)) == define(LOGIC, SHELF)


def test_parts_of_the_definition() -> None:
    form = define(LOGIC, SHELF)
    rows = (Row(when="1 = 1", then="A", why="因为"), Row(then="B"))
    assert form.decision("d") == Decision(name="d", label="等级", hit="all", rows=rows)
    assert form.decision("e") is None
    assert form.scoring.veto == Veto(when="1 = 1", then="终止")
    assert form.scoring.lower is None
    assert form.rules[0].warn
    points = Score(max=10.5, rows=(Row(when="1 = 1", then="5"), Row(then="0")))
    assert score_of(form.question("q")) == points
    assert score_of(form.question("t")) == Score()
    assert option_part(form.question("r"), "score", Score) is None


def test_where_a_derived_value_comes_from() -> None:
    text = LOGIC.replace(
        "r: {label: 理由, type: text}",
        "r: {label: 理由, type: derived, derived: {from: members, by: _parent, take: count}}",
    )
    question = define(text, SHELF, ALL_STAGES).question("r")
    assert derived_of(question) == Derived(from_="members", by="_parent", take="count")
    assert load(dump(define(text, SHELF, ALL_STAGES))).question("r") == question  # type: ignore[attr-defined]


def test_derived_columns_have_names() -> None:
    column = {"name": "visits", "label": "走访次数", "from": "visits", "take": "count"}
    ledger = load({"kind": "ledger", "id": "l", "derived": [column]})
    assert isinstance(ledger, Ledger)
    assert ledger.derived == (
        DerivedColumn(name="visits", label="走访次数", from_="visits", take="count"),
    )
    assert dump(ledger)["derived"] == [column]


def test_composed_but_never_made_compatible() -> None:
    loose, composed = "Cafe\u0301", "Café"
    text = GRADE.replace("金卡", loose)
    assert define(text) == define(GRADE.replace("金卡", composed))
    assert canonical(text)["options"][0]["label"] == composed
    for kept in ("ﬁ", "２", "㎡", "①", "：", "⼈"):
        assert clean_text(kept) == kept != unicodedata.normalize("NFKC", kept)
    assert clean_text("豈") == "豈" == unicodedata.normalize("NFC", "豈")


def test_names_of_plain_values_are_composed_too() -> None:
    head = "format: 1\npack: p\ntitle: 包\nversion: '1'\nlevels: {a: {label: 甲}}\nbodies: "
    assert define(head + "{Cafe\u0301: 店}") == define(head + "{Café: 店}")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("甲 \n乙\t\n", "甲\n乙"),
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("\n甲", "\n甲"),
        ("甲\u3000", "甲"),
        ("", ""),
    ],
)
def test_lines_end_in_one_way(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean
    assert to_bytes([raw]) == to_bytes([clean])


def test_bytes_are_sorted_plain_and_without_blanks() -> None:
    data = to_bytes({"乙": 1, "甲": [True, None, 1.5], "a": {"c": "中", "b": "𠮷"}})
    assert data.decode() == '{"a":{"b":"𠮷","c":"中"},"乙":1,"甲":[true,null,1.5]}'


def test_what_is_frozen_thaws_to_the_same() -> None:
    data = {"b": [1, {"a": []}], "a": "x"}
    assert thaw(freeze(data)) == data
    assert hash(freeze(data)) == hash(freeze({"a": "x", "b": [1, {"a": []}]}))


def test_definitions_do_not_change() -> None:
    form = Shelf(GRADE).get("list", "grade")
    assert hash(form) == hash(define(GRADE))
    with pytest.raises(AttributeError):
        form.title = "别的"  # type: ignore[union-attr, misc]
