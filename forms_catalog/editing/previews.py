"""How a draft is shown while it is written: on the web, on a phone, on paper, as the real PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from ..bundle import Bundle, every_question
from ..definition import ChoiceList, FormDefinition, Ledger, Letter, Notice, Question, Section
from ..publishing import bundle_of
from ..questions import TYPES, Context, type_of
from ..rendering import template
from ..samples import sample_answers
from ..writers import pdf
from ..writers.field_of import Showing
from ..writers.paper import tables
from ..writers.web import blocks
from . import ledgers_previews, letters_previews, notices_previews
from .drafts import definition_of
from .words import plain

MODES = [("web", "网页"), ("mobile", "手机"), ("paper", "纸上"), ("pdf", "PDF")]
OF_KIND = {
    "form": MODES,
    "ledger": ledgers_previews.MODES,
    "notice": notices_previews.MODES,
    "letter": letters_previews.MODES,
}
BLANK = "（还没写）"


def modes(row: Any) -> list[tuple[str, str]]:
    """A list has one look only."""
    return OF_KIND.get(row.kind, MODES[:1])


@dataclass(frozen=True)
class Shown:
    """A draft made fit to be drawn, and what had to be left out of it."""

    bundle: Bundle
    answers: Mapping[str, Any]
    notes: tuple[str, ...]

    @property
    def ctx(self) -> Context:
        return Context(options=self.bundle.options)


def shown(draft: FormDefinition) -> Shown:
    """Half-written drafts are shown too: gaps are said, never stumbled over."""
    form = replace(draft, title=draft.title or BLANK, sections=_sections(draft))
    bundle = _bundle(form)
    return Shown(bundle, sample_answers(bundle), tuple(_notes(draft, bundle)))


def _bundle(form: FormDefinition) -> Bundle:
    """Without what it takes in, when that is not there or takes in this form again."""
    whole = bundle_of(form)
    if _resolves(whole):
        return whole
    return bundle_of(replace(form, sections=tuple(s for s in form.sections if not s.include)))


def _resolves(bundle: Bundle) -> bool:
    try:
        return len(bundle.placed) >= 0
    except (KeyError, AssertionError, RecursionError):
        return False


def _sections(draft: FormDefinition) -> tuple[Section, ...]:
    return tuple(
        replace(section, questions=tuple(_questions(section.questions)))
        for section in draft.sections
        if section.include.partition(".")[0] != draft.id
    )


def _questions(questions: tuple[Question, ...]) -> list[Question]:
    return [
        replace(
            question,
            label=question.label.strip() or BLANK,
            questions=tuple(_questions(question.questions)),
        )
        for question in questions
        if question.type in TYPES
    ]


def _notes(draft: FormDefinition, bundle: Bundle) -> list[str]:
    """What the picture lacks, in words."""
    found = []
    for question in every_question(draft):
        used = question.option("choices", "")
        if isinstance(used, str) and used and used not in bundle.options:
            found.append(f"“{plain(question.label) or BLANK}”用的选项表“{used}”还没有发布")
    for section in draft.sections:
        source = section.include.partition(".")[0]
        if source and f"form:{source}" not in bundle.embedded:
            found.append(f"引用的表“{source}”还没有发布，这里先不显示")
    return found


def typed(bundle: Bundle, answers: Mapping[str, Any], ctx: Context) -> dict[str, Any]:
    """The answers as a hand would have typed them: a form being filled shows nothing masked."""
    pairs = ((question, answers.get(name)) for name, (question, _) in bundle.questions.items())
    return {q.name: _edited(q, answer, ctx) for q, answer in pairs if answer is not None}


def _edited(question: Question, answer: Any, ctx: Context) -> Any:
    if question.questions:
        columns = {column.name: column for column in question.questions}
        return [
            {
                name: _edited(columns[name], cell, ctx) if name in columns else cell
                for name, cell in row.items()
            }
            for row in answer
        ]
    if isinstance(answer, dict):
        return "paper" if "paper" in answer else ""
    return type_of(question).edit(answer, question, ctx)


def show(row: Any, request: HttpRequest, mode: str) -> HttpResponse:
    """The preview that Wagtail asks for."""
    draft = definition_of(row)
    if isinstance(draft, Ledger):
        return ledgers_previews.show_ledger(draft, request, mode)
    if isinstance(draft, Letter):
        return letters_previews.show_letter(draft)
    if isinstance(draft, Notice):
        return notices_previews.show_notice(draft, request)
    if isinstance(draft, ChoiceList):
        return render(request, "web/preview_list.html", {"list": draft}, using="jinja2")
    draw = {"mobile": _phone, "paper": _paper, "pdf": _pdf}.get(mode, _web)
    return draw(request, shown(draft))


def _page(request: HttpRequest, look: Shown) -> dict[str, Any]:
    view = Showing(look.ctx, posted=typed(look.bundle, look.answers, look.ctx), alone=True)
    return {
        "title": look.bundle.form.title,
        "notes": look.notes,
        "blocks": blocks(look.bundle.placed, view, frozenset(look.bundle.through)),
    }


def _web(request: HttpRequest, look: Shown) -> HttpResponse:
    return render(request, "web/preview.html", _page(request, look), using="jinja2")


def _phone(request: HttpRequest, look: Shown) -> HttpResponse:
    page = render_to_string("web/preview.html", _page(request, look), request, using="jinja2")
    return render(request, "web/preview_phone.html", {"page": page}, using="jinja2")


def _paper(request: HttpRequest, look: Shown) -> HttpResponse:
    form = look.bundle.form
    page = template("print/form.html").render(
        form=form,
        tables=tables(look.bundle, look.answers, look.ctx),
        sheet=pdf.Sheet(),
        page=form.print.page if form.print else "A4",
        secrecy=form.print.secrecy if form.print else "",
    )
    style = f'<link rel="stylesheet" href="{reverse("paper_css")}"></head>'
    return HttpResponse(page.replace("</head>", style, 1))


def _pdf(request: HttpRequest, look: Shown) -> HttpResponse:
    made = pdf.draw(look.bundle, look.answers, look.ctx, pdf.Sheet(state="预览"))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="preview.pdf"'
    return response
