"""What a record is called: its form's `instance_name`, filled from answers that are not sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from forms_catalog import editions
from forms_catalog.placeholders import fill, marks
from forms_catalog.questions import Context, show

from . import queries
from .ids import show_number
from .models import Record
from .registry import live
from .rows import Row
from .witnessing.shown import GUARDED, beside, saw

type Titled = Record | Row
_NOTHING: Mapping[str, Titled] = {}


def title(record: Titled, linked: Mapping[str, Titled] | None = None) -> str:
    """The record's name, with those of linked records where the template says `link.name`."""
    template, _ = _words(record.edition_id)
    if not template:
        return show_number(record.number)

    def value(name: str, form: str) -> str:
        link, _, inner = name.partition(".")
        if not inner:
            return shown(record, name)
        target = (linked or {}).get(str(record.answers.get(link, "")))
        return shown(target, inner) if target else ""

    return fill(template, value).strip() or show_number(record.number)


def after_others(record: Titled) -> bool:
    """Whether its name is made of what other records say."""
    return any("." in mark.name for mark in marks(_words(record.edition_id)[0]))


def shown(record: Titled, name: str) -> str:
    found = editions.bundle(record.edition_id).questions.get(name)
    if not found or found[0].sealed:
        return ""
    answer = record.answers.get(name)
    if found[0].sensitivity >= GUARDED and answer is not None:
        beside(record.ledger_id, record.place_path)
        saw(found[0], True)
    return show(found[0], answer, _words(record.edition_id)[1])


def linked(
    user: Any, records: Sequence[Titled], known: Mapping[str, Titled] = _NOTHING
) -> dict[str, Titled]:
    """The records that these point at, by outside identity: one query for each question.

    `known` are at hand already and not asked for again.
    """
    sources: dict[tuple[str, str], list[int]] = {}
    for record in records:
        for question in editions.bundle(record.edition_id).record_questions:
            uid = record.answers.get(question.name)
            if isinstance(uid, str) and uid not in known:
                key = question.option("record"), question.name
                sources.setdefault(key, []).append(record.id)
    found: dict[str, Titled] = dict(known)
    for (ledger, name), ids in sources.items():
        if target := live(ledger):
            found |= queries.titled(user, target, name, ids)
    return found


def link_uids(record: Titled) -> list[str]:
    """The records that a record's answers point at."""
    questions = editions.bundle(record.edition_id).record_questions
    uids = (record.answers.get(question.name) for question in questions)
    return [uid for uid in uids if isinstance(uid, str)]


@lru_cache(maxsize=256)
def _words(edition: int) -> tuple[str, Context]:
    """What every title of an edition is filled from: the template, and the options' words."""
    bundle = editions.bundle(edition)
    return bundle.form.instance_name, Context(options=bundle.options)
