"""The contract of a question type: one module says everything that is particular to it.

An answer is plain JSON (see `KINDS`); a value that is not known is `{"$missing": reason}`. Types
never see a missing or an empty answer: `read` deals with both before `parse` is asked.
"""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from ..definition import Option, Question
from ..problems import Problem, Refused, refuse

Answer = Any
Raw = Any
"""What a door hands over: text, a list of texts, boxes of a date as a mapping, or an answer."""

KINDS = ("text", "integer", "decimal", "date", "boolean", "list", "file", "rows")
"""The waist: writers, slots and controls know these, never the types."""

REASONS = {"deceased": "已故", "unknown": "不清楚", "refused": "不愿提供", "none": "没有"}


@dataclass(frozen=True, slots=True)
class Context:
    """What a type may ask while it parses or shows: options by code, who asks, which day it is."""

    options: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    user: Any = None
    today: dt.date = field(default_factory=dt.date.today)
    place: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, str] = field(default_factory=dict)
    """Outside identity -> ledger of records that were met already and lie in the asker's sight."""

    def choices(self, question: Question) -> Sequence[Option]:
        """The options of a question: a list of the bundle by its id, or the question's own."""
        own = question.option("choices", ())
        return self.options.get(own, ()) if isinstance(own, str) else inline_options(own)


def inline_options(own: Sequence[Any]) -> tuple[Option, ...]:
    return tuple(
        Option(**{name: value for name, value in pairs if name in _INLINE}) for pairs in own
    )


_INLINE = {"name", "label", "hint", "disabled"}


@dataclass(frozen=True, slots=True)
class Good:
    """An example: what is typed, the answer kept, the words shown."""

    raw: Raw
    answer: Answer
    shown: str
    options: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Bad:
    """An example that must be refused with this code."""

    raw: Raw
    code: str
    options: tuple[tuple[str, Any], ...] = ()


class QuestionType:
    """One type. Subclassing with a `name` registers it; nothing else lists the types."""

    registry: ClassVar[dict[str, QuestionType]] = {}

    name: ClassVar[str] = ""
    label: ClassVar[str] = ""
    kind: ClassVar[str] = "text"
    since: ClassVar[str] = "first"
    """The stage of the format that the type belongs to; before it is ready the type is refused."""
    asked: ClassVar[bool] = True
    """False: there is nothing to type in (a note, a computed value)."""
    stored: ClassVar[bool] = True
    """False: nothing is kept (a note, a box on paper)."""
    macro: ClassVar[str] = ""
    """The control in templates/web/controls.html, '' = that of the kind."""
    slot_family: ClassVar[str] = ""
    slot_whole: ClassVar[bool] = True
    """False: the column keeps less than the answer, so lists read the document."""
    coded: ClassVar[bool] = False
    """True: the answer is a code, which may not be sealed."""
    width: ClassVar[str] = ""
    """w4, w11 or w18: how long the text is, so how wide the box."""
    inputmode: ClassVar[str] = ""
    value_kind: ClassVar[str] = ""
    """What an answer is to expressions, '' as its kind says: text, number, date, year_month, moment,
    identity (digits that are never a number) or computed (text, or a date that looks like one)."""
    boxes: ClassVar[tuple[str, ...]] = ()
    """The boxes of a control that has several: y, m, d, t; `edit` then gives them by these names."""
    accept: ClassVar[str] = ""
    """What an upload may be, as the browser's file dialogue spells it."""
    looks_out: ClassVar[bool] = False
    """True: what it offers lies outside the form (places, bodies, records) and changes by itself."""
    in_cells: ClassVar[bool] = True
    """False: no text of a spreadsheet's cell can be its answer."""
    personal: ClassVar[bool] = False
    """True: it belongs to one person alone, so nobody has it from the row above."""
    unit: ClassVar[str] = ""
    """The measure that stands in the heading of its column."""
    xlsform: ClassVar[str] = ""
    """The type it has in an XLSForm, with the word of `appearance` that tells it; '' = by its kind."""
    from_xlsform: ClassVar[bool] = True
    """False: a row of that type is read as another type of ours, so it says which it is."""
    sample: ClassVar[Answer] = ""
    good: ClassVar[tuple[Good, ...]] = ()
    bad: ClassVar[tuple[Bad, ...]] = ()

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Options:
        """The type's own attributes, declared with `key()`."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.__dict__.get("name"):
            QuestionType.registry[cls.name] = cls()

    def parse(self, raw: Raw, question: Question, ctx: Context) -> Answer:
        """The answer of what was typed; raises Refused. An answer parses to itself."""
        return tidy(raw)

    def show(self, answer: Answer, question: Question, ctx: Context) -> str:
        """Words for people."""
        return str(answer)

    def edit(self, answer: Answer, question: Question, ctx: Context) -> Any:
        """What the control is filled with when the answer is changed later."""
        return answer

    def cell(self, answer: Answer, question: Question, ctx: Context) -> str | int | float:
        """Editable text for a spreadsheet."""
        return self.show(answer, question, ctx)

    def uncell(self, value: Raw, question: Question, ctx: Context) -> Raw:
        """What `parse` takes, of what people write into a cell and nowhere else; raises Refused."""
        return value

    def normal(self, answer: Answer) -> str:
        """The form that two spellings of one thing share; the blind index hashes it."""
        return str(answer)

    def slot(self, answer: Answer) -> Any:
        """The value of the column that mirrors the answer, None when it has none."""
        return answer if self.slot_family else None

    def unslot(self, value: Any) -> Answer:
        """The answer that a column of `slot_whole` mirrors."""
        return value

    def mask(self, answer: Answer) -> str:
        """What those see who may know that there is an answer, not which."""
        return "＊" * 4

    def derive(self, answer: Answer, question: Question) -> dict[str, Answer]:
        """Answers of other questions that follow from this one."""
        return {}

    def schema(self, question: Question, ctx: Context) -> dict[str, Any]:
        """JSON Schema of the answer."""
        return {"type": "string"}


def tidy(raw: Raw) -> str:
    """One line of text without blanks at its ends; control characters are left out."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _digits(raw)
    if not isinstance(raw, str):
        raise refuse("answer.wrong-shape", "这里要填文字")
    return " ".join(visible(raw).split())


