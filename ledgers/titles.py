"""What a record is called: its form's `instance_name`, filled from answers that are not sealed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms_catalog import editions
from forms_catalog.bundle import Bundle
from forms_catalog.placeholders import fill
from forms_catalog.questions import Context, show

from .ids import show_number
from .models import Record


def title(record: Record, linked: Mapping[str, Record] | None = None) -> str:
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


def link_uids(record: Record) -> list[str]:
    """The records that a record's answers point at."""
    bundle = editions.bundle(record.edition_id)
    return [
        str(record.answers[q.name])
        for q in bundle.part()
        if q.type == "record" and isinstance(record.answers.get(q.name), str)
    ]
