"""Which column is which question: by the words of its heading, never by a guess."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..problems import Problem
from ..questions import Context
from ..tables import letters
from .columns import NUMBER, WORDS, Column, Sheet
from .labels import bare, tidied, unit_of
from .nearness import Nearest, near
from .quantities import unit_of_column
from .reading import LEAVE, NEAR, TWINS, WHICH, Decision

LONGEST = 80
"""Characters of a heading; what is longer is no heading."""
MEMORY = 10_000
"""Texts whose meaning is remembered."""
SERIALS = frozenset(["序号", "序", "no", "xh", "编码序号", "行次"])


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of a column: its own words, and those of the group above it."""

    column: int
    words: str
    upper: str = ""

    def __str__(self) -> str:
        return (
            f"{self.upper}／{self.words}" if self.upper and self.words else self.words or self.upper
        )

    @property
    def joined(self) -> str:
        return self.upper + self.words

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.joined, self.words) if self.words else (self.upper,)


@dataclass(frozen=True, slots=True)
class Below:
    """The cells under the headings, and what is needed to read them."""

    cells: Callable[[int], Sequence[Any]]
    ctx: Context


@dataclass(slots=True)
class Mapped:
    """What came of the headings."""

    columns: dict[int, str] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


class Headings:
    """The questions of a sheet by every spelling of their headings.

    `saved` are mappings of before: a tidied heading -> the name of a question, '' = not imported.
    """

    def __init__(self, sheet: Sheet, saved: Mapping[str, str] | None = None) -> None:
        self.sheet = sheet
        self.met: dict[str, set[str]] = {"": set()}
        self.nearest: Nearest | None = None
        self.levels: list[dict[str, set[str]]] = [defaultdict(set) for _ in range(3)]
        self.names: dict[str, set[str]] = defaultdict(set)
        for column in sheet.columns:
            self._learn(column)
        own = {column.name for column in sheet.columns}
        self.saved = {k: v for k, v in (saved or {}).items() if not v or v in own}
        self.plain = frozenset(self.levels[0]) - {""}

    def _learn(self, column: Column) -> None:
        words = {column.heading}
        if question := column.question:
            words |= {question.label, f"{column.section}{question.label}"}
            for name in (question.name, question.was):
                self.names[name].add(column.name)
        for word in words:
            self.levels[0][word].add(column.name)
            self.levels[1][tidied(word)].add(column.name)
            self.levels[2][bare(word)].add(column.name)

    def find(self, text: str) -> set[str]:
        """The names a heading means; more than one when it says too little."""
        if len(text) > LONGEST:
            return set()
        if text not in self.met:
            if len(self.met) > MEMORY:
                self.met = {"": set()}
            self.met[text] = self._find(text)
        return self.met[text]

    def _find(self, text: str) -> set[str]:
        for known, spelling in zip(
            self.levels, (text.strip(), tidied(text), bare(text)), strict=True
        ):
            if spelling and spelling in known:
                return known[spelling]
        return self.names.get(text.strip(), set())

    def kept(self, head: Head) -> str | None:
        """The mapping that was saved for such a heading."""
        spellings = (tidied(head.joined), tidied(head.words))
        return next((self.saved[word] for word in spellings if word in self.saved), None)

    def means(self, head: Head) -> tuple[set[str], bool]:
        """(names, whether the group above lets them stand): joined words, own words, the group's."""
        if head.upper and head.words:
            if found := self.find(head.joined):
                return found, True
            if found := self.find(head.words):
                return found, not self._begins(head.upper)
            return set(), True
        return self.find(head.words or head.upper), True

    def near(self, head: Head) -> set[str]:
        """The question that a heading comes nearest to, by its words alone."""
        self.nearest = self.nearest or Nearest(self.sheet)
        return {self.nearest.find(head.spellings)} - {""}

    def _begins(self, upper: str) -> bool:
        """Whether a group's words begin the labels of some questions and are no section's title."""
        words = bare(upper)
        if any(bare(column.section) == words for column in self.sheet.columns):
            return False
        return any(label.startswith(words) and label != words for label in self.levels[2] if words)


def map_heads(
    headings: Headings,
    heads: Iterable[Head],
    fixed: Mapping[int, str] | None = None,
    below: Below | None = None,
) -> Mapped:
    """Certain columns, decisions for the others, and a word on what is not imported.

    `fixed` are columns that somebody has mapped by hand, `below` gives the cells under a column.
    """
    found, by_hand = Mapped(), fixed or {}
    claims: dict[str, list[Head]] = defaultdict(list)
    unsure: list[tuple[Head, set[str]]] = []
    strange: list[Head] = []
    for head in heads:
        saved = by_hand.get(head.column, headings.kept(head))
        names, sure = headings.means(head) if saved is None else ({saved} - {""}, True)
        if len(names) == 1 and sure:
            claims[next(iter(names))].append(head)
        elif names:
            unsure.append((head, names))
        elif saved is None:
            strange.append(head)
        else:
            found.notes += _unknown(head)
    _settle(headings, claims, unsure, found)
    _ask(headings.sheet, strange, {*claims}, found, below)
    return found


