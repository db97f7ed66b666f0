"""A form cut into pages for small screens: one subject each, few questions, names that stay."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..bundle import Bundle, Placed
from ..definition import Question
from ..questions import Context, type_of

ROOM = 5
"""Short questions on one page."""
MANY = 7
"""As many options, each a row of its own, take the room of two questions."""
LISTED = 12
"""With more options than this one is chosen from a closed list, which is short."""
ALONE = frozenset({"rows", "textarea"})
TALL = frozenset({"file", "signature"})


@dataclass(frozen=True, slots=True)
class Page:
    """Some questions of one section; `part` counts the sections, `of` the pages of this one."""

    step: str
    label: str
    part: int
    number: int
    of: int
    section: Placed
    questions: tuple[Question, ...]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(question.name for question in self.questions)

    @property
    def placed(self) -> Placed:
        """What of its section stands on this page; the hint of the section on its first."""
        hint = self.section.hint if self.number == 1 else ""
        return replace(self.section, name=self.step, label="", hint=hint, questions=self.questions)


def pages(bundle: Bundle, skip: frozenset[str] = frozenset()) -> tuple[Page, ...]:
    """Cut once an edition; step names are `section-1`, counted on where two sections share a name."""
    key = (bundle.digest, skip)
    if key not in _CUT:
        if len(_CUT) >= MOST:
            _CUT.clear()
        _CUT[key] = tuple(_pages(bundle, skip))
    return _CUT[key]


MOST = 500
_CUT: dict[tuple[str, frozenset[str]], tuple[Page, ...]] = {}


def _pages(bundle: Bundle, skip: frozenset[str]) -> Iterator[Page]:
    ctx, used, part = Context(options=bundle.options), Counter[str](), 0
    for section in bundle.placed:
        asked = [q for q in section.questions if q.name not in skip and q.type != "print_only"]
        cuts = list(cut(asked, ctx))
        part += bool(cuts)
        for number, questions in enumerate(cuts, 1):
            used[section.name] += 1
            step = f"{section.name}-{used[section.name]}"
            yield Page(step, section.label, part, number, len(cuts), section, questions)


def cut(asked: Sequence[Question], ctx: Context) -> Iterator[tuple[Question, ...]]:
    """Groups of questions that fit; neighbours of one kind are spread evenly over their pages."""
    for run in _runs(_units(asked), ctx):
        total = sum(weight(unit, ctx) for unit in run)
        room = math.ceil(total / math.ceil(total / ROOM)) if total else ROOM
        page: list[Question] = []
        taken = 0
        for unit in run:
            due = weight(unit, ctx)
            if page and taken + due > max(room, due):
                yield tuple(page)
                page, taken = [], 0
            page += unit
            taken += due
        yield tuple(page)


def _units(asked: Sequence[Question]) -> list[list[Question]]:
    """What nobody answers stays with the question that follows; at the end, with the one before."""
    units: list[list[Question]] = []
    waiting: list[Question] = []
    for question in asked:
        waiting.append(question)
        if type_of(question).asked:
            units.append(waiting)
            waiting = []
    if waiting and units:
        units[-1] += waiting
    elif waiting:
        units.append(waiting)
    return units


def _runs(units: list[list[Question]], ctx: Context) -> Iterator[list[list[Question]]]:
    """Long things alone, all between them together."""
    run: list[list[Question]] = []
    for unit in units:
        if weight(unit, ctx) < ROOM:
            run.append(unit)
            continue
        if run:
            yield run
        yield [unit]
        run = []
    if run:
        yield run


def weight(unit: Sequence[Question], ctx: Context) -> int:
    return sum(_weight(question, ctx) for question in unit)


def _weight(question: Question, ctx: Context) -> int:
    kind = type_of(question)
    look = kind.macro or kind.kind
    if not kind.asked:
        return 0
    if look in ALONE:
        return ROOM
    if look in TALL:
        return 2
    options = len(ctx.choices(question)) if question.option("choices", "") else 0
    radios = options >= MANY and (options <= LISTED or look in {"checkboxes", "choices"})
    return 2 if radios else 1
