"""The page of a form: what stands in a control, and that nothing typed is ever markup."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from forms_catalog.bundle import make
from forms_catalog.ports import ports
from forms_catalog.problems import Place, Problem
from forms_catalog.questions import TYPES, Context
from forms_catalog.rendering import template
from forms_catalog.writers import web
from forms_catalog.writers.field_of import Showing, field_of
from forms_catalog.writers.fields import Field

from .fakes import FakeFiles, FakePlaces, FakeRecords
from .tools import ALL_STAGES, SHELF, define, form

WHO = "who: {label: 谁, type: record, record: members}\n"
EVIL = '"><script>alert(1)</script>&amp;'


@pytest.fixture(autouse=True)
def _plugged() -> Iterator[None]:
    before = dict(vars(ports))
    ports.places, ports.records, ports.files = FakePlaces(), FakeRecords(), FakeFiles()
    yield
    vars(ports).clear()
    vars(ports).update(before)


def field(attributes: str, **showing: Any) -> Field:
    questions = f"{WHO}q: {{label: 题, {attributes}}}"
    bundle = make(define(form(questions), SHELF, ALL_STAGES), SHELF)
    ctx = Context(options=bundle.options, today=dt.date(2026, 11, 21))
    return field_of(bundle.questions["q"][0], Showing(ctx, **showing))


def draw(made: Field) -> str:
    return template("web/controls.html").module.field(made)  # type: ignore[attr-defined, no-any-return]


def test_a_new_page_is_filled_with_fixed_defaults() -> None:
    assert field('type: integer, default: "3"').value == "3"
    assert field('type: integer, default: "3"', opening=False).value == ""
    assert field("type: choice, choices: grade, default: B").choices[1].chosen
    bundle = form("q:\n  label: 题\n  type: text\n  default: today()")
    question = define(bundle, SHELF).question("q")
    assert field_of(question, Showing(Context())).value == ""


def test_the_stored_answer_then_what_was_typed() -> None:
    assert field("type: integer", answers={"q": 62}).value == "62"
    assert field("type: text", answers={"q": "甲"}).value == "甲"
    assert field("type: text", answers={"q": "甲"}, posted={"q": "乙"}).value == "乙"
    assert field("type: text", answers={"q": "甲"}, posted={}).value == ""
    boxes = field("type: date", answers={"q": "2026-01-02"}).boxes
    assert [box.value for box in boxes] == ["2026", "1", "2"]
    typed = field("type: date", posted={"q": {"y": "2026", "m": "二", "d": ""}}).boxes
    assert [box.value for box in typed] == ["2026", "二", ""]


def test_a_number_stored_fills_its_control() -> None:
    assert 'value="62"' in draw(field("type: integer", answers={"q": 62}))


def test_a_sealed_answer_never_stands_on_the_page() -> None:
    made = field("type: id_card, sealed: true", answers={"q": "990121201301110025"}, opening=False)
    assert made.stored.endswith("0025")
    assert (made.value, made.shown) == ("", "")
    page = draw(made)
    assert "990121201301110025" not in page
    assert "更改" in page
    date = field("type: date, sealed: true", answers={"q": "2026-01-02"}, opening=False)
    assert [box.value for box in date.boxes] == ["", "", ""]
    rows = field(
        "type: rows, questions: {c: {label: 列, type: phone, sealed: true}}",
        answers={"q": [{"_id": "0" * 12, "c": "13800001234"}]},
    )
    assert "13800001234" not in draw(rows)


def test_a_disabled_option_stands_only_where_it_was_chosen() -> None:
    def codes(**showing: Any) -> list[str]:
        return [choice.value for choice in field("type: choice, choices: grade", **showing).choices]

    assert codes() == ["A", "B"]
    assert codes(answers={"q": "C"}, opening=False) == ["A", "B", "C"]
    assert codes(posted={"q": "C"}) == ["A", "B", "C"]


def test_reasons_are_offered_and_kept() -> None:
    made = field("type: phone, missing: [unknown, refused]", answers={"q": {"$missing": "refused"}})
    assert [(r.value, r.label, r.chosen) for r in made.reasons] == [
        ("unknown", "不清楚", False),
        ("refused", "不愿提供", True),
    ]
    posted = field("type: phone, missing: [unknown]", posted={"q": {"$missing": "unknown"}})
    assert posted.reasons[0].chosen
    assert 'name="q.reason"' in draw(posted)


def test_a_problem_stands_at_its_box() -> None:
    problem = Problem("date.no-such-day", "没有这一天", place=Place(question="q", box="d"))
    made = field(
        "type: date", posted={"q": {"y": "2026", "m": "2", "d": "30"}}, problems={"q": problem}
    )
    assert made.error == "没有这一天"
    assert [box.bad for box in made.boxes] == [False, False, True]
    assert 'aria-invalid="true"' in draw(made)


def test_rows_show_what_is_stored_and_room_for_more() -> None:
    text = "type: rows, questions: {a: {label: 甲, type: text}, b: {label: 乙, type: date}}"
    empty = field(text)
    assert len(empty.rows) == 2
    stored = field(text, answers={"q": [{"_id": "0" * 12, "a": "x"}]})
    assert [row[1].value for row in stored.rows] == ["x", ""]
    assert stored.rows[0][0].value == "0" * 12
    assert (stored.rows[0][1].name, stored.rows[0][1].id) == ("q-0-a", "q-q-1-a")
    posted = field(
        text, posted={"q": [{"_id": "", "a": "y"}]}, answers={"q": [{"_id": "0" * 12, "a": "x"}]}
    )
    assert [row[1].value for row in posted.rows] == ["y"]
    more = field(text, posted={"q": [{"_id": "", "a": "y"}]}, more="q")
    assert len(more.rows) == 2
    problem = Problem("x.y", "不对", place=Place(question="q.1.a"))
    assert (
        field(text, posted={"q": [{"_id": "", "a": "y"}]}, problems={"q.1.a": problem})
        .rows[0][1]
        .error
    )


def test_what_is_only_printed_is_not_on_the_page() -> None:
    columns = "{a: {label: 甲, type: text}, seal: {label: 盖章, type: print_only}}"
    made = field(f"type: rows, questions: {columns}")
    assert made.columns == ["甲"]
    assert [cell.name for cell in made.rows[0]] == ["q-0-_id", "q-0-a"]
    text = form("a: {label: 甲, type: text}\nseal: {label: 盖章, type: print_only}")
    assert "盖章" not in web.write(make(define(text, SHELF), SHELF)).decode()


def test_places_bodies_and_records_come_from_the_ports() -> None:
    places = field("type: division, level: village, required: true")
    assert [label for label, _ in places.groups] == ["澜川县青禾镇", "澜川县柳坪镇"]
    near = field("type: division, level: village", under=("00010001",))
    assert [choice.value for choice in near.choices] == ["000100010001", "000100010002"]
    assert [choice.label for choice in field("type: body, bodies: [school]").choices] == [
        "河湾小学", "高田小学", "高田小学"
    ]  # fmt: skip
    ports.records = FakeRecords()
    question = define(form("q: {label: 题, type: record, record: lessons}"), SHELF).question("q")
    assert field_of(question, Showing(Context())).choices == []


def test_alone_nobody_is_asked() -> None:
    class Silent:
        def __getattr__(self, name: str) -> Any:
            raise AssertionError(f"asked for {name}")

    ports.places = ports.records = ports.files = Silent()  # type: ignore[assignment]
    text = form(
        "a: {label: 甲, type: division}\nb: {label: 乙, type: body}\n"
        "c: {label: 丙, type: record, record: members}\nd: {label: 丁, type: photo}"
    )
    page = web.write(make(define(text, SHELF), SHELF)).decode()
    assert all(label in page for label in "甲乙丙丁")


OWN = {
    "choice": ", choices: {A: 甲, B: 乙}",
    "choices": ", choices: {A: 甲, B: 乙}",
    "record": ", record: members",
    "rows": ", questions: {c: {label: 列, type: text}}",
    "calculated": ", calculation: 1 + 1",
    "score": ", score: {rows: [{then: 5}]}",
    "derived": ", derived: {from: members, via: who, take: name}",
}


@pytest.mark.parametrize("type_", TYPES)
def test_what_is_typed_is_never_markup(type_: str) -> None:
    own = OWN.get(type_, "")
    label = f"label: '{EVIL}', hint: '{EVIL}', type: {type_}{own}"
    question = define(form(f"{WHO}q: {{{label}}}"), SHELF, ALL_STAGES).question("q")
    raw = [{"_id": EVIL, "c": EVIL}] if type_ == "rows" else EVIL
    boxes = dict.fromkeys(TYPES[type_].boxes, EVIL) or raw
    problem = Problem("x.y", EVIL, place=Place(question="q"))
    for showing in (
        Showing(Context()),
        Showing(Context(), posted={"q": boxes}, problems={"q": problem}),
    ):
        page = draw(field_of(question, showing))
        assert "<script" not in page
        assert "&lt;script" in page


@pytest.mark.parametrize("type_", TYPES)
def test_every_type_has_a_control_that_can_be_found(type_: str) -> None:
    if type_ == "print_only":
        return
    page = draw(field(f"type: {type_}{OWN.get(type_, '')}"))
    assert 'id="q-q' in page
    asked = TYPES[type_].asked
    assert ('name="q' in page) == (asked and 'class="empty"' not in page)


FOLDED = """
form: f
title: 表
sections:
  first: {label: 先问, questions: {name: {label: 名字, type: text, required: true}}}
  later:
    label: 还知道什么
    appearance: compact
    questions:
      at: {label: 日期, type: date, required: true, default: today()}
      where: {label: 哪里, type: text}
      day: {label: 哪天, type: date}
  must: {label: 承诺, appearance: compact, questions: {ok: {label: 知道了, type: text, required: true}}}
