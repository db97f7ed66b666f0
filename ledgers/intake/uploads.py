"""Uploads that answers name: whose they may be, and to which record they belong from now on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q

from forms_catalog.definition import Question
from forms_catalog.problems import Problem

from ..models import File
from .plan import Plan


def named(question: Question, answer: Any) -> Iterator[str]:
    """The digests that an answer names, in the cells of a table too."""
    if isinstance(answer, dict) and "sha256" in answer:
        yield answer["sha256"]
    for row in answer if question.questions and isinstance(answer, list) else ():
        for column in question.questions:
            yield from named(column, row.get(column.name))


def strangers(plan: Plan, actor: Any) -> list[Problem]:
    """Problems of uploads that are neither the actor's own and free nor the record's already."""
    wanted = {digest: name for name, digest in _fresh(plan)}
    rows = File.objects.unscoped("whose the uploads are that the answers name")
    for row in rows.filter(sha256__in=wanted) if wanted else ():
        own = row.record_id is None and row.author_id == getattr(actor, "pk", None)
        if own or (plan.record and row.record_id == plan.record.pk):
            del wanted[row.sha256]
    text = "这份文件没有传上来，请重新上传"
    return [Problem("file.unknown", text).at(question=name) for name in wanted.values()]


def _fresh(plan: Plan) -> Iterator[tuple[str, str]]:
    """The questions whose answers change, each with every upload that its new answer names."""
    for name, answer in plan.after.items():
        if not isinstance(answer, dict | list):
            continue
        question = plan.questions.get(name)
        same = plan.before.get(name) == answer and name not in plan.reseal
        for digest in named(question, answer) if question and not same else ():
            yield name, digest


def hold(plans: Sequence[Plan]) -> None:
    """Uploads named by an answer belong to the record from now on; none is taken from another."""
    for plan in plans:
        for name, digest in _fresh(plan):
            rows = File.objects.unscoped("named by the answer just judged")
            own = Q(record=None) | Q(record=plan.pk) if plan.upgrades else Q(record=None)
            rows.filter(own, sha256=digest).update(record=plan.pk, question=name)
