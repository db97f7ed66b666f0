"""Trying a draft out with the real controls; nothing that is typed here is stored anywhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from ...questions import Context
from ...writers.field_of import Showing
from ...writers.web import blocks
from .. import standing, trying
from ..previews import Shown, shown
from ..words import plain
from .base import DraftView


class TryView(DraftView):
    """The whole form on one page, judged as far as a single form can be judged."""

    about = "试填"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page(shown(self.draft))

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        look = shown(self.draft)
        asked = self._asked(look)
        typed = trying.raws(asked, request.POST, request.FILES)
        more = request.POST.get("more", "")
        ctx = self._ctx(look)
        outcome = trying.outcome_of(look.bundle, typed, ctx)
        problems = [] if more else trying.faults(asked, typed, ctx, outcome)
        return self._page(look, _drawable(typed), problems, more, done=not problems and not more)

    def _ctx(self, look: Shown) -> Context:
        return Context(options=look.bundle.options, user=self.request.user)

    def _skipped(self, look: Shown) -> frozenset[str]:
        """Questions that point at records: those are chosen in earnest only."""
        pointing = {q.name for q in look.bundle.record_questions}
        return frozenset(pointing) | frozenset(look.bundle.through)

    def _asked(self, look: Shown) -> dict[str, Any]:
        skip = self._skipped(look)
        return {
            name: question
            for name, (question, _) in look.bundle.questions.items()
            if name not in skip
        }

    def _page(
        self,
        look: Shown,
        typed: Any = None,
        problems: Any = (),
        more: str = "",
        done: bool = False,
    ) -> HttpResponse:
        ctx = self._ctx(look)
        view = Showing(
            ctx,
            posted=typed,
            problems={problem.place.question: problem for problem in problems},
            more=more,
            outcome=trying.outcome_of(look.bundle, typed, ctx),
        )
        skip = self._skipped(look)
        told = [
            f"“{plain(q.label)}”要到真的填表时才选"
            for q in look.bundle.record_questions
            if q.name not in look.bundle.through
        ]
        context = {
            "title": look.bundle.form.title,
            "notes": [*look.notes, *told],
            "blocks": blocks(look.bundle.placed, view, skip),
            "problems": problems,
            "done": done,
            "back": standing.href(self.object, "edit"),
        }
        page = render(
            self.request,
            "web/trying.html",
            context,
            status=422 if problems else 200,
            using="jinja2",
        )
        page["Cache-Control"] = "no-store"
        return page


def _drawable(typed: dict[str, Any]) -> dict[str, Any]:
    """Without uploads: a page cannot show again what was not kept."""
    return {name: raw for name, raw in typed.items() if not hasattr(raw, "chunks")}
