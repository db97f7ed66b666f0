"""The rule builder's normal form: to a tree, to canonical text, and back the same."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms_catalog.expressions import Scope, check, parse, to_text
from forms_catalog.expressions.building import compile_rule, decompile, depth
from forms_catalog.expressions.offered import EVERY, OPERATORS
from forms_catalog.expressions.patterns import PATTERNS
from forms_catalog.expressions.values import to_text as text_of
from forms_catalog.problems import Refused

AGE = (
    "format-date({on}, '%Y') - format-date(${{born}}, '%Y')"
    " - if(format-date({on}, '%m%d') < format-date(${{born}}, '%m%d'), 1, 0)"
)
TODAY, DAY = AGE.format(on="today()"), AGE.format(on="${day}")


def line(field: str, op: str, value: Any = None, **more: Any) -> dict[str, Any]:
    return {"field": field, "op": op} | ({} if value is None else {"value": value}) | more


LINES = [
    (line("f", "eq", "v"), "${f} = 'v'"),
    (line("f", "ne", "v"), "${f} != 'v'"),
    (line("f", "eq", 3), "${f} = 3"),
    (line("f", "eq", "it's"), '${f} = "it\'s"'),
    (line("f", "has", "v"), "selected(${f}, 'v')"),
    (line("f", "lacks", "v"), "not(selected(${f}, 'v'))"),
    (line("f", "among", ["a", "b"]), "selected('a b', ${f})"),
    (line("f", "outside", ["a"]), "not(selected('a', ${f}))"),
    (line("f", "blank"), "${f} = ''"),
    (line("f", "filled"), "${f} != ''"),
    (line("f", "gt", 1.5), "${f} > 1.5"),
    (line("f", "ge", -2), "${f} >= -2"),
    (line("f", "lt", 0), "${f} < 0"),
    (line("f", "le", {"field": "g"}), "${f} <= ${g}"),
    (line("f", "between", [1, 5]), "${f} >= 1 and ${f} <= 5"),
    (line("d", "lt", {"date": "2026-03-01"}), "${d} < date('2026-03-01')"),
    (line("d", "gt", {"date": "today"}), "${d} > today()"),
    (line(".", "le", {"date": "now"}), ". <= now()"),
    (line("born", "age.ge", 16), f"{TODAY} >= 16"),
    (line("born", "age.lt", 16), f"{TODAY} < 16"),
    (line("born", "age.ge", 16, on="day"), f"{DAY} >= 16"),
    (line("born", "age.between", [6, 14]), f"{TODAY} >= 6 and {TODAY} <= 14"),
    (line("f", "picked.ge", 2), "count-selected(${f}) >= 2"),
    (line("g.x", "sum.gt", 100), "sum(${g.x}) > 100"),
    (line("g", "count.ge", 3), "count(${g}) >= 3"),
    (line(".", "length.eq", 4), "string-length(.) = 4"),
    *((line(".", "format", p.name), f"regex(., '{p.pattern}')") for p in PATTERNS.values()),
]


@pytest.mark.parametrize(("said", "text"), LINES, ids=[text[:40] for _, text in LINES])
def test_a_line(said: dict[str, Any], text: str) -> None:
    rule = {"all": [said]}
    assert to_text(compile_rule(rule)) == text
    assert decompile(parse(text)) == rule
    assert not [p for p in check(text, Scope(own="text"))[1] if not p.warn]


A, B, C = (line(name, "eq", "v") for name in "abc")
GROUPS = [
    ({"all": [A, B, C]}, "${a} = 'v' and ${b} = 'v' and ${c} = 'v'"),
    ({"any": [A, B]}, "${a} = 'v' or ${b} = 'v'"),
    ({"all": [A, {"any": [B, C]}]}, "${a} = 'v' and (${b} = 'v' or ${c} = 'v')"),
    ({"any": [{"all": [A, B]}, C]}, "${a} = 'v' and ${b} = 'v' or ${c} = 'v'"),
    ({"not": [A, B]}, "not(${a} = 'v' and ${b} = 'v')"),
    ({"not": [A]}, "not(${a} = 'v')"),
    ({"all": [{"not": [A]}, B]}, "not(${a} = 'v') and ${b} = 'v'"),
    ({"any": [line("n", "between", [1, 2]), A]}, "${n} >= 1 and ${n} <= 2 or ${a} = 'v'"),
]


@pytest.mark.parametrize(("rule", "text"), GROUPS)
def test_a_group(rule: dict[str, Any], text: str) -> None:
    assert to_text(compile_rule(rule)) == text
    assert decompile(parse(text)) == rule


NOT_RULES = [
    "${a} = 'v' and (${b} = 'v' and ${c} = 'v')",
    "${a} + 1 > 2",
    "'v' = ${a}",
    "if(${a} = 'v', 1, 0)",
    "${a}",
    "selected(${a}, ${b})",
    "${a} > '5'",
    "${a} > ''",
    "count(${a}) = ''",
    "regex(${a}, '[0-9]+')",
    "date(${a}) < today()",
    "${d} < date('')",
    "${d} < date('today')",
    f"{TODAY.replace('1, 0', '1, 2')} >= 16",
    "not(${a} = 'v', 2)",
]


@pytest.mark.parametrize("text", NOT_RULES)
def test_what_the_builder_could_not_write_again_stays_text(text: str) -> None:
    assert decompile(parse(text)) is None


def test_a_rule_in_another_order_says_the_same() -> None:
    """What melts into one line or one group is written like it."""
    apart = {"all": [{"all": [line("n", "ge", 1)]}, {"all": [line("n", "le", 2), A]}]}
    assert decompile(compile_rule(apart)) == {"all": [line("n", "between", [1, 2]), A]}


UNFINISHED = [
    {},
    {"all": []},
    {"all": "x"},
    {"all": [None]},
    {"all": [line("", "eq", "v")]},
    {"all": [line("f", "", "v")]},
    {"all": [line("f", "eq", "")]},
    {"all": [line("f", "eq")]},
    {"all": [line("f", "odd", 1)]},
    {"all": [line("f", "odd.ge", 1)]},
    {"all": [line("f", "gt", "x")]},
    {"all": [line("f", "eq", True)]},
    {"all": [line("f", "eq", {"field": ""})]},
    {"all": [line("f", "lt", {"date": ""})]},
    {"all": [line("f", "between", [1])]},
    {"all": [line("f", "among", [])]},
    {"all": [line("f", "among", ["a b"])]},
    {"all": [line("f", "has", 5)]},
    {"all": [line("f", "format", "odd")]},
    {"all": [line("f", "eq", "'\"")]},
]


@pytest.mark.parametrize("rule", UNFINISHED, ids=str)
def test_an_unfinished_rule_is_refused(rule: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        compile_rule(rule)
    codes = {problem.code for problem in refused.value}
    assert codes <= {"rule.incomplete", "rule.no-number", "rule.two-quotes"}
    assert all(problem.text and problem.remedy for problem in refused.value)


def test_endless_nesting_is_refused() -> None:
    rule: dict[str, Any] = {"all": [A]}
    for _ in range(100):
        rule = {"not": [rule]}
    with pytest.raises(Refused):
        compile_rule(rule)
    assert decompile(parse("not(" * 30 + "true()" + ")" * 30)) is None


def test_depth() -> None:
    assert [depth(rule) for rule, _ in GROUPS[:3]] == [1, 1, 2]


# ---- any rule ----

NAME = st.from_regex("[a-z][a-z0-9_]{0,6}", fullmatch=True)
CODE = st.from_regex("[A-Za-z0-9_]{1,4}", fullmatch=True)
TEXT = st.text(st.characters(exclude_characters="'\""), min_size=1, max_size=6)
NUMBER = st.integers(-1000, 1000) | st.integers(-4000, 4000).map(lambda n: n / 8)
WHOLE = NUMBER.map(lambda n: int(n) if float(n).is_integer() else n)
DATE = st.dates().map(lambda day: {"date": day.isoformat()}) | st.just({"date": "today"})
FIELD = st.builds(lambda name: {"field": name}, NAME)
SIZED = WHOLE | DATE | FIELD
MEASURES = ("age", "picked", "count", "sum", "length")


def sized(op: Any, value: Any) -> Any:
    return st.builds(line, NAME | st.just("."), op, value)


LINE = st.one_of(
    sized(st.sampled_from(["eq", "ne"]), TEXT | SIZED),
    sized(st.sampled_from(["gt", "ge", "lt", "le"]), SIZED),
    sized(st.sampled_from(["has", "lacks"]), TEXT),
    sized(st.sampled_from(["among", "outside"]), st.lists(CODE, min_size=1, max_size=3)),
    sized(st.sampled_from(["blank", "filled"]), st.none()),
    sized(st.just("format"), st.sampled_from(list(PATTERNS))),
    sized(st.just("between"), st.lists(SIZED, min_size=2, max_size=2)),
    sized(st.sampled_from([f"{m}.{op}" for m in MEASURES for op in ("eq", "gt", "lt")]), WHOLE),
    st.builds(lambda born, day: line(born, "age.ge", 16, on=day), NAME, NAME),
)


def group(kind: str, parts: Any) -> Any:
    """In normal form: nothing in it melts into it, nor two of its lines into one."""
    made = st.lists(parts, min_size=2, max_size=3).filter(lambda found: settled(kind, found))
    return made.map(lambda found: {kind: found})


def settled(kind: str, parts: list[Any]) -> bool:
    melts = {"all": "all", "any": "any", "not": "all"}[kind]
    ops = [str(part.get("op", "")).rpartition(".")[2] for part in parts]
    return not any(melts in part for part in parts) and ("ge", "le") not in pairwise(ops)


def negatable(part: Any) -> bool:
    """`not(selected(..))` is a line of its own, `not(a and b)` is not(both)."""
    return part.get("op") not in ("has", "among") and "all" not in part


RULE = st.recursive(
    LINE,
    lambda parts: st.one_of(
        group("all", parts),
        group("any", parts),
        group("not", parts),
        st.builds(lambda one: {"not": [one]}, parts.filter(negatable)),
    ),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None)
@given(RULE)
def test_any_rule_comes_back(rule: Any) -> None:
    whole = rule if "op" not in rule else {"all": [rule]}
    node = compile_rule(whole)
    assert decompile(node) == whole
    assert decompile(parse(to_text(node))) == whole


def test_every_comparison_offered_can_be_compiled() -> None:
    values = {"number": 1, "numbers": [1, 2], "date": {"date": "today"}, "any": "x", "text": "x"}
    values |= {"dates": [{"date": "today"}] * 2, "option": "x", "options": ["x"], "": None}
    for kind, offered in OPERATORS.items():
        assert len({one.label for one in offered}) == len(offered), kind
        for one in offered:
            value = "mobile" if one.takes == "format" else values[one.takes]
            rule = {"all": [line("f", one.op, value)]}
            assert decompile(compile_rule(rule)) == rule
            assert one.op in EVERY


def test_formats_match_their_examples() -> None:
    """The whole answer is compared, so each pattern is closed at both ends."""
    for pattern in PATTERNS.values():
        assert pattern.pattern.startswith("^") and pattern.pattern.endswith("$")
        assert text_of(pattern.label)
