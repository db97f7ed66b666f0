"""Canonical bytes: the quick way for what is clean already gives what the careful way gives."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.definition import to_bytes
from forms_catalog.definition.canonical import clean_text

TEXTS = st.text(st.sampled_from('ab 　\t\n\r\u2028\x85\x1c"\\/u0é\u0301罗安𠮷'), max_size=8)
VALUES = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def _careful(value: object) -> object:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {name: _careful(item) for name, item in value.items()}
    return [_careful(item) for item in value] if isinstance(value, list) else value


@given(VALUES)
def test_the_quick_way_and_the_careful_way_agree(value: object) -> None:
    due = json.dumps(_careful(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert to_bytes(value) == due.encode()


@pytest.mark.parametrize(
    ("value", "due"),
    [
        ({"b": 1, "a": "罗安"}, '{"a":"罗安","b":1}'),
        ("e\u0301", '"é"'),
        ("罗安　", '"罗安"'),
        ("一 \r\n二\n\n", '"一\\n二"'),
        ("\\r", '"\\\\r"'),
        (["x\t", 'y "'], '["x","y \\""]'),
    ],
)
def test_text_is_cleaned(value: object, due: str) -> None:
    assert to_bytes(value) == due.encode()
