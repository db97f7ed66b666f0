"""A Django form class of a Bundle: what the wizard and the admin build on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..bundle import Bundle
from ..definition import Question
from ..posted import ABSENT, raw_of
from ..problems import Problem, Refused
from ..questions import Context, read, type_of


class Objection(ValidationError):
    """A problem as Django's forms carry it: its code, its words, and itself with its place."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text, code=problem.code)
        self.problem = problem


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
        self.settled: Callable[[Question, Any], Any] | None = None
        """Finds again what a page names by its digest alone: an upload sent before."""

    def clean(self, value: Any) -> Any:
        raw = None if value is ABSENT else value
        if self.settled and raw is not None:
            raw = self.settled(self.question, raw)
        try:
            answer = read(self.question, raw, self.ctx)
        except Refused as refused:
            raise ValidationError([Objection(problem) for problem in refused]) from None
        if answer is None and self.required:
            words = self.question.required_message or f"请填写{self.question.label}"
            raise Objection(Problem("answer.required", words).at(question=self.question.name))
        return answer


def form_class(
    bundle: Bundle, names: tuple[str, ...] = (), ctx: Context | None = None
) -> type[forms.Form]:
    """A form of all questions, or of those named, in their order."""
    ctx = ctx or Context(options=bundle.options)
    asked = [bundle.questions[name][0] for name in names or bundle.questions]
    fields = {q.name: QuestionField(q, ctx) for q in asked if type_of(q).stored}
    return type("BundleForm", (forms.Form,), fields)


def problems_of(form: forms.Form) -> list[Problem]:
    """What the fields of a form object to, in their order."""
    found = form.errors.as_data()
    errors = (error for name in form.fields for error in found.get(name, ()))
    return [error.problem for error in errors if isinstance(error, Objection)]
