"""Whatever a door hands over: it is judged, never crashed on; what is kept comes back unchanged."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledgers.registry import live
from ledgers.submission import Part
from tests import people
from tests.ledgers.tools import answers, change, counts, row, send, undone

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
WORDS = st.sampled_from(
    [
        "",
        " ",
        "罗安",
        "110",
        "2013-01-11",
        "yes",
        "01",
        "H",
        "清空",
        "＊＊＊＊",
        "\x00",
        "\ud800",
        "{}",
        "1e999",
    ]
)
KEYS = st.sampled_from(
    ["_id", "$missing", "$sealed", "sha256", "paper", "y", "m", "d", "gp_name", "gp_phone", "x"]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(max_size=12)
    | WORDS
)
ANY = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=8,
)
SAFE = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def names(world):
    return list(live("children").questions)


@SAFE
@given(data=st.data())
def test_any_value_for_any_question(officer, names, data):
    asked = st.dictionaries(
        st.sampled_from(names) | st.text(max_size=5), ANY, min_size=1, max_size=6
    )
    given = data.draw(asked)
    with undone():
        before = counts()
        result = send(officer, Part("children", people.dossier() | given))
        if result.ok:
            back_again(officer, result.records[0])
        else:
            assert result.status == "refused" and result.problems
            assert counts() == before
            assert all(problem.code and problem.text for problem in result.problems)


def back_again(officer, kept):
    """What the record holds, handed over as it is, is no change."""
    held = answers(kept)
    json.dumps(held, allow_nan=False)
    again = send(officer, change(kept, **held))
    assert (again.status, again.problems) == ("accepted", ())
    assert again.records[0].version == row(kept).version == 1


@SAFE
@given(data=st.data())
def test_any_patch_of_a_record(officer, names, data):
    given = data.draw(st.dictionaries(st.sampled_from(names), ANY, max_size=4))
    with undone():
        rows = [{"gp_relation": "61", "gp_name": "罗川", "gp_phone": "110"}]
        kept = send(officer, Part("children", people.dossier(grandparents=rows))).records[0]
        before = answers(kept)
        result = send(officer, change(kept, **given))
        after = answers(kept)
        assert all(after.get(name) == before.get(name) for name in before.keys() - given.keys())
        if not result.ok:
            assert after == before and row(kept).version == 1


@SAFE
@given(rows=st.lists(st.dictionaries(KEYS, ANY, max_size=5), max_size=4) | ANY)
def test_any_table(officer, rows):
    with undone():
        result = send(officer, Part("children", people.dossier(grandparents=rows)))
        if result.ok:
            found = answers(result.records[0]).get("grandparents", [])
            assert len({line["_id"] for line in found}) == len(found)
            assert all({"gp_relation", "gp_name"} <= line.keys() for line in found)


@SAFE
@given(
    ledger=st.sampled_from(["children", "left_behind", "", "x"]) | st.text(max_size=5),
    record=st.sampled_from(["", "x", "\x00", "0" * 32]) | st.text(max_size=40),
    action=st.sampled_from(["opening", "update", "verify", ""]) | st.text(max_size=5),
    version=st.none() | st.integers(-5, 5),
    links=st.dictionaries(st.sampled_from(["child", "name", ""]), st.integers(-3, 3), max_size=2),
)
def test_any_part(officer, ledger, record, action, version, links):
    part = Part(ledger, {}, record, action, version, links)
    before = counts()
    result = send(officer, part)
    assert result.status in {"refused", "conflict"} and counts() == before
