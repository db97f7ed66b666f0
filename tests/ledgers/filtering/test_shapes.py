"""What people write in filters: which rows it finds, which comparisons it becomes."""

from __future__ import annotations

import datetime as dt

import pytest

from forms_catalog.expressions import parse
from forms_catalog.problems import Refused
from ledgers.filtering import compile_filter
from ledgers.models import Record

from .rows import COLUMNS, NOW, age_of, codes, found, judged, saved

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
BORN = ("", "2010-11-22", "2010-11-23", "2008-02-29", "2012-02-29", "2012-03-01")


def q_of(text, now=NOW):
    return compile_filter(parse(text), COLUMNS, now).q


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("${sex} = '1'", "c1='1'"),
        ("${sex} = '' or ${sex} = '1'", None),
        ("${sex} = '1' or ${sex} = '2'", "c1__in=['1','2']"),
        ("selected('1 2', ${sex})", "c1__in=['1','2']"),
        ("${sex} = '1' and ${sex} = '2'", "pk__in=()"),
        ("${score} >= 2 and ${score} < 5", "n1__gte=2.0000,n1__lte=4.9999"),
        ("${score} != ''", "n1__isnull=False"),
        ("${score} + 1 > 3", "n1__gte=2.0001"),
        ("coalesce(${score}, 0) > 3", "n1__gte=3.0001"),
        ("${visit} < today() - 30", "d2__lte=2026-10-22"),
        ("${visit} + 30 <= today()", "d2__lte=2026-10-23"),
        ("today() - ${visit} > 30", "d2__lte=2026-10-22"),
        ("${visit} = date('2026-03-01')", "d2=2026-03-01"),
        ("format-date(${visit}, '%Y') = '2026'", "d2__gte=2026-01-01,d2__lte=2026-12-31"),
        ("format-date(${visit}, '%Y-%m') = '2026-02'", "d2__gte=2026-02-01,d2__lte=2026-02-28"),
        ("starts-with(${visit}, '2026-02')", "d2__gte=2026-02-01,d2__lte=2026-02-28"),
        ("${since} = '2026-03'", "c4='2026-03'"),
        ("${since} >= date('2026-03-01') and ${since} < date('2026-06-01')",
         "c4__gte='2026-03',c4__lte='2026-05'"),
        (f"{age_of('${born}')} >= 16", "d1__lte=2010-11-22"),
        (f"{age_of('${born}')} < 16", "d1__gte=2010-11-23"),
        (f"{age_of('${born}', '${_today}')} = 16", "d1__gte=2009-11-23,d1__lte=2010-11-22"),
        ("${_age} >= 16", "d1__lte=2010-11-22"),
        ("${met} < today()", "d3__lte=2026-11-21"),
        ("${met} >= date('2026-03-01')", "d3__gte=2026-03-01"),
        ("starts-with(${_place}, '00010001')", "place_path__gte='00010001',place_path__lt='00010002'"),
        ("starts-with(${name}, '彭国')", "t1__gte='彭国',t1__lt='彭图'"),
        ("${_state} = 'OPEN'", "state='OPEN'"),
        ("count-selected(${sex}) >= 1 and ${sex} = '1'", "c1='1'"),
        ("true() or ${sex} = '1'", ""),
    ],
)  # fmt: skip
def test_plain_comparisons_of_columns(text, due):
    """No function stands on the side of the column, so an index can serve."""
    if due is not None:
        assert said(q_of(text)) == due


def said(q):
    return ",".join(
        said(child) if not isinstance(child, tuple) else f"{child[0]}={_word(child[1])}"
        for child in q.children
    )


def _word(value):
    if isinstance(value, list):
        return "[" + ",".join(map(_word, value)) + "]"
    return repr(value) if isinstance(value, str) else str(value)


@pytest.mark.parametrize(
    "text",
    [
        "${sex} != '1'", "not(${sex} = '1')", "${sex} = ''", "${sex} != ''", "not(${sex} != '')",
        "${score} != 0", "${score} < 1", "not(${score} < 1)", "not(${score} >= 1)",
        "not(${score} = ${weight})", "${score} = ${weight}", "not(${visit} <= today())",
        "not(contains(${name}, 'a'))", "contains(${name}, 'a')", "contains(${name}, 'A')",
        "contains(${name}, '%')", "contains(${words}, '_')", "starts-with(${kind}, 'B')",
        "not(starts-with(${name}, '罗'))", "selected(${words}, 'red')",
        "not(selected(${words}, 'red'))", "${kind} = 'BOTH'", "${name} = '!none'",
        "if(${sex} = '1', ${score} > 1, ${born} = '')", "not(${sex} and ${score})",
        "${level} >= 2", "not(${level} >= 2)", "${level} = 3", "${level} = '3'",
        "${level} < today()", "format-date(${born}, '%m%d') = '0229'",
        "not(format-date(${born}, '%m') = '11')", "${card} > 1", "not(${card} > 1)",
        "string-length(${name}) = 2", "not(string-length(${name}) = 2)", "${score} div ${weight} > 1",
        "${visit} - ${born} > 365", "${visit} < ${born} + 6000", "regex(${words}, '^[a-z]+$')",
        "${_created} >= today()", "${_created} < today()", "starts-with(${_place}, '0001')",
        "(if(${sex} = '1', 2, 0) + if(${score} > 1, 3, 0)) >= 3",
        "count-non-empty(${sex}) + count-non-empty(${name}) = 1",
    ],
)  # fmt: skip
def test_rows_found(world, text):
    """Blank by NULL and by a reason, letters large and small, both ways round."""
    import random

    from .rows import drawn

    dice = random.Random(7)
    kept = saved(drawn(dice) for _ in range(80))
    assert found(text) == judged(text, kept)
    assert found(f"not({text})") == set(kept) - judged(text, kept)


