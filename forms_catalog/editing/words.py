"""What changed between two definitions, in words for people: old, new, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..bundle import every_question
from ..checks.shape import question_keys
from ..definition import (
    ChoiceList,
    FormDefinition,
    Ledger,
    Letter,
    Notice,
    Option,
    Question,
    Section,
    keys_of,
)
from ..definition import Template as Definition
from ..definition.canonical import FrozenMap
from ..differences import attributes, differences
from ..questions import TYPES
from .drafts import heads_of
from .ledgers_saying import ledger_changes
from .papers_saying import paper_changes
from .saying import Say, logic_changes, sayer, value_said

NOTHING = "（没有）"
WHAT = {"added": "新增", "gone": "去掉", "changed": "改动", "renamed": "改名", "moved": "换次序"}


@dataclass(frozen=True)
class Difference:
    """One thing that is not as before; `details` are what differs: name, before, after."""

    what: str
    label: str
    where: str = ""
    details: tuple[tuple[str, str, str], ...] = ()

    @property
    def word(self) -> str:
        return WHAT[self.what]


def plain(text: str) -> str:
    return text.replace("<wbr>", "")


def said(value: Any) -> str:
    """A value of the definition as a person would say it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if value in ("", None, ()):
        return NOTHING
    if isinstance(value, FrozenMap):
        pairs = dict(value)
        return str(pairs.get("label") or "：".join(said(item) for _, item in value))
    if isinstance(value, tuple):
        return "、".join(said(item) for item in value)
    if isinstance(value, Question):
        return value.label or value.name
    return plain(str(value))


def changes(old: Definition | None, new: Definition) -> list[Difference]:
    """Everything, heads first; without an old one all is new and nothing is said."""
    if old is None:
        return []
    found = list(_heads(old, new))
    if isinstance(old, FormDefinition) and isinstance(new, FormDefinition):
        found += [*_sections(old, new), *_questions(old, new)]
        found += [Difference(*change) for change in logic_changes(old, new)]
    if isinstance(old, ChoiceList) and isinstance(new, ChoiceList):
        found += list(_options(old, new))
    if isinstance(old, Ledger) and isinstance(new, Ledger):
        found += [Difference(*change) for change in ledger_changes(old, new)]
    if isinstance(old, Notice | Letter) and type(old) is type(new):
        found += [Difference(*change) for change in paper_changes(old, new)]
    return found


def _heads(old: Definition, new: Definition) -> Iterator[Difference]:
    before, after = heads_of(old), heads_of(new)
    details = tuple(
        (head_label(type(new), name), said(before.get(name, "")), said(text))
        for name, text in after.items()
        if before.get(name, "") != text
    )
    if details:
        yield Difference("changed", "基本信息和版面", details=details)


def head_label(cls: type[Definition], name: str) -> str:
    """The words beside a box of the editor, as the format declares them."""
    if name.startswith("print_"):
        from ..definition import PrintOptions

        return keys_of(PrintOptions)[name.removeprefix("print_")].note
    return keys_of(cls)[name].note


def _sections(old: FormDefinition, new: FormDefinition) -> Iterator[Difference]:
    before = {section.name: section for section in old.sections}
    after = {section.name: section for section in new.sections}
    for name, section in after.items():
        if name not in before:
            yield Difference("added", f"部分“{title_of(section)}”")
        elif details := tuple(_differ(keys_of(Section), before[name], section)):
            yield Difference("changed", f"部分“{title_of(section)}”", details=details)
    for name, section in before.items():
        if name not in after:
            yield Difference("gone", f"部分“{title_of(section)}”")
    if _order(before, after) != _order(after, before):
        yield Difference("moved", "各部分的先后")


def title_of(section: Section) -> str:
    return plain(section.label) or section.include or section.name


def _order(some: dict[str, Any], others: dict[str, Any]) -> list[str]:
    return [name for name in some if name in others]


def _differ(keys: Any, old: Any, new: Any) -> Iterator[tuple[str, str, str]]:
    for name, item in keys.items():
        if name != "questions" and getattr(old, name) != getattr(new, name):
            yield item.note, said(getattr(old, name)), said(getattr(new, name))


def _questions(old: FormDefinition, new: FormDefinition) -> Iterator[Difference]:
    where = _places(old) | _places(new)
    say = sayer(old), sayer(new)
    found = differences(every_question(old), every_question(new))
    for one in found.added:
        kind = ("题型", NOTHING, TYPES[one.type].label)
        yield Difference("added", _called(one), where[one.name], (kind,))
    for one in found.gone:
        yield Difference("gone", _called(one), where[one.name])
    for a, b in found.renamed:
        names = (("名字", a.name, b.name), *question_details(a, b, False, say))
        yield Difference("renamed", _called(b), where[b.name], names)
    for a, b in found.changed:
        if details := question_details(a, b, True, say):
            yield Difference("changed", _called(b), where[b.name], details)
    yield from _reordered(old, new)


def _called(question: Question) -> str:
    return plain(question.label) or question.name


def _places(form: FormDefinition) -> dict[str, str]:
    """Under which heading each question stands, the columns of a table under their table."""
    found: dict[str, str] = {}
    for section in form.sections:
        for question in section.questions:
            found[question.name] = title_of(section)
            found |= {column.name: _called(question) for column in question.questions}
    return found


def question_details(
    old: Question,
    new: Question,
    name: bool = True,
    say: tuple[Say, Say] = (str, str),
) -> tuple[tuple[str, str, str], ...]:
    """Attribute by attribute; columns that came, went or changed are told on their own."""
    keys = question_keys(old.type) | question_keys(new.type)
    ours, theirs = dict(old.options), dict(new.options)
    found = []
    for attribute in attributes(old, new):
        if attribute in ("questions", "was") or (attribute == "name" and not name):
            continue
        a = getattr(old, attribute, ours.get(attribute, ""))
        b = getattr(new, attribute, theirs.get(attribute, ""))
        if attribute == "type":
            a, b = TYPES[old.type].label, TYPES[new.type].label
        label = keys[attribute].note if attribute in keys else attribute
        found.append((label, said(value_said(a, say[0])), said(value_said(b, say[1]))))
    return tuple(found)


def _reordered(old: FormDefinition, new: FormDefinition) -> Iterator[Difference]:
    before = {s.name: dict.fromkeys(q.name for q in s.questions) for s in old.sections}
    for section in new.sections:
        after = dict.fromkeys(q.name for q in section.questions)
        known = before.get(section.name, {})
        if _order(known, after) != _order(after, known):
            yield Difference("moved", "题目的先后", title_of(section))


def _options(old: ChoiceList, new: ChoiceList) -> Iterator[Difference]:
    before = {option.name: option for option in old.options}
    after = {option.name: option for option in new.options}
    for name, option in after.items():
        if name not in before:
            yield Difference("added", f"选项“{option.label or name}”")
        elif details := tuple(_differ(keys_of(Option), before[name], option)):
            yield Difference("changed", f"选项“{option.label or name}”", details=details)
    for name, option in before.items():
        if name not in after:
            yield Difference("gone", f"选项“{option.label or name}”")
    if _order(before, after) != _order(after, before):
        yield Difference("moved", "选项的先后")
