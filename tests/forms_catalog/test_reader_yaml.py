"""The strict subset of YAML: text with positions, nothing guessed, nothing expensive."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.checks import Node
from forms_catalog.readers.yaml import MAX_BYTES, read
from tests.pace import weighed, worked

from .tools import codes

WHOLE = {
    "nothing": ("yaml.empty", b""),
    "only a comment": ("yaml.empty", "# 注释\n".encode()),
    "only a mark of order": ("yaml.empty", b"\xef\xbb\xbf"),
    "too big": ("yaml.too-big", b"# " + b"x" * MAX_BYTES),
    "GB 18030": ("yaml.not-utf8", "format: 1\nform: f\ntitle: 表\n".encode("gb18030")),
    "UTF-16": ("yaml.not-utf8", "format: 1\n".encode("utf-16")),
    "UTF-16 without a mark": ("yaml.unreadable", "format: 1\n".encode("utf-16-le")),
    "a control character": ("yaml.unreadable", b"format: 1\x07\n"),
}


def tree(text: str) -> Node:
    node, problems = read(text.encode())
    assert node is not None
    assert problems == []
    return node


def plain(node: Node) -> object:
    """The tree as dicts, lists and text."""
    if node.entries is not None:
        return {name.text: plain(value) for name, value in node.entries}
    return [plain(item) for item in node.items] if node.items is not None else node.text


@pytest.mark.parametrize(("code", "data"), WHOLE.values(), ids=list(WHOLE))
def test_refuses_the_whole_file(code: str, data: bytes) -> None:
    node, problems = read(data, "f.yaml")
    assert node is None
    assert codes(problems) == [code]
    assert problems[0].place.file == "f.yaml"


def test_says_where_it_stops_being_utf8() -> None:
    _, problems = read(b"format: 1\nform: f\ntitle: \xff\n")
    assert problems[0].place.line == 3


def test_exactly_the_largest_file_is_read() -> None:
    head = b"format: 1\n# "
    assert read(head + b"x" * (MAX_BYTES - len(head)))[0] is not None


WORDS = "yes no true null ~ 01 0x1F 1.10 12:30 2026-03-01 1e3 .5"


@pytest.mark.parametrize("word", WORDS.split())
def test_no_type_is_guessed(word: str) -> None:
    assert plain(tree(f"a: {word}\nb: [{word}]\n{word}: c\n")) == {
        "a": word,
        "b": [word],
        word: "c",
    }


def test_a_value_may_be_empty() -> None:
    assert plain(tree('a:\nb: ""\nc: []\nd: {}\n')) == {"a": "", "b": "", "c": [], "d": {}}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_a_mark_of_order_do_not_matter(mark: bytes, end: str) -> None:
    text = "format: 1\nform: f\nnote: |\n  甲\n  乙\ntitle: 表\n"
    node, problems = read(mark + text.replace("\n", end).encode())
    assert problems == []
    assert node is not None
    assert plain(node) == {"format": "1", "form": "f", "note": "甲\n乙\n", "title": "表"}
    assert node.entries is not None
    assert [name.line for name, _ in node.entries] == [1, 2, 3, 6]


def test_lines_and_columns_count_from_one() -> None:
    node = tree("a: 1\nb:\n  c: {d: 丁, ee: [x, yy]}\n  f:\n  - g: 1\n")
    found = {}

    def walk(node: Node, path: str) -> None:
        for name, value in node.entries or ():
            found[f"{path}{name.text}"] = (name.line, name.column), (value.line, value.column)
            walk(value, f"{path}{name.text}.")
        for number, item in enumerate(node.items or ()):
            found[f"{path}{number}"] = (item.line, item.column)
            walk(item, f"{path}{number}.")

    walk(node, "")
    assert found == {
        "a": ((1, 1), (1, 4)),
        "b": ((2, 1), (3, 3)),
        "b.c": ((3, 3), (3, 6)),
        "b.c.d": ((3, 7), (3, 10)),
        "b.c.ee": ((3, 13), (3, 17)),
        "b.c.ee.0": (3, 18),
        "b.c.ee.1": (3, 21),
        "b.f": ((4, 3), (5, 3)),
        "b.f.0": (5, 5),
        "b.f.0.g": ((5, 5), (5, 8)),
    }


def test_a_mark_that_is_text_is_text() -> None:
    text = 'a: "<<"\nb: "*x"\nc: "&x"\nd: "!t"\ne: ">"\nf: a > b\n"<<": g\n'
    assert plain(tree(text)) == {
        "a": "<<", "b": "*x", "c": "&x", "d": "!t", "e": ">", "f": "a > b", "<<": "g"
    }  # fmt: skip


LAUGHS = "a: &a [lol]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMBS = {
    "billion laughs": LAUGHS,
    "deep lists": "a: " + "[" * 500_000,
    "deep maps": "a: " + "{a: " * 200_000,
    "deep lines": "".join(f"{' ' * n}a:\n" for n in range(1200)),
    "many documents": "--- a\n" * 100_000,
    "nested anchors": "a: &a {b: &b {c: *a}}\n",
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=list(BOMBS))
def test_a_bomb_costs_nothing(text: str) -> None:
    data = text.encode()
    tracemalloc.start()
    start = time.process_time()
    node, problems = read(data)
    spent = time.process_time() - start
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert node is None
    assert len(problems) == 1
    assert weighed(spent) < 0.1 * (1 + len(data) / 200_000)
    assert peak < 200_000 + 12 * len(data)


def test_billion_laughs_in_a_tenth_of_a_second() -> None:
    start = time.process_time()
    assert codes(read(LAUGHS.encode())[1]) == ["yaml.alias"]
    assert worked(start) < 0.1


@given(
    st.binary(max_size=200)
    | st.text(alphabet="ab:{}[]-|>&*!?#'\"%@` \n\t,é甲", max_size=60).map(str.encode)
)
def test_never_fails(data: bytes) -> None:
    node, problems = read(data)
    assert node is not None or problems
