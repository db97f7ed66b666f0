"""Check your answers: everything as it will be kept, what is missing first; its POST alone submits."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.definition import Question
from forms_catalog.filling import Page
from forms_catalog.problems import Problem
from forms_catalog.questions import mask, show, type_of

from ..drafts import Drafts, Lost, Sheet, owner
from ..intake import accept, objections
from ..intake.doubts import stops
from ..submission import Part
from ..witnessing.subjects import filled
from . import renewing, several
from .desk import CHECK, Desk, reasons_of
from .formpage import desk_of, hidden, lost, said, saved_words
from .frame import staff
from .sending import conflict, offer, sent, status_of


@staff
def check(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """GET shows and judges, and writes nothing; POST hands every part to the gate."""
    desk = desk_of(request, uid)
    if isinstance(desk, HttpResponse):
        return desk
    if desk.withdrawn:
        return renewing.instead(request, desk, None)
    if not desk.kept:
        return lost(request, uid)
    if request.method != "POST":
        return _page(request, desk)
    try:
        return _submit(request, desk)
    except Lost:
        return lost(request, uid)


def _submit(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What was added on this page is kept first."""
    note(request, desk)
    if request.POST.get("go"):
        find = request.POST.get("find", "") if request.POST["go"] == "find" else None
        return _page(request, desk, find=find) if find is not None else redirect(desk.href(CHECK))
    result = accept(sent(desk, parts_of(desk)))
    if result.ok:
        Drafts(request.user).remove(desk.sheet.uid)
        return redirect("receipt", key=result.key)
    desk.problems = list(result.problems)
    both = conflict(request, desk, result)
    return _page(request, desk, both=both, status=status_of(result))


def note(request: HttpRequest, desk: Desk) -> None:
    """Reasons and the records that were ticked; answers are not posted here."""

    def change(sheet: Sheet) -> None:
        sheet.content.reasons |= reasons_of(request.POST, desk.names())
        sheet.content.also = several.chosen(request, desk, sheet.content.also)
        sheet.content.at = CHECK

    desk.change(change)


def parts_of(desk: Desk) -> tuple[Part, ...]:
    return several.repeated(desk, desk.read())


def _page(
    request: HttpRequest, desk: Desk, both: Any = None, find: str = "", status: int = 200
) -> HttpResponse:
    parts = parts_of(desk)
    problems = desk.problems or list(objections(sent(desk, parts)))
    problems = desk.sitting.in_order(p for p in once(problems) if not _settled(p))
    wrong = [_line(desk, problem) for problem in problems if _to_mend(problem)]
    doubts = [_line(desk, problem) for problem in problems if not _to_mend(problem)]
    form, name = desk.bundle.form, desk.title()
    filled(desk.sitting, desk.sitting.sections)
    context = {
        "over": f"{name}的{form.title}" if name else form.title,
        "wrong": wrong,
        "doubts": doubts,
        "problems": [problem for problem in problems if _to_mend(problem)],
        "sections": _sections(desk, {owner(p.place.question) for p in problems if _to_mend(p)}),
        "hidden": hidden(request, desk, CHECK),
        "action": desk.href(CHECK),
        "save_href": desk.save_href,
        "back_href": desk.href(desk.open_pages[-1].step),
        "exit_href": reverse("work"),
        "saved": saved_words(desk),
        "conflict": both,
        "offer": offer(desk),
        "also": several.offered(request, desk, find),
    }
    return render(request, "web/check.html", context, status=status)


def _settled(problem: Problem) -> bool:
    """A doubt whose reason the form itself asked for, and got."""
    return problem.warn and "reason" in dict(problem.data) and not stops(problem)


def _to_mend(problem: Problem) -> bool:
    """What no reason written here lets pass: the form may ask for the reason itself."""
    return not problem.warn or ("reason" in dict(problem.data) and stops(problem))


def once(problems: Iterable[Problem]) -> list[Problem]:
    """What is wrong with an answer that several records get is told once, and explained once."""
    told: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        told.setdefault((problem.code, problem.place.question), problem)
    return list(told.values())


def _line(desk: Desk, problem: Problem) -> SimpleNamespace:
    """A problem, the page where it is mended, and the words given for it."""
    name = owner(problem.place.question)
    page = next((page for page in desk.pages if name in page.names), None)
    spot = "q-" + problem.place.question.replace(".", "-")
    return SimpleNamespace(
        text=problem.text,
        name=name,
        label=desk.bundle.questions[name][0].label if page else "",
        href=f"{desk.href(page.step)}?back={CHECK}#{spot}" if page else "",
        why=desk.content.reasons.get(name, ""),
    )


def _sections(desk: Desk, bad: set[str]) -> list[tuple[str, list[SimpleNamespace]]]:
    """(heading, lines) of every section, as they are filled."""
    found: dict[int, tuple[str, list[SimpleNamespace]]] = {}
    for page in desk.open_pages:
        lines = [_answer(desk, page, q, bad) for q in page.questions if _shown(desk, q)]
        found.setdefault(page.part, (page.label, []))[1].extend(lines)
    return [section for section in found.values() if section[1]]


def _shown(desk: Desk, question: Question) -> bool:
    """What is asked, and what was worked out of it."""
    if not type_of(question).stored or question.number or not desk.shown(question):
        return False
    return type_of(question).asked or _computed(desk, question) is not None


def _computed(desk: Desk, question: Question) -> Any:
    """The worked-out answer of a question that nobody types."""
    typed = type_of(question).asked and not question.calculation
    return desk.outcome.answers.get(question.name) if desk.outcome and not typed else None


def _answer(desk: Desk, page: Page, question: Question, bad: set[str]) -> SimpleNamespace:
    words, masked, brought = _words(desk, question)
    return SimpleNamespace(
        label=question.label,
        words=words,
        masked=masked,
        brought=brought,
        bad=question.name in bad,
        because=_because(desk, question),
        fixed=_computed(desk, question) is not None,
        href=f"{desk.href(page.step)}?back={CHECK}#q-{question.name}",
    )


def _because(desk: Desk, question: Question) -> tuple[str, ...]:
    """The words of the rows that gave a worked-out answer."""
    told = desk.outcome.told if desk.outcome else {}
    found = told.get(question.option("decision", "") or question.name)
    return found.why if found else ()


def _words(desk: Desk, question: Question) -> tuple[str, bool, bool]:
    """(words, whether they are a mask, whether they were brought along and not looked at)."""
    posted = desk.sitting.posted or {}
    if (worked_out := _computed(desk, question)) is not None:
        if desk.sitting.masks(question):
            return mask(question, worked_out), True, False
        return show(question, worked_out, desk.ctx), False, False
    if question.name in posted:
        return said(question, posted[question.name], desk.ctx), question.sealed, False
    seats = desk.sitting.seats
    answer = next((s.stored[question.name] for s in seats if question.name in s.stored), None)
    if answer is None:
        return "", False, False
    masked = desk.sitting.masks(question)
    words = mask(question, answer) if masked else show(question, answer, desk.ctx)
    return words, masked, question.name in desk.fresh
