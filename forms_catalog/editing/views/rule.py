"""Reads rules and typed expressions for the page that edits them: the browser never parses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from ...blocks import decisions_block, from_stream, names_in, questions_block
from ...definition import Decision, FormDefinition, Question, load
from ...expressions import Node, check, is_expression, to_text
from ...expressions.building import compile_rule, decompile, depth
from ...expressions.offered import EVERY, OPERATORS
from ...expressions.patterns import PATTERNS
from ...problems import Refused
from .. import drafts
from ..asking import Asked, problem_said
from ..forms import published_names
from ..ledgers_asking import ledger_asked
from ..papers_asking import paper_asked
from ..previews import shown
from .base import DraftView

MOST = 60
"""Questions to the view in one request."""
WORDS = "words"
"""What is asked of a text with placeholders."""
DEEPEST = 2
"""Groups in one another that the page can show."""


class RuleView(DraftView):
    """Answers what a page asks of its expressions; nothing is stored."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(status=405)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            asks = json.loads(request.POST.get("asks", "[]"))
        except ValueError:
            return HttpResponse(status=400)
        if not isinstance(asks, list) or not all(isinstance(one, dict) for one in asks):
            return HttpResponse(status=400)
        asked = self.asked_of(self.draft, request.POST)
        answers = [answer(asked.beside(_about(one)), one) for one in asks[:MOST]]
        found: dict[str, Any] = {"answers": answers}
        if "fields" in request.POST:
            found |= offer(asked.beside(_about(request.POST)))
        response = JsonResponse(found)
        response["Cache-Control"] = "no-store"
        return response

    def asked_of(self, draft: Any, post: Any) -> Asked:
        return asked_of(draft, post)


class LedgerRuleView(RuleView):
    """The same for a ledger."""

    def asked_of(self, draft: Any, post: Any) -> Asked:
        return ledger_asked(draft, post)


class PaperRuleView(RuleView):
    """The same for a notice or a letter, whose texts are read too."""

    def asked_of(self, draft: Any, post: Any) -> Asked:
        return paper_asked(draft, post)


def _about(said: Any) -> str:
    """The ledger that an expression names itself; '' is the page's own."""
    return str(said.get("about") or "")


def offer(asked: Asked) -> dict[str, Any]:
    """Everything that the builder's controls offer."""
    formats = [(one.name, one.label) for one in PATTERNS.values()]
    return {"operators": OPERATORS, "every": EVERY, "formats": formats} | asked.offer()


def asked_of(form: FormDefinition, post: Any) -> Asked:
    """The draft with the section that stands unsaved on the page."""
    names: dict[str, str] = {}
    with suppress(
        KeyError, ValueError, TypeError
    ):  # half a page: what is said of the draft will do
        form, names = _merged(form, post)
    return Asked(shown(form).bundle, names)


def _merged(form: FormDefinition, post: Any) -> tuple[FormDefinition, dict[str, str]]:
    published = published_names(form.id)
    if "decisions-count" in post:
        block = decisions_block()
        typed = {one.name: one for one in _decisions(block, post)}
        kept = [typed.pop(one.name, one) for one in form.decisions]
        return replace(form, decisions=(*kept, *typed.values())), {}
    section = drafts.section_of(form, post.get("section", ""))
    if section is None or "questions-count" not in post:
        return form, {}
    value = questions_block().value_from_datadict(post, {}, "questions")
    asked = from_stream(value, published=published)
    return (
        drafts.with_section(form, replace(section, questions=asked)),
        names_in(value, published),
    )


def _decisions(block: Any, post: Any) -> Iterator[Decision]:
    value = block.value_from_datadict(post, {}, "decisions")
    said = [one for one in block.said(value) if one.get("name")]
    form = load({"kind": "form", "id": "x", "title": "x", "decisions": said})
    assert isinstance(form, FormDefinition)
    yield from form.decisions


def answer(asked: Asked, ask: dict[str, Any]) -> dict[str, Any]:
    """Canonical text, rule where it fits, words, problems with their place in the text."""
    found: dict[str, Any] = {"id": ask.get("id")}
    what, own = str(ask.get("what", "")), _own(asked, ask)
    if ask.get("rule") is not None:
        return found | _of_rule(asked, ask["rule"], own, what)
    text = str(ask.get("text", ""))
    if what == WORDS:
        return found | {"text": text, "rule": None} | asked.read(text, str(ask.get("box", "")))
    if not text.strip() or (what == "maybe" and not is_expression(text)):
        return found | {"text": text, "rule": None, "words": "", "problems": []}
    return found | _of_text(asked, text, own, what)


def _own(asked: Asked, ask: dict[str, Any]) -> Question | None:
    """The question that the expression belongs to, None on the page of rules."""
    return asked.question(asked.names.get(str(ask.get("own", "")), ""))


def _of_rule(asked: Asked, rule: Any, own: Question | None, what: str) -> dict[str, Any]:
    if not _parts(rule):
        return {"text": "", "rule": None, "words": "", "problems": []}
    try:
        text = to_text(compile_rule(rule))
    except Refused as refused:
        problems = [problem_said(one) for one in refused]
        return {"text": None, "rule": rule, "words": "", "problems": problems}
    return _of_text(asked, text, own, what)


def _parts(rule: Any) -> Any:
    return next(iter(rule.values()), None) if isinstance(rule, dict) else None


def _of_text(asked: Asked, text: str, own: Question | None, what: str) -> dict[str, Any]:
    node, problems = check(text, asked.scope(own, what))
    if node is None:
        told = [problem_said(one) for one in problems]
        return {"text": text, "rule": None, "words": "", "problems": told}
    return {
        "text": to_text(node),
        "rule": _rule(node),
        "words": asked.say(node, own.name if own else ""),
        "problems": [problem_said(one) for one in problems],
    }


def _rule(node: Node) -> dict[str, Any] | None:
    rule = decompile(node)
    return rule if rule and depth(rule) <= DEEPEST else None
