"""The words of a message: a template's text, its placeholders filled, nothing else interpreted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from forms_catalog.definition import Notice, Question
from forms_catalog.forming import formed, plain_line, text_formed
from forms_catalog.placeholders import fill, marks
from forms_catalog.questions import is_missing, mask, show, type_of
from forms_catalog.questions.base import QuestionType

from ..sight import Eyes
from .ground import Ground, safe

COUNT = "\ue000"
"""Stands for `_count` until it is known how many are gathered."""
type Look = Callable[[Ground], Eyes | None]
"""What the recipient's posts show of a record; None for somebody without an account."""


@dataclass(frozen=True, slots=True)
class Words:
    """What one recipient is told by one channel."""

    subject: str
    text: str


def template_of(notice: Notice, channel: str) -> str:
    """The text for a channel: its own, else that of the first that has one."""
    if isinstance(notice.text, str):
        return notice.text
    texts = dict(notice.text)
    return texts.get(channel) or next(iter(texts.values()), "")


def says(notice: Notice, *names: str) -> bool:
    """Whether one of these stands in a text that is sent."""
    texts = (template_of(notice, channel) for channel in notice.channels)
    return any(mark.name in names for text in texts for mark in marks(text))


def words(notice: Notice, channel: str, ground: Ground, look: Look, held: bool = False) -> Words:
    """`held`: the count comes later."""

    def value(name: str, form: str) -> str:
        if held and name == "_count":
            return COUNT
        return plain_line(word(notice, ground, name, form, look))

    subject = fill(notice.subject, value) if notice.subject else notice.title.replace("<wbr>", "")
    return Words(plain_line(subject), fill(template_of(notice, channel), value).strip())


def word(notice: Notice, ground: Ground, name: str, form: str, look: Look) -> str:
    """One placeholder: a value given, one that the template works out, the engine's, an answer."""
    if name in ground.given:
        return formed(ground.given[name], form)
    if name.startswith("_"):
        return formed(ground.reserved.get(name, ""), form)
    if text := dict(notice.values).get(name):
        return formed(safe(ground, text), form)
    link, _, inner = name.partition(".")
    if inner:
        other = ground.linked(link)
        return _answer(other, inner, form, (), look(other)) if other else ""
    return _answer(ground, name, form, notice.sealed, look(ground))


def _answer(
    ground: Ground, name: str, form: str, allowed: tuple[str, ...], sight: Eyes | None
) -> str:
    question, answer = ground.answer(name)
    if question is None or answer is None or (sight and name in sight.hidden):
        return ""
    if is_missing(answer):
        return show(question, answer, ground.ctx)
    if veiled(question, allowed) or (sight and not sight.afar and name in sight.masked):
        return mask(question, answer)
    return spoken(question, answer, form, ground)


def veiled(question: Question, allowed: tuple[str, ...]) -> bool:
    """A sealed answer leaves the house only where the template names it."""
    return question.sealed and question.name not in allowed


def spoken(question: Question, answer: Any, form: str, ground: Ground) -> str:
    if form == "code":
        return " ".join(map(str, answer)) if isinstance(answer, list) else str(answer)
    if form == "mask" and type(type_of(question)).mask is not QuestionType.mask:
        return mask(question, answer)
    if form in ("cn", "upper"):
        return text_formed(str(answer), form)
    return text_formed(show(question, answer, ground.ctx), form)
