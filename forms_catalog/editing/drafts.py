"""A draft taken apart and put together: sections found, replaced, moved, copied; no page is known here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from ..definition import (
    ChoiceList,
    Decision,
    FormDefinition,
    Letter,
    Notice,
    PrintOptions,
    Question,
    Rule,
    Scoring,
    Section,
    Template,
    digest,
    dump,
    freeze,
    keys_of,
    load,
    thaw,
)
from ..pinyin import free
from .facets import Facet

HEADS = ("title", "code", "unit", "instance_name", "note", "source")
PRINT = ("page", "secrecy", "note")
EXPRESSIONS = tuple(
    name for name, item in keys_of(Question).items() if {"expr", "value"} & {*item.shapes}
)
OPTIONS = ("choice_filter", "repeat_count", "score")
"""The same among what only some types know."""
NAMED = re.compile(r"\$\{\s*([\w.]+)\s*\}")
SECTION_HEADS = ("label", "hint", "note", "relevant")
LOGIC = "_logic"
"""Where a section's name stands in an address: no section can be called so."""


@dataclass(frozen=True)
class Logic:
    """What a form works out over all its questions: edited on a page of its own, like a section."""

    rules: tuple[Rule, ...] = ()
    decisions: tuple[Decision, ...] = ()
    scoring: Scoring | None = None
    name: str = LOGIC
    label: str = "规则和计分"
    include: str = ""


def definition_of(row: Any) -> Any:
    """The definition that a row of the table holds, be it a draft or what was published."""
    return load(row.body)


def put(row: Any, definition: Template) -> None:
    """Into the row: what is shown in lists and what is published say the same."""
    row.body, row.title = dump(definition), definition.title


def heads_of(definition: Template) -> dict[str, str]:
    """What stands above the questions, as text by the names of the editor's boxes."""
    heads = {name: getattr(definition, name) for name in HEADS if hasattr(definition, name)}
    if isinstance(definition, FormDefinition):
        sheet = definition.print or PrintOptions()
        heads |= {f"print_{name}": getattr(sheet, name) for name in PRINT}
    return heads


def with_heads(definition: Any, heads: dict[str, str]) -> Any:
    """The definition under these heads; paper as by default is not written down."""
    own: dict[str, Any] = {
        name: text for name, text in heads.items() if not name.startswith("print_")
    }
    if not isinstance(definition, FormDefinition):
        return replace(definition, **own)
    said: dict[str, Any] = {
        name: heads[f"print_{name}"] for name in PRINT if f"print_{name}" in heads
    }
    sheet = replace(definition.print or PrintOptions(), **said)
    untouched = definition.print is None and sheet == PrintOptions()
    return replace(definition, print=None if untouched else sheet, **own)


def section_of(form: FormDefinition, name: str) -> Section | None:
    return next((section for section in form.sections if section.name == name), None)


def logic_of(form: FormDefinition) -> Logic:
    return Logic(form.rules, form.decisions, form.scoring)


def with_logic(form: FormDefinition, logic: Logic) -> FormDefinition:
    return replace(form, rules=logic.rules, decisions=logic.decisions, scoring=logic.scoring)


def mark(part: Section | ChoiceList | Logic | Facet | Notice | Letter | None) -> str:
    """The same for the same content: what a page was loaded with, to be compared when it is saved."""
    if part is None:
        return ""
    return digest(dump(part if isinstance(part, ChoiceList | Notice | Letter) else alone(part)))


def alone(part: Section | Logic | Facet) -> Template:
    """A definition of nothing but this part."""
    if isinstance(part, Facet):
        return part.ledger
    empty = FormDefinition(id="x", title="x")
    if isinstance(part, Logic):
        return with_logic(empty, part)
    return replace(empty, sections=(part,))


def with_section(form: FormDefinition, section: Section) -> FormDefinition:
    """In the place of the one of its name, else at the end."""
    if section_of(form, section.name) is None:
        return replace(form, sections=(*form.sections, section))
    return replace(
        form, sections=tuple(section if s.name == section.name else s for s in form.sections)
    )


def added(form: FormDefinition) -> tuple[FormDefinition, str]:
    """An empty section at the end, and its name."""
    taken = {section.name for section in form.sections}
    name = free(f"part{len(form.sections) + 1}", taken)
    return replace(form, sections=(*form.sections, Section(name=name, label="新的部分"))), name


def moved(form: FormDefinition, name: str, by: int) -> FormDefinition:
    """One place up or down, as far as there is one."""
    order = list(form.sections)
    here = next((i for i, section in enumerate(order) if section.name == name), None)
    if here is None or not 0 <= here + by < len(order):
        return form
    order[here], order[here + by] = order[here + by], order[here]
    return replace(form, sections=tuple(order))


def removed(form: FormDefinition, name: str) -> FormDefinition:
    return replace(form, sections=tuple(s for s in form.sections if s.name != name))


def copied(form: FormDefinition, name: str) -> tuple[FormDefinition, str]:
    """The section once more behind itself, its questions under names of their own."""
    source = section_of(form, name)
    if source is None:
        return form, name
    twin = free(name, {section.name for section in form.sections})
    names = _new_names(form, source)
    copy = replace(
        source,
        name=twin,
        label=f"{source.label}（副本）" if source.label else "",
        was="",
        questions=tuple(_renamed(question, names) for question in source.questions),
    )
    at = form.sections.index(source) + 1
    return replace(form, sections=(*form.sections[:at], copy, *form.sections[at:])), twin


def _new_names(form: FormDefinition, source: Section) -> dict[str, str]:
    taken = {q.name for question in form.questions() for q in (question, *question.questions)}
    taken |= {decision.name for decision in form.decisions}
    names: dict[str, str] = {}
    for question in source.questions:
        for one in (question, *question.questions):
            names[one.name] = free(one.name, taken)
            taken.add(names[one.name])
    return names


def _renamed(question: Question, names: dict[str, str]) -> Question:
    """Under its new name, pointing at the copies of the questions it filled or asked about."""
    options = []
    for key, value in question.options:
        if key == "fills":
            pairs = [
                {**pair, "value": names.get(pair["value"], pair["value"])} for pair in thaw(value)
            ]
            value = freeze(pairs)
        elif key in OPTIONS:
            value = freeze(_asking(thaw(value), names))
        options.append((key, value))
    return replace(
        question,
        name=names[question.name],
        was="",
        **{key: _asking(getattr(question, key), names) for key in EXPRESSIONS},
        trigger=names.get(question.trigger, question.trigger),
        options=tuple(options),
        questions=tuple(_renamed(column, names) for column in question.questions),
    )


def _asking(text: Any, names: dict[str, str]) -> Any:
    """An expression about the copies, where it was about the originals; also rows of them."""
    if isinstance(text, dict):
        return {key: _asking(value, names) for key, value in text.items()}
    if isinstance(text, list):
        return [_asking(value, names) for value in text]
    if not isinstance(text, str):
        return text
    return NAMED.sub(lambda found: f"${{{_copied(found[1], names)}}}", text)


def _copied(name: str, names: dict[str, str]) -> str:
    return ".".join(names.get(bit, bit) for bit in name.split("."))
