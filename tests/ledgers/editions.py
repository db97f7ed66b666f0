"""Newer editions of a form, made in a test: questions renamed, dropped, added, sealed; who moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from forms_catalog.definition import FormDefinition, Question, dump, load
from forms_catalog.models import Template
from ledgers.models import Change
from ledgers.publishing import publish_all
from ledgers.registry import live
from ledgers.submission import UPGRADE, Part
from ledgers.views.showing import opened
from tests.ledgers.tools import row, send

type Edit = Callable[[Question], Question | None]


def renamed(name: str, **more: Any) -> Edit:
    """The question under another name that says what it was."""
    return lambda question: replace(question, name=name, was=question.name, **more)


def with_(**changes: Any) -> Edit:
    return lambda question: replace(question, **changes)


def gone(question: Question) -> None:
    """The question is not asked any more."""


def edited(
    questions: Iterable[Question], edits: dict[str, Edit], added: Iterable[Question] = ()
) -> tuple[Question, ...]:
    found = (edits[q.name](q) if q.name in edits else q for q in questions)
    return (*(question for question in found if question), *added)


def new_form(key: str, added: Iterable[Question] = (), **edits: Edit) -> None:
    """The form's next edition; its first section of its own gets what is added."""
    row = Template.objects.get(kind="form", key=key)
    form = load(row.body)
    assert isinstance(form, FormDefinition)
    sections = []
    for section in form.sections:
        more, added = ((), added) if section.include else (added, ())
        sections.append(replace(section, questions=edited(section.questions, edits, more)))
    row.body = dump(replace(form, sections=tuple(sections)))
    row.save()


def without_rules(key: str) -> None:
    """The form's next edition leaves it to the engine to compare answers."""
    row = Template.objects.get(kind="form", key=key)
    row.body = dump(replace(load(row.body), rules=()))
    row.save()


def new_rules(key: str, **changes: Any) -> None:
    row = Template.objects.get(kind="ledger", key=key)
    row.body = dump(replace(load(row.body), **changes))
    row.save()


def publish() -> None:
    """Ledgers move to the new editions; their records stay where they are."""
    publish_all()


# ---- a member of the club and the second edition of its form ----

SHOES = Question(name="shoes", label="鞋码", type="integer", required=True)
CUPS = [
    {"_id": "0a1b2c3d4e5f", "cup": "县赛", "won_on": "2020-05-01", "place": 2, "prize": "6222"},
    {"_id": "1a1b2c3d4e5f", "cup": "镇赛", "won_on": {"$missing": "unknown"}},
]


def member(clerk, club, **more):
    typed = {"name": "罗安", "sex": "F", "phone": "10000001234", "remark": "左手", "height": 160}
    typed |= {"birth_date": "2013-01-11", "court": club.places["河湾村"].path, "cups": CUPS}
    result = send(clerk, Part("members", typed | more))
    assert result.ok, result.problems
    return result.records[0]


def columns(**edits):
    """A table whose columns are edited."""
    return lambda question: replace(question, questions=edited(question.questions, edits))


def second_edition(*added, **edits):
    new_form("member", added, **edits)
    names = {"phone": "mobile"} if "phone" in edits else {}
    rules = (("member_no",), (names.get("phone", "phone"),), ("name", "birth_date"))
    new_rules("members", identity=rules)
    publish()


def upgrade(kept, version=None, **given):
    return Part(kept.ledger, given, kept.uid, UPGRADE, version)


def changes(kept):
    return list(Change.objects.unscoped("test").filter(record=row(kept)).order_by("version"))


def as_seen(user, kept):
    return opened(user, row(kept), live(kept.ledger))
