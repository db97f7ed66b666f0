"""A record: its answers as one document, the columns that mirror some of them, where it stands.

A uuid primary key made the table 36 % larger on SQLite and took the id out of every covering
index, so the key is a bigint inside and a uuid7 outside.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from forms_catalog.json import PlainJSON
from forms_catalog.models import Edition
from forms_catalog.slots import SLOTS
from people.fields import PathField

from ..ids import new_number, uuid7
from ..protect import Protected
from .book import Ledger


def _ordered(name: str, *fields: str) -> models.Index:
    there = Q(**{f"{fields[0]}__isnull": False})
    return models.Index(fields=["ledger", *fields], name=f"rec_{name}", condition=there)


class Record(models.Model):
    """One row of one ledger. Only the intake gate writes it; only ledgers.queries reads it."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    number = models.CharField(max_length=16, unique=True, default=new_number, editable=False)
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, db_index=False, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, db_index=False, related_name="+")
    place_path = PathField()
    state = models.CharField(max_length=32)
    version = models.PositiveIntegerField(default=1)
    answers = PlainJSON(default=dict)
    data_key = models.BinaryField(default=b"")
    key_id = models.CharField(max_length=16, default="")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    opened_post = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = Protected("record")

    class Meta:
        indexes = [
            models.Index(
                fields=["ledger", "place_path", "state", "c1", "c2", "c3", "n1", "n2", "d1", "d2"],
                name="rec_wide",
            ),
            models.Index(fields=["ledger", "id", "place_path", "state"], name="rec_new"),
            *(_ordered(f"t{n}", f"t{n}", "place_path") for n in range(1, 5)),
            *(
                _ordered(f"d{n}", f"d{n}", "id", "place_path", "state", "c1", "c2", "c3")
                for n in (1, 2)
            ),
        ]

    def __str__(self) -> str:
        return self.number


def column_of(slot: str) -> models.Field[Any, Any]:
    """The field of one slot, here and in every table that keeps what the slots held."""
    if slot[0] == "c":
        return models.CharField(max_length=32, null=True)
    if slot[0] == "t":
        return PathField(max_length=120, null=True)
    if slot[0] == "n":
        return models.DecimalField(max_digits=18, decimal_places=4, null=True)
    return models.DateField(null=True)


for _slot in SLOTS:
    Record.add_to_class(_slot, column_of(_slot))