"""


def folds(**showing: Any) -> dict[str, tuple[bool, bool]]:
    """Section -> whether it folds, and whether it lies open."""
    bundle = make(define(f"format: 1\n{FOLDED.lstrip()}", SHELF, ALL_STAGES), SHELF)
    made = web.blocks(bundle.placed, Showing(Context(options=bundle.options), **showing))
    return {one.id: (one.folds, one.unfolded) for one in made}


def test_a_compact_section_lies_folded_until_something_of_it_stands() -> None:
    assert folds() == {"s-first": (False, True), "s-later": (True, False), "s-must": (True, True)}
    nothing = {"name": "甲", "where": "", "day": {"y": "", "m": "", "d": ""}}
    assert not folds(posted=nothing | {"at": {"y": "2026", "m": "1", "d": "2"}})["s-later"][1]
    assert folds(posted=nothing | {"where": "河边"})["s-later"][1]
    assert folds(posted=nothing | {"day": {"y": "2026", "m": "", "d": ""}})["s-later"][1]
    assert folds(answers={"where": "河边"}, opening=False)["s-later"][1]
    wrong = {"where": Problem("x", "写清楚", "", place=Place("f", question="where"))}
    assert folds(posted=nothing, problems=wrong)["s-later"][1], "an error is never behind a fold"


def test_a_folded_section_is_a_closed_details_with_its_heading() -> None:
    bundle = make(define(f"format: 1\n{FOLDED.lstrip()}", SHELF, ALL_STAGES), SHELF)
    page = web.write(bundle).decode()
    assert '<details class="fold later"><summary><h2 id="s-later-h">还知道什么</h2>' in page
    assert '<details class="fold later" open><summary><h2 id="s-must-h">承诺</h2>' in page
    assert '<h2 id="s-first-h">先问</h2>' in page
