"""What a record is called: its form's `instance_name`, filled from answers that are not sealed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from forms_catalog import editions
from forms_catalog.bundle import Bundle
from forms_catalog.placeholders import fill
from forms_catalog.questions import Context, show

from . import queries
from .ids import show_number
from .models import Record
from .registry import live
from .rows import Row

type Titled = Record | Row


def title(record: Titled, linked: Mapping[str, Titled] | None = None) -> str:
    """The record's name, with those of linked records where the template says `link.name`."""
    bundle = editions.bundle(record.edition_id)
    template = bundle.form.instance_name
    if not template:
        return show_number(record.number)

    def value(name: str, form: str) -> str:
        link, _, inner = name.partition(".")
        if not inner:
            return shown(bundle, record.answers, name)
        target = (linked or {}).get(str(record.answers.get(link, "")))
        return shown(editions.bundle(target.edition_id), target.answers, inner) if target else ""

    return fill(template, value).strip() or show_number(record.number)


def shown(bundle: Bundle, answers: Mapping[str, Any], name: str) -> str:
    found = bundle.questions.get(name)
    if not found or found[0].sealed:
        return ""
    return show(found[0], answers.get(name), Context(options=bundle.options))


def linked(user: Any, records: Iterable[Titled]) -> dict[str, Row]:
    """The records that these point at, by outside identity: one query for each ledger."""
    uids: dict[str, list[str]] = {}
    for record in records:
        for ledger, uid in _links(record):
            uids.setdefault(ledger, []).append(uid)
    found: dict[str, Row] = {}
    for key, wanted in uids.items():
        if target := live(key):
            found |= queries.titled(user, target, wanted)
    return found


def _links(record: Titled) -> Iterable[tuple[str, str]]:
    for question in editions.bundle(record.edition_id).record_questions:
        uid = record.answers.get(question.name)
        if isinstance(uid, str):
            yield question.option("record"), uid


def link_uids(record: Titled) -> list[str]:
    """The records that a record's answers point at."""
    return [uid for _, uid in _links(record)]