def _ask(
    sheet: Sheet, heads: Iterable[Head], taken: set[str], found: Mapped, below: Below | None
) -> None:
    """What nearly says a question is asked about, the likeliest first; the rest is told."""
    ctx = below.ctx if below else Context()
    for head in heads:
        cells = below.cells(head.column) if below else ()
        plain = not str(head) or tidied(str(head)) in SERIALS
        if names := [] if plain else near(sheet, head.spellings, taken, cells, ctx):
            found.decisions.append(_nearly(sheet, head, names))
        else:
            found.notes += _unknown(head)


def _nearly(sheet: Sheet, head: Head, names: Sequence[str]) -> Decision:
    choices = [(f"{head.column}={name}", _full(sheet, name)) for name in names]
    text = f"{letters(head.column)}列“{head}”像是下面的题，是吗？"
    return Decision(NEAR, text, [*choices, (LEAVE, "都不是，不导入这一列")], head.column)


def _settle(
    headings: Headings,
    claims: Mapping[str, list[Head]],
    unsure: Iterable[tuple[Head, set[str]]],
    found: Mapped,
) -> None:
    for name, heads in claims.items():
        column = headings.sheet.column(name)
        assert column is not None
        if len(heads) > 1:
            found.decisions.append(_two_headings(column, heads))
        elif column.ignored:
            found.notes.append(_ignored(column, heads[0]))
        elif other := _other_unit(column, heads[0]):
            found.decisions.append(other)
        else:
            found.columns[heads[0].column] = name
    taken = set(found.columns.values())
    for head, names in unsure:
        open_names = sorted(names - taken, key=_order(headings.sheet))
        if open_names:
            found.decisions.append(_which(headings.sheet, head, open_names))
        else:
            found.notes += _unknown(head)


def _order(sheet: Sheet) -> Callable[[str], int]:
    places = {column.name: place for place, column in enumerate(sheet.columns)}
    return places.__getitem__


def _two_headings(column: Column, heads: list[Head]) -> Decision:
    choices = [(f"{h.column}={column.name}", f"{letters(h.column)}列“{h}”") for h in heads]
    return Decision(
        TWINS,
        f"有{len(heads)}列都像是“{column.heading}”，用哪一列？",
        [*choices, (LEAVE, "都不导入")],
        about=column.name,
    )


def _which(sheet: Sheet, head: Head, names: Iterable[str]) -> Decision:
    choices = [(f"{head.column}={name}", _full(sheet, name)) for name in names]
    text = f"{letters(head.column)}列“{head}”是哪一题？"
    return Decision(WHICH, text, [*choices, (LEAVE, "不导入这一列")], head.column)


def _full(sheet: Sheet, name: str) -> str:
    column = sheet.column(name)
    assert column is not None
    return f"{column.heading}（{column.section}）" if column.section else column.heading


def _other_unit(column: Column, head: Head) -> Decision | None:
    told, own = unit_of(str(head)), unit_of_column(column)
    if column.kind not in ("integer", "decimal") or not told or told == own:
        return None
    return other_unit(column, head.column, str(head), told)


def other_unit(column: Column, number: int, words: str, told: str) -> Decision:
    """Numbers in another measure than the form's are nobody's to convert."""
    own = unit_of_column(column)
    text = f"{letters(number)}列“{words}”的单位是{told}，本表" + (
        f"是{own}" if own else "没有写单位"
    )
    choices = [(LEAVE, "不导入这一列"), (f"{number}={column.name}", "数是对的，照原样导入")]
    return Decision("other-unit", text, choices, number)


def _unknown(head: Head) -> list[Problem]:
    if tidied(str(head)) in SERIALS or not str(head):
        return []
    words = f"{letters(head.column)}列“{head}”本表没有这一题，不导入"
    return [Problem("heading.not-imported", words, warn=True).at(column=head.column)]


def _ignored(column: Column, head: Head) -> Problem:
    why = {"computed": "由系统算出", "file": "是照片或文件，不能从表格导入"}[column.ignored]
    words = f"{letters(head.column)}列“{head}”{why}，不导入"
    return Problem(f"heading.{column.ignored}", words, warn=True).at(column=head.column)


def missing(sheet: Sheet, found: Mapped) -> Problem | None:
    """Required questions that have no column, told before anything is read."""
    possible = set(found.columns.values())
    possible |= {c[0].partition("=")[2] for d in found.decisions for c in d.choices}
    gone = [c.heading for c in sheet.columns if c.required and c.name not in possible]
    if not gone:
        return None
    words = "、".join(f"“{heading}”" for heading in gone)
    return Problem("heading.required-missing", f"必填的{words}没有对应的列", warn=True)


def serials(found: Mapped, values: Iterable[object]) -> None:
    """A column 编号 that counts 1, 2, 3 is no record's number."""
    plain = [str(value).removesuffix(".0") for value in values]
    if not plain or not all(value.isdigit() and len(value) <= 6 for value in plain):
        return
    for column, name in list(found.columns.items()):
        if name == NUMBER:
            del found.columns[column]
            words = f"{letters(column)}列“{WORDS[NUMBER]}”是顺序号，不是记录的编号，不导入"
            found.notes.append(Problem("heading.serial", words, warn=True).at(column=column))
