"""Publishing a ledger: editions of its form and of itself, and slots that are never moved."""

from __future__ import annotations

from django.db import transaction

from forms_catalog import editions
from forms_catalog.applying import StoredBook
from forms_catalog.bundle import Book, make
from forms_catalog.definition import FormDefinition, dump
from forms_catalog.definition import Ledger as Rules
from forms_catalog.models import Template
from forms_catalog.slots import assign

from .models import Ledger
from .registry import forget


@transaction.atomic
def publish_ledger(rules: Rules, book: Book) -> Ledger:
    """The ledger's row, moved to the editions of its form and rules as they are now."""
    source, _, rows = rules.form.partition(".")
    form = book.get("form", source)
    assert isinstance(form, FormDefinition)
    bundle = make(form, book)
    row = Ledger.objects.filter(key=rules.id).first()
    own = {question.name: question for question in bundle.part()}
    questions = {q.name: q for q in own[rows].questions} if rows else own
    slots = assign(rules.columns, questions, row.slots if row else {})
    form_edition = editions.publish("form", form.id, bundle.canonical())
    canonical = {"format": 1, "template": dump(rules), "embedded": {}, "slots": slots}
    edition = editions.publish("ledger", rules.id, canonical)
    values = {
        "title": rules.title,
        "edition": edition,
        "form_edition": form_edition,
        "slots": slots,
    }
    row, _ = Ledger.objects.update_or_create(key=rules.id, defaults=values)
    return row


def publish_all() -> list[Ledger]:
    """Every ledger of the database's templates; those that did not change stay as they are."""
    book = StoredBook()
    rows = []
    for key in Template.objects.filter(kind="ledger", owner="").values_list("key", flat=True):
        rules = book.get("ledger", key)
        if isinstance(rules, Rules) and book.get("form", rules.form.partition(".")[0]):
            rows.append(publish_ledger(rules, book))
    forget()
    return rows
