"""The web page of a form: blocks of fields for the filling pages, or one blank page to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..bundle import Bundle, Placed
from ..definition import Question
from ..questions import Context, type_of
from ..rendering import page_macro, template
from .field_of import Showing, field_of
from .fields import Block

SUFFIX = ".html"
LABEL = "网页"
FOLDED = "compact"
"""The word of `appearance` on a section that begins closed, as Survey123 has it on groups."""


def blocks(
    sections: Iterable[Placed], view: Showing, skip: frozenset[str] = frozenset()
) -> list[Block]:
    """One block a section; `skip` names questions that this page does not ask."""
    return [made for section in sections if (made := _block(section, view, skip))]


def _block(section: Placed, view: Showing, skip: frozenset[str], source: str = "") -> Block | None:
    asked = [q for q in section.questions if q.name not in skip and type_of(q).name != "print_only"]
    if not asked:
        return None
    fields = [field_of(question, view) for question in asked]
    shut = all(field.hidden for field in fields)
    return Block(
        f"s-{section.name}",
        section.label,
        section.hint,
        fields,
        source=source,
        number=section.number,
        hidden=shut,
        folds=FOLDED in section.appearance.split(),
        unfolded=any(field.error or field.doubt for field in fields)
        or any(_must(question) or _said(question, view) for question in asked),
    )


def _must(question: Question) -> bool:
    return question.required is True and not question.default


def _said(question: Question, view: Showing) -> bool:
    """Whether somebody has said something, which a value filled in beforehand is not."""
    given = view.answers if view.posted is None else view.posted
    said = given.get(question.name)
    if question.default or not said:
        return False
    return any(said.values()) if isinstance(said, Mapping) else True


def drawn(
    bundle: Bundle, sections: Iterable[Placed], view: Showing, skip: frozenset[str]
) -> list[Block]:
    """The same, drawn; what is blank and asks nothing from outside is drawn once an edition.

    The first section of every form says what the form rests on.
    """
    made: list[Block] = []
    told: set[str] = set()
    for section in sections:
        source = "" if section.form in told else _source(bundle, section)
        if block := _drawn(bundle, section, view, skip, source):
            told.add(section.form)
            made.append(block)
    return made


def _source(bundle: Bundle, section: Placed) -> str:
    form = bundle.form_of(section.form)
    proposal = "这张表是本产品据此设计的，可以改" if form.product_default else ""
    return "。".join(words for words in (form.source, proposal) if words)


def _drawn(
    bundle: Bundle, section: Placed, view: Showing, skip: frozenset[str], source: str
) -> Block | None:
    if not view.blank or any(_looks_out(question) for question in section.questions):
        return _block(section, view, skip, source)
    key = (bundle.digest, section.form, section.name, skip, bool(source), _state(section, view))
    if key not in _BLANK:
        made = _block(section, view, skip, source)
        if made:
            made.html = page_macro("web/controls.html", "block")(made)
        if len(_BLANK) >= MOST_BLANK:
            _BLANK.clear()
        _BLANK[key] = made
    return _BLANK[key]


def _state(section: Placed, view: Showing) -> tuple[Any, ...]:
    """What the logic makes of a section on which nothing stands yet."""
    outcome = view.outcome
    if outcome is None:
        return ()
    names = {question.name for question in section.questions}
    parts: tuple[Mapping[str, Any], ...] = (
        outcome.required,
        outcome.read_only,
        outcome.offered,
        outcome.presets,
        outcome.told,
    )
    said = [repr([(name, part[name]) for name in sorted(names & part.keys())]) for part in parts]
    answers = [(name, outcome.answers[name]) for name in sorted(names & outcome.answers.keys())]
    return (*sorted(names & outcome.hidden), *said, repr(answers))


def _looks_out(question: Question) -> bool:
    return type_of(question).looks_out or any(map(_looks_out, question.questions))


MOST_BLANK = 2000
_BLANK: dict[tuple[Any, ...], Block | None] = {}


def write(bundle: Bundle) -> bytes:
    """A page on its own, blank, without a server behind it."""
    view = Showing(Context(options=bundle.options), alone=True)
    skip = frozenset(bundle.through)
    page = template("web/blank.html").render(
        title=bundle.form.title, blocks=blocks(bundle.placed, view, skip)
    )
    return page.encode()
