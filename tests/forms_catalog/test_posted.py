"""What a browser posts for each kind of question, as the raw value its type parses."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from forms_catalog.definition import Question
from forms_catalog.posted import ABSENT, answers_of, raw_of, unsealed

UPLOAD = SimpleUploadedFile("a.png", b"x")
NO_FILES: MultiValueDict[str, Any] = MultiValueDict()


def ask(type_: str, name: str = "q", **attributes: Any) -> Question:
    return Question(name=name, label="题", type=type_, **attributes)


def raw(question: Question, query: str, files: dict[str, Any] | None = None) -> Any:
    found = MultiValueDict({name: [file] for name, file in (files or {}).items()})
    return raw_of(question, QueryDict(query), found)


PLAIN = [
    ("text", "q=甲", "甲"),
    ("text", "q=", ""),
    ("text", "", ""),
    ("text", "q=甲&q=乙", "乙"),
    ("integer", "q=3", "3"),
    ("yes_no", "q=yes", "yes"),
    ("acknowledge", "", ""),
    ("choice", "q=A", "A"),
    ("choices", "q=A&q=B", ["A", "B"]),
    ("choices", "", []),
    ("division", "q=0001", "0001"),
    ("record", "q=x", "x"),
    ("date", "q-y=2026&q-m=1&q-d=2", {"y": "2026", "m": "1", "d": "2"}),
    ("date", "q=2026-01-02", {"y": "", "m": "", "d": ""}),
    ("month", "q-y=2026&q-m=1", {"y": "2026", "m": "1"}),
    ("datetime", "q-y=2026&q-t=8:30", {"y": "2026", "m": "", "d": "", "t": "8:30"}),
    ("time", "q=8:30", "8:30"),
    ("note", "q=x", ABSENT),
    ("calculated", "q=x", ABSENT),
    ("score", "q=5", ABSENT),
    ("derived", "q=x", ABSENT),
    ("print_only", "q=x", ABSENT),
    ("file", "", ABSENT),
    ("signature", "q=paper", "paper"),
    ("signature", "", ABSENT),
]


@pytest.mark.parametrize(("type_", "query", "expected"), PLAIN)
def test_each_kind(type_: str, query: str, expected: Any) -> None:
    assert raw(ask(type_), query) == expected


REASONS = [
    ("phone", "q.reason=unknown", {"$missing": "unknown"}),
    ("phone", "q=&q.reason=unknown", {"$missing": "unknown"}),
    ("phone", "q=1380000&q.reason=unknown", "1380000"),
    ("phone", "q=&q.reason=", ""),
    ("date", "q-y=&q.reason=deceased", {"$missing": "deceased"}),
    ("date", "q-y=2026&q.reason=deceased", {"y": "2026", "m": "", "d": ""}),
    ("choices", "q.reason=none", {"$missing": "none"}),
]


@pytest.mark.parametrize(("type_", "query", "expected"), REASONS)
def test_a_reason_counts_only_when_nothing_is_typed(type_: str, query: str, expected: Any) -> None:
    assert raw(ask(type_, missing=("unknown", "deceased", "none")), query) == expected


def test_an_upload_is_posted_beside_the_name() -> None:
    assert raw(ask("photo"), "", {"q.file": UPLOAD}) is UPLOAD
    assert raw(ask("signature"), "q=paper", {"q.file": UPLOAD}) is UPLOAD
    assert raw(ask("photo"), "", {"q": UPLOAD}) is ABSENT


ROWS = ask(
    "rows",
    questions=(
        ask("text", "n"),
        ask("date", "d", missing=("unknown",)),
        ask("choices", "c"),
        ask("text", "s", sealed=True),
        ask("photo", "p"),
        ask("calculated", "k"),
    ),
)


def test_rows_are_numbered_from_nought_and_told_by_their_id() -> None:
    query = (
        "q-0-_id=aa&q-0-n=甲&q-0-d.reason=unknown&q-0-c=x&q-0-c=y&q-0-s=密"
        "&q-1-_id=&q-1-n=乙&q-3-_id=cc&q-3-n=丙"
    )
    empty = {"y": "", "m": "", "d": ""}
    assert raw(ROWS, query) == [
        {"_id": "aa", "n": "甲", "d": {"$missing": "unknown"}, "c": ["x", "y"], "s": "密"},
        {"_id": "", "n": "乙", "d": empty, "c": [], "s": ""},
    ]
    assert raw(ROWS, "") == []
    assert raw(ROWS, "q-0-_id=aa", {"q-0-p.file": UPLOAD})[0]["p"] is UPLOAD


def test_no_row_is_lost() -> None:
    query = "&".join(f"q-{n}-_id={n}&q-{n}-n=x" for n in range(200))
    assert len(raw(ROWS, query)) == 200


SEALED = [
    ("text", "", "密", ABSENT),
    ("text", "  ", "密", ABSENT),
    ("text", "新", "密", "新"),
    ("text", "清空", "密", None),
    ("text", " 清空 ", "密", None),
    ("text", "", None, ""),
    ("text", "清空", None, "清空"),
    ("date", {"y": "", "m": "", "d": ""}, "2026-01-01", ABSENT),
    ("date", {"y": "2026", "m": "", "d": ""}, "2026-01-01", {"y": "2026", "m": "", "d": ""}),
    ("phone", {"$missing": "unknown"}, "138", {"$missing": "unknown"}),
    ("phone", "", {"$missing": "unknown"}, ABSENT),
]


@pytest.mark.parametrize(("type_", "posted", "stored", "expected"), SEALED)
def test_a_sealed_value_is_kept_unless_changed(
    type_: str, posted: Any, stored: Any, expected: Any
) -> None:
    assert unsealed(ask(type_, sealed=True), posted, stored) == expected
    assert unsealed(ask(type_), posted, stored) == posted


STORED = [{"_id": "aa", "n": "甲", "d": "2026-01-01", "s": "密", "p": {"sha256": "0"}, "k": "3"}]
GONE = {"_id": "aa", "n": "", "d": {"y": "", "m": "", "d": ""}, "c": [], "s": ""}
CELLS = [
    ("kept", {"_id": "aa", "n": "甲甲", "s": ""}, {"_id": "aa", "n": "甲甲"}),
    ("changed", {"_id": "aa", "n": "甲", "s": "新"}, {"_id": "aa", "n": "甲", "s": "新"}),
    ("cleared", {"_id": "aa", "n": "甲", "s": "清空"}, {"_id": "aa", "n": "甲", "s": None}),
    ("new row", {"_id": "", "n": "乙", "s": ""}, {"_id": "", "n": "乙", "s": ""}),
    ("emptied row", GONE, GONE),
    ("new photo", {"_id": "aa", "n": "甲", "p": UPLOAD}, {"_id": "aa", "n": "甲", "p": UPLOAD}),
]


@pytest.mark.parametrize(
    ("row", "expected"), [case[1:] for case in CELLS], ids=[c[0] for c in CELLS]
)
def test_cells_of_stored_rows(row: dict[str, Any], expected: dict[str, Any]) -> None:
    if row["_id"] == "aa" and row is not GONE:
        kept = {"d": "2026-01-01", "p": {"sha256": "0"}, "k": "3"}
        expected = {name: kept[name] for name in kept if name not in row} | expected
    assert unsealed(ROWS, [row], STORED) == [expected]


def test_a_row_of_nothing_but_sealed_values_is_kept() -> None:
    stored = [{"_id": "aa", "s": "密"}]
    assert unsealed(ROWS, [GONE], stored) == [{name: GONE[name] for name in GONE if name != "s"}]


def test_a_page_posts_a_patch() -> None:
    questions = {
        q.name: q for q in (ask("text", "a"), ask("text", "b", sealed=True), ask("note", "n"))
    }
    questions["f"] = ask("photo", "f")
    data = QueryDict("a=&b=&n=x&z=不问的")
    assert answers_of(questions, data, NO_FILES, {"b": "密", "f": {"sha256": "0"}}) == {"a": ""}
    assert answers_of(questions, data, NO_FILES, {}) == {"a": "", "b": ""}
