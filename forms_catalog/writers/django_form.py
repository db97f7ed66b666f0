"""A Django form class of a Bundle: what the wizard and the admin build on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..bundle import Bundle
from ..definition import Question
from ..posted import ABSENT, raw_of
from ..problems import Refused
from ..questions import Context, read, type_of


class QuestionWidget(forms.Widget):
    """Reads a question's raw value under the names our controls post; drawing is the templates'."""

    needs_multipart_form = True

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return raw_of(self.question, data, files, name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return raw_of(self.question, data, files, name) is ABSENT


class QuestionField(forms.Field):
    """Hands the judging to the question's type; errors keep the problem's code."""

    def __init__(self, question: Question, ctx: Context) -> None:
        required = question.required is True and type_of(question).asked
        super().__init__(
            required=required,
            label=question.label,
            help_text=question.hint,
            widget=QuestionWidget(question),
        )
        self.question = question
        self.ctx = ctx

    def clean(self, value: Any) -> Any:
        try:
            answer = read(self.question, None if value is ABSENT else value, self.ctx)
        except Refused as refused:
            raise ValidationError(
                [ValidationError(problem.text, code=problem.code) for problem in refused]
            ) from None
        if answer is None and self.required:
            words = self.question.required_message or f"请填写{self.question.label}"
            raise ValidationError(words, code="answer.required")
        return answer


def form_class(
    bundle: Bundle, names: tuple[str, ...] = (), ctx: Context | None = None
) -> type[forms.Form]:
    """A form of all questions, or of those named, in their order."""
    ctx = ctx or Context(options=bundle.options)
    asked = [bundle.questions[name][0] for name in names or bundle.questions]
    fields = {q.name: QuestionField(q, ctx) for q in asked if type_of(q).stored}
    return type("BundleForm", (forms.Form,), fields)
