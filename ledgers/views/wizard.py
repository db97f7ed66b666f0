"""A form page by page: kept before it is judged, so that nobody loses what was typed."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.filling import Page
from forms_catalog.filling.wizard import PageWizard
from forms_catalog.problems import Problem

from ..drafts import Lost, Sheet, TooMuch
from ..sealing import KeysMissing, house_keys
from . import renewing
from .carrying import offers
from .desk import ALL, CHECK, Desk
from .formpage import NO_KEYS, TOO_MUCH, both, desk_of, hidden, lost, new_desk, saved_words
from .frame import ledger_or_404, may, staff
from .knowing import known_already
from .live import page_data, unseen
from .looks import WHOLE, door_of, switched
from .normal import normals, with_normals
from .offering import first_call
from .sending import offered
from .untouched import touched


@staff
def first(request: HttpRequest, key: str) -> HttpResponse:
    """The first page of a form that nobody has begun; its POST begins a draft."""
    ledger = ledger_or_404(request, key)
    if not may(request, ledger, "opening"):
        raise Http404
    if request.method != "POST":
        house_keys()
    desk, asked = new_desk(request, ledger), request.POST.get("step", "")
    return _walk(request, desk, asked if desk.page(asked) else "")


@staff
def step(request: HttpRequest, uid: uuid.UUID, step: str) -> HttpResponse:
    desk = desk_of(request, uid)
    return desk if isinstance(desk, HttpResponse) else _walk(request, desk, step)


def _walk(request: HttpRequest, desk: Desk, step: str) -> HttpResponse:
    if desk.withdrawn:
        return renewing.instead(request, desk, step or desk.pages[0].step)
    answer: HttpResponse = _wizard(request, sheet=desk, step=step or desk.pages[0].step)
    return answer


class StepWizard(PageWizard):
    """Draws with our macros and keeps in the draft."""

    url_name = "draft-step"
    sheet: Desk  # type: ignore[assignment]

    def keep(self, step: str) -> HttpResponse | None:
        desk, post = self.sheet, self.request.POST
        if post.get("go") == "switch" and not desk.kept and not touched(desk, step, post):
            return switched(self._other_door(), WHOLE)
        try:
            desk.keep(step, post, self.request.FILES)
        except Lost:
            return lost(self.request, desk.sheet.uid)
        except Exception as error:
            return self._unkept(step, error)
        return self._bidden(step, post.get("go", ""), post.get("more", ""))

    def objections(self, step: str) -> Sequence[Problem]:
        """Constraints, rules and doubles that are told on this page; doubts wait for the last one."""
        page, outcome = self.sheet.page(step), self.sheet.outcome
        if page is None:
            return ()
        told = [problem for problem in outcome.problems if not problem.warn] if outcome else []
        told += known_already(self.sheet, page.names)
        return [one for one in told if one.place.question.split(".")[0] in page.names]

    def fresh(self, step: str) -> Collection[str]:
        """Without JavaScript a question comes up only now; it is shown before one goes on."""
        page = self.sheet.page(step)
        questions = page.questions if page else ()
        unseen = set(self.request.POST.get("unseen", "").split()) - self.sheet.answered()
        return {q.name for q in questions if q.name in unseen and self.sheet.shown(q)}

    def again(self, step: str) -> HttpResponse:
        return self.draw(step, (), note=MORE_ASKED)

    def _unkept(self, step: str, error: Exception) -> HttpResponse:
        """The page again, everything typed still on it."""
        desk = self.sheet
        status, problem = refusal(error)
        desk.hold(step, self.request.POST)
        there = getattr(error, "sheet", None)
        return self.draw(step, [problem] if problem else [], there=there, status=status)

    def _bidden(self, step: str, go: str, more: str) -> HttpResponse | None:
        """What another button than 保存并继续 asks for."""
        desk = self.sheet
        if more or (desk.problems and go != "on"):
            return self.draw(step, desk.problems, more=more)
        if go == "later":
            return redirect("work")
        if go == "switch":
            return switched(redirect(desk.href(ALL)), WHOLE)
        if go == "normal":
            desk.change(lambda sheet: with_normals(desk, sheet, step))
        if go in ("normal", "stay"):
            return redirect(self._back(desk.href(step)))
        return self.leave(self.get_next_step(step)) if go == "on" else None

    def leave(self, step: str | None) -> HttpResponse:
        if self.request.GET.get("back") == CHECK or step is None:
            return redirect(self.sheet.href(CHECK))
        return redirect(self.sheet.href(step))

    def _back(self, href: str) -> str:
        return f"{href}?back={CHECK}" if self.request.GET.get("back") == CHECK else href

    def _other_door(self) -> HttpResponse:
        given = {name: uid for name, (uid, _) in self.sheet.content.through.items()}
        if like := self.request.POST.get("like"):
            given["like"] = like
        return redirect(door_of(self.sheet.ledger, WHOLE, **given))

    def draw(
        self,
        step: str,
        problems: Sequence[Problem],
        more: str = "",
        there: Sheet | None = None,
        status: int = 0,
        note: str = "",
    ) -> HttpResponse:
        desk = self.sheet
        page = desk.page(step)
        assert page is not None
        context = _context(self.request, desk, page, problems, there) | {"note": note}
        context |= drawn(desk, page, problems, more)
        context |= {"action": self._back(desk.href(step)), "back_href": self._before(step)}
        status = status or (422 if problems else 200)
        return render(self.request, "web/step.html", context, status=status)

    def _before(self, step: str) -> str:
        if self.request.GET.get("back") == CHECK:
            return self.sheet.href(CHECK)
        before = self.get_prev_step(step)
        return self.sheet.href(before) if before else ""


MORE_ASKED = "根据刚才填的，这一页又多了要填的，请接着填"
_wizard = StepWizard.as_view(url_name="draft-step")


def refusal(error: Exception) -> tuple[int, Problem | None]:
    """How a page says that it could not be kept; what nobody expected is raised on."""
    if hasattr(error, "sheet"):
        return 409, None
    if isinstance(error, TooMuch):
        return 413, Problem("draft.too-much", TOO_MUCH)
    if isinstance(error, KeysMissing):
        return 503, Problem("keys.missing", NO_KEYS)
    raise error


def drawn(desk: Desk, page: Page, problems: Sequence[Problem], more: str) -> dict[str, Any]:
    """The controls of one page."""
    names, sitting = page.names, desk.sitting
    if names - desk.fresh:
        desk.read(names)
    sitting.problems = list(problems)
    sitting.ask = len(page.questions) == 1
    made = sitting.blocks(more, [page.placed])
    alone = [f for block in made for f in block.fields if f.ask]
    live = page_data(sitting, desk.sheet.edition, names)
    return {"blocks": made, "headed": bool(alone), "live": live, "unseen": unseen(made)}


def _context(
    request: HttpRequest,
    desk: Desk,
    page: Page,
    problems: Sequence[Problem],
    there: Sheet | None,
) -> dict[str, Any]:
    done, asked = desk.progress()
    name, form = desk.title(), desk.bundle.form.title
    begins = page is desk.pages[0] and not desk.kept and not desk.content.carried
    return {
        "form_title": form,
        "of": f"{name}的{form}" if name else form,
        "page": page,
        "done": done,
        "asked": asked,
        "share": round(100 * done / asked, 1) if asked else 0,
        "problems": sitting_order(desk, problems),
        "hidden": hidden(request, desk, page.step, there),
        "save_href": desk.save_href,
        "saved": saved_words(desk),
        "both": both(desk, there, page.step) if there else None,
        "normal": bool(normals(desk.bundle).keys() & page.names),
        "offers": _offers(request, desk) if begins and request.method == "GET" else [],
        "exit_href": reverse("work"),
        "first_call": first_call(desk.ledger),
        "offer": offered(problems, ""),
        "mends": request.GET.get("back") == CHECK,
    }


def _offers(request: HttpRequest, desk: Desk) -> list[tuple[str, str]]:
    """「同户带入」: the same door again, with the answers of a record."""
    given = {name: uid for name, (uid, _) in desk.content.through.items()}
    return [
        (title, door_of(desk.ledger, "pages", **given, like=uid))
        for uid, title in offers(request.user, desk.ledger)
    ]


def sitting_order(desk: Desk, problems: Sequence[Problem]) -> list[Problem]:
    return desk.sitting.in_order(problems)
