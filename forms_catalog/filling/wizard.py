"""The wizard over a draft: formtools walks the pages, a sheet keeps what was typed, nothing else does.

The page asked for is the one in the address; a GET changes nothing; a page is kept before it is
judged, so that going on without mending is always possible.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from formtools.wizard.storage.base import BaseStorage
from formtools.wizard.views import NamedUrlWizardView

from ..bundle import Bundle
from ..definition import Question
from ..problems import Problem
from ..questions import Context, type_of
from ..writers.django_form import QuestionField, form_class, problems_of
from .pages import Page


class Sheet(Protocol):
    """What a wizard fills: a form in one edition, and what was typed into it so far."""

    bundle: Bundle

    @property
    def pages(self) -> Sequence[Page]: ...

    @property
    def ctx(self) -> Context: ...

    def typed(self, step: str) -> Mapping[str, list[str]]:
        """Posted names and texts of one page."""

    def stands(self, question: str) -> bool:
        """Whether an answer is there already, so that an empty box leaves it as it is."""

    def settled(self, question: Question, raw: Any) -> Any:
        """What a page names by a digest alone, found again."""

    def shown(self, question: Question) -> bool:
        """Whether it is asked, as the answers stand."""

    def must(self, question: Question) -> bool:
        """Whether it has to be answered, as the answers stand."""


class PageStorage(BaseStorage):
    """The storage that formtools asks: a slice of the sheet for each step, kept by the sheet alone."""

    sheet: Sheet
    step: str = ""

    def turn(self, sheet: Sheet, step: str) -> None:
        self.sheet, self.step = sheet, step

    def _get_current_step(self) -> str:
        return self.step

    def _set_current_step(self, step: str) -> None:
        self.step = step

    def get_step_data(self, step: str) -> MultiValueDict[str, str]:
        return MultiValueDict(dict(self.sheet.typed(step)))

    def get_step_files(self, step: str) -> None:
        """Uploads are kept at once and stand among the texts by their digests."""

    def update_response(self, response: HttpResponse) -> None:
        """Nothing of a page is kept in cookies or sessions."""


class PageWizard(NamedUrlWizardView):
    """One page a request. A subclass keeps, draws and knows the addresses."""

    storage_name = "forms_catalog.filling.wizard.PageStorage"
    form_list: Any = (("none", forms.Form),)
    url_name = ""
    sheet: Sheet

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.sheet = kwargs["sheet"]
        self.form_list = forms_of(self.sheet)
        self.condition_dict: dict[str, Any] = {}

    def keep(self, step: str) -> HttpResponse | None:
        """Keeps what was posted; an answer of its own ends the request."""
        raise NotImplementedError

    def draw(self, step: str, problems: Sequence[Problem]) -> HttpResponse:
        raise NotImplementedError

    def leave(self, step: str | None) -> HttpResponse:
        """Where one goes from a page that is in order: `step` is the next, None after the last."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._turn(kwargs["step"])
        found: HttpResponse = super().get(request, *args, **kwargs)
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        step = self._turn(kwargs["step"])
        if answer := self.keep(step):
            return answer
        form = self.get_form(data=self.storage.current_step_data)
        fresh = self.fresh(step)
        told = [*problems_of(form), *self.objections(step)]
        if problems := [one for one in told if one.place.question not in fresh]:
            return self.draw(step, problems)
        return self.again(step) if fresh else self.leave(self.get_next_step(step))

    def objections(self, step: str) -> Sequence[Problem]:
        """What the form's own logic says of the answers of a page."""
        return ()

    def fresh(self, step: str) -> Collection[str]:
        """Questions that the answers of a page brought up and that it did not show: nobody missed them."""
        return ()

    def again(self, step: str) -> HttpResponse:
        """The page once more, with them."""
        return self.draw(step, ())

    def get_next_step(self, step: str | None = None) -> str | None:
        """The next page on which anything is asked, after one that may have vanished itself."""
        return next((other for other in self._open(step, 1)), None)

    def get_prev_step(self, step: str | None = None) -> str | None:
        return next((other for other in self._open(step, -1)), None)

    def _open(self, step: str | None, way: int) -> list[str]:
        steps = [page.step for page in self.sheet.pages]
        at = steps.index(step or self.steps.current)
        beyond = steps[at + 1 :] if way > 0 else steps[:at][::-1]
        pages = {page.step: page for page in self.sheet.pages}
        return [other for other in beyond if any(map(self.sheet.shown, pages[other].questions))]

    def render(self, form: forms.Form | None = None, **kwargs: Any) -> HttpResponse:
        return self.draw(self.steps.current, ())

    def get_form_prefix(self, step: Any = None, form: Any = None) -> None:
        """Names are those of the questions, on every page."""

    def get_form(self, step: Any = None, data: Any = None, files: Any = None) -> forms.Form:
        form: forms.Form = super().get_form(step, data, files)
        for name, field in list(form.fields.items()):
            assert isinstance(field, QuestionField)
            if not self.sheet.shown(field.question):
                del form.fields[name]
                continue
            field.ctx, field.settled = self.sheet.ctx, self.sheet.settled
            must = type_of(field.question).asked and self.sheet.must(field.question)
            field.required = must and not self.sheet.stands(name)
        return form

    def _turn(self, step: str) -> str:
        if step not in self.form_list:
            raise Http404
        self.storage.turn(self.sheet, step)
        return step


def forms_of(sheet: Sheet) -> dict[str, type[forms.Form]]:
    """The form classes of all pages, built once an edition and choice of questions."""
    pages = sheet.pages
    key = (sheet.bundle.digest, tuple(q.name for page in pages for q in page.questions))
    if key not in _FORMS:
        if len(_FORMS) >= MOST:
            _FORMS.clear()
        _FORMS[key] = {page.step: _form(sheet.bundle, page) for page in pages}
    return dict(_FORMS[key])


MOST = 100
_FORMS: dict[tuple[str, tuple[str, ...]], dict[str, type[forms.Form]]] = {}


def _form(bundle: Bundle, page: Page) -> type[forms.Form]:
    return form_class(bundle, tuple(question.name for question in page.questions))
