"""Any definition that the format can say, built from the keys as they are declared.

What is made is canonical JSON; `clean` tells those that the shape judge takes, which is most.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from forms_catalog.checks.shape import question_keys
from forms_catalog.definition import KINDS, READY, Key, keys_of, ready
from forms_catalog.definition.form import Question
from forms_catalog.questions import TYPES

ODD = list("yn~-?:,[]{}#&*!|>'\"%@`=.0 １甲乙（）“”\\/$<+\t")
LOOKALIKES = """yes no true null ~ 01 1.10 12:30 2026-03-01 0x1F 1e3 .inf - -- --- ... ? ?? : :: << = #
$ [] {} ${q} today() ((name)) 甲：乙 a:b a#b 'x' "x" \\n |x >x @x `x %x !x &x *x x: 题目 𠮷 é"""
WORDS = st.sampled_from(LOOKALIKES.split())
SIGNS = st.characters(exclude_categories=["Cc", "Cs"])
LINE = (
    WORDS | st.text(alphabet=ODD, min_size=1, max_size=12) | st.text(SIGNS, min_size=1, max_size=6)
)
LINES = st.lists(LINE | st.just(""), min_size=2, max_size=4).map("\n".join)
TEXT = LINE | LINES | st.builds("{}: {} #{}".format, LINE, LINE, LINE)
NAME = st.from_regex("[a-z][a-z0-9_]{0,7}", fullmatch=True)
CODE = st.from_regex("[A-Za-z0-9_.:-]{1,5}", fullmatch=True) | WORDS.filter(
    lambda w: all(c.isascii() and (c.isalnum() or c in "_.:-") for c in w)
)
SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXT,
    "md": TEXT,
    "template": TEXT,
    "expr": TEXT.filter(lambda text: text.strip() not in {"true", "false"}),
    "value": TEXT,
    "name": NAME,
    "ref": NAME | NAME.map("_{}".format),
    "code": CODE,
    "texts": st.lists(
        LINE.filter(lambda t: t.strip()), min_size=1, max_size=4, unique_by=str.strip
    ),
    "dur": st.from_regex("(0|[1-9][0-9]{0,3})(min|h|d|wd|w|mo|y)", fullmatch=True),
    "span": st.from_regex("[1-9][0-9]?d", fullmatch=True) | NAME.map("${{{}}}".format),
    "monthday": st.from_regex("(0[1-9]|1[0-2])-(0[1-9]|[12][0-8])", fullmatch=True),
    "int": st.integers(-(10**15) + 1, 10**15 - 1),
    "num": st.integers(0, 1000) | st.integers(0, 4000).map(lambda n: n / 4),
    "bool": st.booleans(),
    "names": st.lists(CODE, max_size=20, unique=True),
    "list:names": st.lists(st.lists(CODE, max_size=4, unique=True), max_size=3),
}


NAMES = {"name": NAME, "code": CODE, "text": LINE.filter(lambda text: bool(text.strip()))}


def named(names: Any, values: Any, least: int = 0) -> st.SearchStrategy[list[dict[str, Any]]]:
    """A `map:` in JSON: objects with a name of their own, in order."""
    pair = st.tuples(names, values)
    lists = st.lists(pair, min_size=least, max_size=3, unique_by=lambda pair: pair[0])
    return lists.map(lambda pairs: [{"name": name} | value for name, value in pairs])


def key_value(item: Key, shape: str) -> st.SearchStrategy[Any]:
    head = shape.partition(":")[0]
    if item.part is str and head == "map":
        keys = st.text(min_size=1, max_size=8).filter(_is_key) | WORDS
        return named(keys, TEXT.map(lambda text: {"value": text}))
    if head == "map":
        assert item.part is not None
        names = NAMES[getattr(item.part, "NAMES", "name")]
        return named(names, part(item.part), least=1)
    if head == "obj":
        assert item.part is not None
        return part(item.part)
    if head == "list" and item.part:
        return st.lists(part(item.part), min_size=1, max_size=3)
    return SCALARS[shape]


def _is_key(text: str) -> bool:
    return bool(text.strip()) and text.isprintable()


def of_keys(keys: dict[str, Key]) -> st.SearchStrategy[dict[str, Any]]:
    """Any subset of the optional keys, all the required ones."""
    usable = {name: item for name, item in keys.items() if ready(item, READY)}

    def value(item: Key) -> st.SearchStrategy[Any]:
        made = st.one_of([key_value(item, shape) for shape in item.shapes])
        return made.filter(lambda found: found not in ([], {}) and str(found).strip() != "")

    must = {name: value(item) for name, item in usable.items() if item.required}
    may = {name: value(item) for name, item in usable.items() if not item.required}
    return st.fixed_dictionaries(must, optional=may)


def part(cls: type, depth: int = 2) -> st.SearchStrategy[dict[str, Any]]:
    return questions(depth) if cls is Question else of_keys(keys_of(cls))


def questions(depth: int) -> st.SearchStrategy[dict[str, Any]]:
    """A question of any type, with the keys of its type; tables of tables end somewhere."""
    names = [name for name in sorted(TYPES) if depth or "questions" not in question_keys(name)]
    return st.sampled_from(names).flatmap(lambda name: question(name, depth))


def question(type_: str, depth: int = 1) -> st.SearchStrategy[dict[str, Any]]:
    keys = dict(question_keys(type_))
    columns = keys.pop("questions", None)
    made = of_keys({name: item for name, item in keys.items() if name != "type"})
    made = made.map(lambda data: data | {"type": type_})
    if columns is None:
        return made
    inner = named(NAME, questions(depth - 1), least=1)
    return st.builds(lambda data, cells: data | {"questions": cells}, made, inner)


def template(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """The canonical object of one kind, not yet stripped of defaults."""
    head = st.builds(lambda id: {"format": 1, "kind": kind, "id": id}, NAME)
    return st.builds(lambda head, body: head | body, head, of_keys(keys_of(KINDS[kind])))
