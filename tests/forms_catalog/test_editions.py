"""What is published stays as it is: the same content is the same edition, the rest a new number."""

from __future__ import annotations

import pytest

from forms_catalog import editions
from forms_catalog.bundle import make
from forms_catalog.definition import digest, to_bytes
from forms_catalog.models import Edition, Frozen, Rendition

from .tools import MEMBER, SHELF, define

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
OBJECT = {"format": 1, "template": {"title": "表"}, "embedded": {}}
OTHER = {"format": 1, "template": {"title": "别的表"}, "embedded": {}}


def test_the_same_content_is_the_same_edition() -> None:
    first = editions.publish("form", "thing", OBJECT)
    assert (first.number, first.format, first.digest) == (1, 1, digest(OBJECT))
    assert bytes(first.bundle) == to_bytes(OBJECT)
    turned = {"embedded": {}, "template": {"title": "表"}, "format": 1}
    assert editions.publish("form", "thing", turned) == first
    assert Edition.objects.filter(key="thing").count() == 1


def test_a_change_takes_the_next_number() -> None:
    numbers = [
        editions.publish("form", "thing", data).number for data in (OBJECT, OTHER, OTHER, OBJECT)
    ]
    assert numbers == [1, 2, 2, 3]
    assert editions.publish("ledger", "thing", OBJECT).number == 1
    assert editions.publish("form", "other", OBJECT).number == 1
    latest = editions.latest("form", "thing")
    assert latest is not None
    assert latest.number == 3
    assert editions.latest("form", "nothing") is None


def test_a_published_edition_is_neither_changed_nor_deleted() -> None:
    edition = editions.publish("form", "thing", OBJECT)
    edition.digest = "sha256:0"
    with pytest.raises(Frozen):
        edition.save()
    with pytest.raises(Frozen):
        edition.delete()
    with pytest.raises(Frozen):
        Edition.objects.get(pk=edition.pk).save(update_fields=["digest"])
    kept = Edition.objects.get(pk=edition.pk)
    assert kept.digest == digest(OBJECT)


def test_reads_back_what_was_published() -> None:
    made = make(define(MEMBER, SHELF), SHELF)
    edition = editions.publish("form", "member", made.canonical())
    assert edition.digest == made.digest
    assert editions.canonical(edition.pk) == made.canonical()
    assert editions.bundle(edition.pk) == made
    assert editions.bundle(edition.pk) is editions.bundle(edition.pk)


def test_a_number_is_given_once() -> None:
    editions.publish("form", "thing", OBJECT)
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(kind="form", key="thing", number=1, format=1, bundle=b"", digest="")


def test_a_rendition_is_written_once_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = editions.publish("form", "member", make(define(MEMBER, SHELF), SHELF).canonical())
    first = editions.rendition(edition.pk, ".json")
    assert b'"template"' in first
    monkeypatch.setattr("forms_catalog.writers.json.write", lambda bundle: b"another engine")
    assert editions.rendition(edition.pk, ".json") == first
    row = Rendition.objects.get(edition=edition, suffix=".json")
    with pytest.raises(Frozen):
        row.save()
    with pytest.raises(Frozen):
        Rendition.objects.filter(pk=row.pk).delete()
    with pytest.raises(KeyError):
        editions.rendition(edition.pk, ".nothing")