def visible(text: str) -> str:
    """NFC without the characters that a database refuses; blanks and line ends stay."""
    if text.isprintable():  # holds neither
        return unicodedata.normalize("NFC", text)
    kept = (c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", "".join(kept))


def _digits(number: float) -> str:
    """A number of a spreadsheet as people wrote it: 15 digits are true, the rest is noise."""
    if isinstance(number, float) and not math.isfinite(number):
        raise refuse("answer.wrong-shape", "这里要填文字")
    if abs(number) >= 10**15:
        raise refuse("answer.lost-digits", "这里被存成了数字，后几位已经丢了，请改成文本再填一遍")
    return str(number) if isinstance(number, int) else format(Decimal(f"{number:.15g}"), "f")


def type_of(question: Question) -> QuestionType:
    return QuestionType.registry[question.type]


def is_empty(raw: Raw) -> bool:
    """Nothing was typed: no text, or boxes and lists whose every item is empty."""
    if isinstance(raw, str):
        return not raw.strip()
    if isinstance(raw, Mapping):
        return all(is_empty(item) for item in raw.values())
    return raw is None or (isinstance(raw, (list, tuple)) and all(is_empty(item) for item in raw))


def is_missing(answer: Answer) -> bool:
    return isinstance(answer, dict) and "$missing" in answer


def read(question: Question, raw: Raw, ctx: Context) -> Answer:
    """The answer of whatever a door handed over: None when empty, a reason, or the type's own.

    Raises Refused, its problems placed at the question.
    """
    if is_empty(raw):
        return None
    if is_missing(raw):
        return _reason(question, raw["$missing"])
    try:
        answer = type_of(question).parse(raw, question, ctx)
    except Refused as refused:
        raise Refused(*(_placed(question, problem) for problem in refused)) from None
    return None if is_empty(answer) else answer


def _placed(question: Question, problem: Problem) -> Problem:
    inner = problem.place.question
    return problem.at(question=f"{question.name}.{inner}" if inner else question.name)


def _reason(question: Question, reason: Any) -> Answer:
    if reason not in question.missing:
        raise Refused(
            Problem("answer.reason-not-offered", "这一题不能用这个原因代替答案，请填写答案").at(
                question=question.name
            )
        )
    return {"$missing": reason}


def show(question: Question, answer: Answer, ctx: Context) -> str:
    """Words for people: '' when empty, the reason in words, or the type's own."""
    if answer is None or answer == "":
        return ""
    if is_missing(answer):
        return REASONS.get(answer["$missing"], "—")
    return type_of(question).show(answer, question, ctx)


def mask(question: Question, answer: Answer) -> str:
    if answer is None or is_missing(answer):
        return REASONS.get(answer["$missing"], "—") if answer else ""
    return type_of(question).mask(answer)


def schema(question: Question, ctx: Context) -> dict[str, Any]:
    """JSON Schema of an answer of this question, its reasons for having no value included."""
    own = type_of(question).schema(question, ctx)
    if not question.missing:
        return own
    reason = {"$missing": {"enum": list(question.missing)}}
    gap = {"type": "object", "properties": reason, "required": ["$missing"]}
    return {"anyOf": [own, gap | {"additionalProperties": False}]}
