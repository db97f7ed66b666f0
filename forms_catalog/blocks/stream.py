"""The questions of a section as a stream of blocks: one kind of block for every question type."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks import Block, StreamBlock
from wagtail.blocks.stream_block import StreamBlockAdapter, StreamValue
from wagtail.blocks.struct_block import StructValue

from ..checks.shape import question_keys
from ..definition import READY, FormDefinition, Question, Section, dump, keys_of, load, ready
from ..questions import TYPES, QuestionType
from .controls import Control, Values
from .identity import ids_of
from .naming import ID, settle, walk
from .parts import Fold, PartBlock
from .widgets import SCRIPTS
from .words import KEYS, KINDS, STRANGE, Look, kind_of

UNKNOWN = "unknown_type"
FOLDS = (
    Fold("什么时候问", frozenset({"relevant"}), icon="view"),
    Fold(
        "答案要符合什么",
        frozenset({"constraint", "constraint_message", "choice_filter"}),
        icon="check",
    ),
    Fold("自动算出", frozenset({"calculation", "repeat_count", "trigger"}), icon="cogs"),
    Fold("敏感级、默认值、代码", summary="{sensitivity}　{name}"),
)
LATE = frozenset({"choice_filter", "repeat_count"})
"""Keys of a type that stand in a fold."""
LABEL_FORMAT = "{label}　{required}　{name}"


class QuestionBlock(PartBlock):
    """One question; its type is the type of the block."""

    def __init__(self, type_: str, label: str, look: Look, front: Iterable[str]) -> None:
        self.type = type_
        own = keys_of(TYPES[type_].Options) if type_ else {}
        keys = [item for name, item in question_keys(type_).items() if name != "type" or not type_]
        super().__init__(
            keys,
            KEYS,
            ("label", "hint", *(name for name in own if name not in LATE), *front),
            FOLDS,
            label=label,
            icon=look.icon,
            group=look.group,
            label_format=LABEL_FORMAT,
            form_classname="struct-block question",
        )

    def shown(self, data: Mapping[str, Any]) -> StructValue:
        if not self.type:
            return super().shown(data)
        return super().shown({name: value for name, value in data.items() if name != "type"})

    def said(self, values: Mapping[str, Any]) -> dict[str, Any]:
        typed = super().said(values)
        return typed | {"type": self.type} if self.type else typed


class QuestionsBlock(StreamBlock):
    """The questions of a section, or the columns of a table."""

    def shown(self, data: Iterable[Mapping[str, Any]]) -> StreamValue:
        """Canonical questions as a stream; a type that nobody knows gets the block for such."""
        data = list(data)
        children = []
        for one, id in zip(data, ids_of(one["name"] for one in data), strict=True):
            type_ = one.get("type") if one.get("type") in self.child_blocks else UNKNOWN
            children.append((type_, self.child_blocks[type_].shown(one), id))
        return StreamValue(self, children)

    def said(self, value: StreamValue) -> list[dict[str, Any]]:
        """Canonical questions, each with the id of its block; names may still be missing."""
        return [child.block.said(child.value) | {ID: child.id or ""} for child in value]


class QuestionsAdapter(StreamBlockAdapter):
    """Wagtail's stream in the browser, but that nobody adds a question of an unknown type."""

    js_constructor = "forms_catalog.Questions"

    def js_args(self, block: QuestionsBlock) -> list[Any]:
        *args, meta = super().js_args(block)
        return [*args, meta | {"kept": UNKNOWN}]

    @cached_property
    def media(self) -> forms.Media:
        return forms.Media(js=[versioned_static(script) for script in SCRIPTS])


register(QuestionsAdapter(), QuestionsBlock)


class ColumnsControl(Control):
    """The columns of a table: questions of every type but tables."""

    shape = "map:question"

    def made(self) -> dict[str, Block]:
        types = [type_ for type_ in usable() if self.name not in keys_of(type_.Options)]
        return {self.name: _stream(types, label=self.said.label, help_text=self.said.help)}

    def show(self, value: Any) -> dict[str, Any]:
        return {self.name: self.blocks[self.name].shown(value or ())}

    def read(self, values: Values, carried: Any) -> Any:
        return self.blocks[self.name].said(values[self.name])


def usable() -> list[QuestionType]:
    """The types whose required keys may all be used now, as the chooser lists them."""
    kinds = list(KINDS)
    found = [
        type_
        for type_ in TYPES.values()
        if type_.since in READY
        and all(ready(item, READY) for item in keys_of(type_.Options).values() if item.required)
    ]
    return sorted(found, key=lambda t: (kinds.index(kind_of(t)), t.name != t.kind, t.name))


def questions_block() -> QuestionsBlock:
    """The block that holds the questions of a section; made once for all types there are."""
    return _questions_block(tuple(TYPES.values()))


@lru_cache(maxsize=2)
def _questions_block(types: tuple[QuestionType, ...]) -> QuestionsBlock:
    return _stream(usable(), label="题目")


def _stream(types: Iterable[QuestionType], **meta: Any) -> QuestionsBlock:
    children: list[tuple[str, Block]] = [(type_.name, _type_block(type_)) for type_ in types]
    children.append((UNKNOWN, _unknown_block()))
    return QuestionsBlock(children, required=False, collapsed=True, **meta)


@lru_cache(maxsize=256)
def _type_block(type_: QuestionType) -> QuestionBlock:
    return QuestionBlock(type_.name, type_.label, KINDS[kind_of(type_)], _front(type_))


def _front(type_: QuestionType) -> tuple[str, ...]:
    if type_.asked:
        return "required", "required_message"
    return ("calculation",) if type_.value_kind == "computed" else ()


@lru_cache(maxsize=1)
def _unknown_block() -> QuestionBlock:
    return QuestionBlock("", "认不出的题型", STRANGE, ("type",))


def to_stream(questions: tuple[Question, ...]) -> StreamValue:
    """The questions as blocks; the id of each follows from its name."""
    form = FormDefinition(id="f", title="", sections=(Section(name="s", questions=questions),))
    return questions_block().shown(dump(form)["sections"][0].get("questions", ()))


def from_stream(
    value: StreamValue,
    published: frozenset[str] = frozenset(),
    taken: Collection[str] = frozenset(),
) -> tuple[Question, ...]:
    """The questions of the blocks, however little of them is filled in.

    A block whose id is that of a published name keeps it; `taken` are names used elsewhere in the
    form, which no made name repeats.
    """
    section = {"name": "s", "questions": canonical(value, published, taken)}
    form = load({"kind": "form", "id": "f", "sections": [section]})
    return form.sections[0].questions  # type: ignore[attr-defined, no-any-return]


def canonical(
    value: StreamValue, published: Collection[str] = (), taken: Collection[str] = ()
) -> list[dict[str, Any]]:
    """The canonical questions of the blocks in their order, all named."""
    return settle(value.stream_block.said(value), published, taken)


def names_in(
    value: StreamValue, published: Collection[str] = (), taken: Collection[str] = ()
) -> dict[str, str]:
    """The name that each block's question has or is given, by the block's id."""
    said = value.stream_block.said(value)
    flat = [(question, question[ID]) for question in walk(said)]
    settle(said, published, taken)
    return {id: question["name"] for question, id in flat if id}