@pytest.mark.parametrize(
    "day", ["2026-11-21", "2026-11-22", "2026-02-28", "2026-03-01", "2028-02-29"]
)
@pytest.mark.parametrize("clock", [dt.time(0, 30), dt.time(23, 30)])
def test_birthdays(world, day, clock):
    """Who is born on 29 February is older from 1 March on, at any hour of the civil day."""
    now = dt.datetime.combine(dt.date.fromisoformat(day), clock)
    kept = saved({"born": born} for born in BORN)
    for text in (f"{age_of('${born}')} {op} {n}" for op in (">=", "<", "=") for n in (14, 16, 18)):
        assert found(text, now) == judged(text, kept, now), text


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("${heigth} > 1", "filter.not-in-columns", "${heigth}"),
        ("${comment} = 'x'", "filter.not-in-columns", "${comment}"),
        ("1 = 1 and ${hidden} = 'x'", "filter.sealed", "${hidden}"),
        ("random() > 0.5", "filter.not-compilable", "random()"),
        ("${sex} = 'a' or substr(${name}, 1) = 'x'", "filter.not-compilable", "substr(${name}, 1)"),
        ("${met} > today()", "filter.not-compilable", "${met} > today()"),
        ("${met} = now()", "filter.not-compilable", "${met} = now()"),
        ("${score} mod 2 = 0", "filter.not-compilable", "${score} mod 2"),
        ("jr:choice-name(${sex}, '${sex}') = '男'", "filter.not-compilable",
         "jr:choice-name(${sex}, '${sex}')"),
        (". > 1", "filter.not-compilable", "."),
        ("regex(${name}, '^(?i)a$')", "filter.not-compilable", "regex(${name}, '^(?i)a$')"),
        ("count-selected(${words}) > 1", "filter.not-compilable", "count-selected(${words})"),
        ("sum(${words}) > 1", "filter.not-compilable", "sum(${words})"),
        ("no-such(${words})", "filter.not-compilable", "no-such(${words})"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_named(text, code, part):
    compiled = compile_filter(parse(text), COLUMNS, NOW)
    [problem] = compiled.problems
    assert compiled.q is None and problem.code == code
    assert text[problem.place.start : problem.place.end] == part
    assert problem.text and problem.remedy


def test_every_part_is_named_and_the_rest_is_asked(world):
    text = "${sex} = '1' and (${hidden} = 'a' or random() > 1) and ${score} > 1 and ${no} = 2"
    assert codes(text) == ["filter.sealed", "filter.not-compilable", "filter.not-in-columns"]
    compiled = compile_filter(parse(text), COLUMNS, NOW)
    assert said(compiled.partial) == "c1='1',n1__gte=1.0001" and len(compiled.rest) == 2


def test_names_given_from_outside(world):
    end = {"_period_end": dt.date(2026, 6, 30)}
    compiled = compile_filter(parse("${visit} <= ${_period_end}"), COLUMNS, NOW, end)
    assert said(compiled.q) == "d2__lte=2026-06-30"
    assert codes("${visit} <= ${_period_end}") == ["filter.not-in-columns"]


@pytest.mark.parametrize(
    "text",
    [
        "${name} = 'a\0b'", "contains(${name}, '\0')", "${name} = '\ud800'", "${score} = 1e999",
        " or ".join(["${score} > 1"] * 180), " and ".join(["contains(${name}, 'a')"] * 190),
        "-" * 60 + "${score} > 1", "not(" * 60 + "${sex}" + ")" * 60,
        "${born} + 99999999 > 1", "${score} * 0 = 0", "${score} div 0 = 1", "${score} > 1 div 0",
        "(" + " + ".join(f"if(${{score}} = {n}, {2 ** n}, 0)" for n in range(24)) + ") > 7",
    ],
)  # fmt: skip
def test_wild_filters_end_well(world, text):
    """A set of rows or a problem, never an exception."""
    try:
        compiled = compile_filter(parse(text), COLUMNS, NOW)
    except Refused:
        return
    assert compiled.problems or Record.objects.unscoped("test").filter(compiled.q).count() == 0
