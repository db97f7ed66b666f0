"""A form with everything it embeds: what writers take and an edition keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

from .definition import (
    ChoiceList,
    FormDefinition,
    Option,
    Question,
    Section,
    Template,
    digest,
    dump,
    load,
    to_bytes,
)

FORMAT = 1


class Book(Protocol):
    """Where references resolve: the folder of a pack, else the database."""

    def get(self, kind: str, id: str) -> Template | None: ...

    def later(self) -> frozenset[str]:
        """Names that are referred to and not shipped yet."""


class EmptyBook:
    """A book in which nothing resolves: for a single file on its own."""

    def get(self, kind: str, id: str) -> Template | None:
        return None

    def later(self) -> frozenset[str]:
        return frozenset()


@dataclass(frozen=True, slots=True)
class Placed:
    """A section as people meet it: whose form it is, and which record question its answers pass."""

    name: str
    label: str
    hint: str
    form: str
    through: str
    questions: tuple[Question, ...]
    appearance: str = ""
    relevant: tuple[str, ...] = ()
    """All must hold: the condition of the section that includes this one, and its own."""
    number: int = 0
    """Its place among the sections of the bundle, by which the logic names it."""
    by: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    """Who fills its questions at which actions, where a question does not say so itself."""


@dataclass(frozen=True)
class Bundle:
    """A template and, by `kind:id`, every list and form it judges or prints by, each once."""

    template: FormDefinition
    embedded: Mapping[str, Template]

    @property
    def form(self) -> FormDefinition:
        return self.template

    def form_of(self, id: str) -> FormDefinition:
        found = self.template if id == self.template.id else self.embedded[f"form:{id}"]
        assert isinstance(found, FormDefinition)
        return found

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Every section in order, included ones in the place where they stand."""
        found = enumerate(_placed(self, self.template, ""))
        return tuple(replace(section, number=number) for number, section in found)

    @cached_property
    def questions(self) -> dict[str, tuple[Question, str]]:
        """Every question by name with the record question its answer passes through ('' = here)."""
        return {
            question.name: (question, section.through)
            for section in self.placed
            for question in section.questions
        }

    @cached_property
    def own(self) -> dict[str, Question]:
        """The questions whose answers the form's own record keeps."""
        return {question.name: question for question in self.part()}

    @cached_property
    def record_questions(self) -> tuple[Question, ...]:
        """The form's own questions that point at a record."""
        return tuple(question for question in self.part() if question.type == "record")

    @cached_property
    def options(self) -> dict[str, tuple[Option, ...]]:
        """The options of every embedded list by its id."""
        lists = (item for item in self.embedded.values() if isinstance(item, ChoiceList))
        return {item.id: item.options for item in lists}

    @cached_property
    def through(self) -> dict[str, str]:
        """Record question -> id of the form whose record it opens or edits in the same sitting."""
        return {section.through: section.form for section in self.placed if section.through}

    def part(self, through: str = "") -> tuple[Question, ...]:
        """The questions whose answers go to one record of the sitting."""
        return tuple(q for q, passed in self.questions.values() if passed == through)

    def canonical(self) -> dict[str, Any]:
        embedded = {name: dump(item) for name, item in sorted(self.embedded.items())}
        return {"format": FORMAT, "template": dump(self.template), "embedded": embedded}

    def to_bytes(self) -> bytes:
        return to_bytes(self.canonical())

    @cached_property
    def digest(self) -> str:
        return digest(self.canonical())


def _placed(bundle: Bundle, form: FormDefinition, through: str) -> Iterator[Placed]:
    for section in form.sections:
        if not section.include:
            yield _place(section, form, through)
        elif section.through:
            yield from _placed(bundle, bundle.form_of(section.include), section.through)
        else:
            yield from _copied(bundle, form, section, through)


def _copied(
    bundle: Bundle, form: FormDefinition, section: Section, through: str
) -> Iterator[Placed]:
    """`include: form.section` (or a whole form) without `through`: its questions stand here."""
    source, _, only = section.include.partition(".")
    for other in bundle.form_of(source).sections:
        if only in ("", other.name):
            head = replace(
                other,
                label=section.label or other.label,
                hint=section.hint or other.hint,
                appearance=section.appearance or other.appearance,
                by=section.by or other.by,
                at=section.at or other.at,
            )
            yield _place(head, form, through, section.relevant)


def _place(section: Section, form: FormDefinition, through: str, outer: str = "") -> Placed:
    """`outer` is the condition of the section that includes this one."""
    return Placed(
        section.name,
        section.label,
        section.hint,
        form.id,
        through,
        section.questions,
        section.appearance,
        tuple(condition for condition in (outer, section.relevant) if condition),
        by=section.by or form.by,
        at=section.at or form.at,
    )


def make(form: FormDefinition, book: Book) -> Bundle:
    """Embeds what the form refers to, transitively; what is not there is left out (checks say so)."""
    embedded: dict[str, Template] = {}
    _embed(form, book, embedded)
    return Bundle(form, embedded)


def _embed(form: FormDefinition, book: Book, embedded: dict[str, Template]) -> None:
    for question in every_question(form):
        name = question.option("choices")
        if isinstance(name, str) and name and (found := book.get("list", name)):
            embedded[f"list:{name}"] = found
    for section in form.sections:
        source = section.include.partition(".")[0]
        if source and f"form:{source}" not in embedded:
            found = book.get("form", source)
            if isinstance(found, FormDefinition):
                embedded[f"form:{source}"] = found
                _embed(found, book, embedded)


def every_question(form: FormDefinition) -> Iterator[Question]:
    """A form's own questions and the columns of its rows."""
    return _with_columns(form.questions())


def _with_columns(questions: Iterable[Question]) -> Iterator[Question]:
    for question in questions:
        yield question
        yield from _with_columns(question.questions)


def own_questions(form: FormDefinition, book: Book) -> Iterator[Question]:
    """The questions whose answers the form's own record keeps, those of copied sections too."""
    yield from form.questions()
    for section in form.sections:
        source, _, part = section.include.partition(".")
        other = book.get("form", source) if source and not section.through else None
        if isinstance(other, FormDefinition):
            copied = (item for item in other.sections if part in ("", item.name))
            yield from (question for item in copied for question in item.questions)


def thaw_bundle(data: Mapping[str, Any]) -> Bundle:
    """A Bundle of the canonical object that an edition keeps."""
    form = load(data["template"])
    assert isinstance(form, FormDefinition)
    return Bundle(form, {name: load(item) for name, item in data["embedded"].items()})
