"""Canonical JSON gives the tree that YAML would; what is wrong in it is told as well."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.definition import dump
from forms_catalog.readers.json import MAX_BYTES, read

from .test_reader_yaml import plain
from .tools import SHELF, codes, judge

FORM = {
    "format": 1,
    "kind": "form",
    "id": "f",
    "title": "表",
    "sections": [
        {"name": "s", "label": "部分", "questions": [{"name": "q", "label": "题", "type": "text"}]}
    ],
}
LIST = {
    "format": 1,
    "kind": "list",
    "id": "l",
    "title": "表",
    "options": [{"name": "A", "label": "甲"}],
}

BROKEN = {
    "too big": ("json.too-big", b" " * (MAX_BYTES + 1)),
    "not UTF-8": ("json.unreadable", b'{"a": "\xff"}'),
    "too deep": ("json.unreadable", b"[" * 30 + b"]" * 30),
    "much too deep": ("json.unreadable", b"[" * 200_000),
    "cut off": ("json.syntax", b'{"a": '),
    "nothing": ("json.syntax", b""),
    "single quotes": ("json.syntax", b"{'a': 1}"),
    "a key twice": ("json.duplicate-key", b'{"a": [{"b": 1, "b": 2}]}'),
}


@pytest.mark.parametrize(("code", "data"), BROKEN.values(), ids=list(BROKEN))
def test_refuses(code: str, data: bytes) -> None:
    node, problems = read(data, "f.json")
    assert codes(problems) == [code]
    assert (node is None) == (code != "json.duplicate-key")
    assert problems[0].place.file == "f.json"


def test_a_fault_of_syntax_has_its_place() -> None:
    place = read(b'{"a": 1,\n "b": x}')[1][0].place
    assert (place.line, place.column) == (2, 7)


def test_types_of_json_become_text() -> None:
    text = (
        '{"a": true, "b": false, "c": null, "d": 1.10, "e": 1E400, "f": NaN, "g": '
        + "9" * 5000
        + "}"
    )
    node, problems = read(text.encode())
    assert problems == []
    assert node is not None
    assert plain(node) == {
        "a": "true", "b": "false", "c": "", "d": "1.10", "e": "1E400", "f": "NaN", "g": "9" * 5000
    }  # fmt: skip


def _of(data: object) -> list[str]:
    return codes(judge(json.dumps(data), SHELF, suffix=".json")[1])


def _question(**changes: object) -> dict[str, object]:
    question = {"name": "q", "label": "题", "type": "text"} | changes
    return FORM | {"sections": [{"name": "s", "label": "部分", "questions": [question]}]}


FAULTS = {
    "not an object": ([1], ["format.no-version"]),
    "no format": ({"kind": "list"}, ["format.no-version", "format.unknown-kind"]),
    "format in words": (LIST | {"format": "one"}, ["format.no-version"]),
    "unknown kind": (LIST | {"kind": "poem"}, ["format.unknown-kind"]),
    "kind that is no text": (LIST | {"kind": ["list"]}, ["format.unknown-kind"]),
    "bad id": (LIST | {"id": "甲"}, ["format.bad-id"]),
    "no label": (_question(label=None), ["format.missing-key"]),
    "label that is a list": (_question(label=["题"]), ["format.wrong-shape"]),
    "truth in words": (_question(sealed="yes"), ["format.bad-value"]),
    "a fraction": (_question(sensitivity=1.5), ["format.bad-value"]),
    "not a number": (_question(sensitivity=float("nan")), ["format.bad-value"]),
    "half a character": (_question(label="\ud800"), ["format.bad-value"]),
    "a nought": (_question(hint="甲\x00"), ["format.bad-value"]),
    "no name": (_question(name=""), ["format.bad-name"]),
    "name that is no text": (_question(name=["q"]), ["format.bad-name"]),
    "option twice": (
        LIST | {"options": [{"name": "A", "label": "甲"}, {"name": "A", "label": "乙"}]},
        ["format.name-twice"],
    ),
    "tag twice": (
        LIST
        | {
            "tags": ["x"],
            "options": [{"name": "A", "label": "甲", "tags": [{"name": "x", "value": "1"}] * 2}],
        },
        ["format.name-twice"],
    ),
    "options without names": (LIST | {"options": [{"label": "甲"}]}, ["format.wrong-shape"]),
    "unknown list": (_question(type="choice", choices="nothing"), ["form.unknown-list"]),
    "not yet": (FORM | {"print": {"pages": 2}}, ["format.not-yet"]),
}


@pytest.mark.parametrize(("data", "expected"), FAULTS.values(), ids=list(FAULTS))
def test_faults_are_told_in_json_too(data: object, expected: list[str]) -> None:
    assert _of(data) == expected


@pytest.mark.parametrize(
    "data", [FORM, LIST, _question(sensitivity=2, sealed=True, missing=["unknown"])]
)
def test_what_is_clean_is_dumped_as_it_was(data: dict[str, object]) -> None:
    template, problems = judge(json.dumps(data), SHELF, suffix=".json")
    assert problems == []
    assert template is not None
    assert dump(template) == data


@given(
    st.binary(max_size=100)
    | st.text(alphabet='[]{}":,0123e.-tnull \\u', max_size=50).map(str.encode)
)
def test_never_fails(data: bytes) -> None:
    node, problems = read(data)
    assert node is not None or problems


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["format", "kind", "id", "title", "sections", "name", "a"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_judging_never_fails(data: object) -> None:
    for wrapped in (
        data,
        FORM | {"sections": data},
        _question(type=data),
        LIST | {"options": data},
    ):
        _of(wrapped)
