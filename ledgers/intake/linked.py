"""Answers of other records that a form's logic reads: of the same sitting, or kept and in scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from forms_catalog import editions
from forms_catalog.expressions.values import Value
from forms_catalog.logic import Program, program_of
from forms_catalog.logic.scene import Unknown
from forms_catalog.logic.worth import value_of

from ..models import Record
from ..sealing import DataKey, open_answers
from ..submission import Submission
from .plan import Plan


def given(
    program: Program, plan: Plan, before: Sequence[Plan], submission: Submission
) -> tuple[dict[str, Any], frozenset[str]]:
    """(answers of the records this form is filled through, names that cannot be seen here).

    A record out of the actor's scope is not read: what rests on it stays as it is.
    """
    found: dict[str, Any] = {}
    unknown: set[str] = set()
    for link in program.bundle.through:
        needed = program.needs(link)
        answers = _of_link(plan, link, before, submission) if needed else {}
        if answers is None:
            unknown |= needed
        else:
            found |= {name: answer for name, answer in answers.items() if name in needed}
    return found, frozenset(unknown)


def _of_link(
    plan: Plan, link: str, before: Sequence[Plan], submission: Submission
) -> Mapping[str, Any] | None:
    uid = plan.after.get(link)
    if not isinstance(uid, str):
        return None
    for other in before:
        if other.uid == uid:
            return other.after
    record = plan.known.record(submission.actor, uid)
    return answers_of(record) if record else None


def answers_of(record: Record) -> dict[str, Any]:
    """What a record answers, in clear, for judging alone."""
    questions = editions.bundle(record.edition_id).own
    key = None
    if record.data_key:
        key = DataKey.load(str(record.uid), record.key_id, bytes(record.data_key))
    return open_answers(key, questions, record.answers)


def look_up(
    plan: Plan, before: Sequence[Plan], submission: Submission, link: str, column: str
) -> Value:
    """A declared column of the record that a question points at; its version is kept with the change."""
    uid = plan.after.get(link)
    question = plan.questions.get(link)
    if not isinstance(uid, str) or question is None:
        return ""
    for other in before:
        if other.uid == uid:
            asked = other.questions.get(column)
            return value_of(asked, other.after.get(column)) if asked and not asked.sealed else ""
    ledger = question.option("record")
    together = program_of(editions.bundle(plan.edition)).looked.get(link, (column,))
    found = plan.known.columns(submission.actor, ledger, uid, together).get(column)
    if found is None:
        raise Unknown(f"{link}.{column}")
    plan.sources[f"{link}.{column}"] = {"record": uid, "version": found.version}
    return found.value
