"""What came in by a door whose sender is gone, or in a flood: kept sealed until it is looked at."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from forms_catalog.json import PlainJSON
from forms_catalog.models import Edition
from people.fields import PathField

from ..ids import uuid7
from ..protect import Protected
from .book import Ledger


class Held(models.Model):
    """One sitting that the gate did not write, with everything it said; a row is never deleted.

    `queued`: nothing is wrong with it as far as is known, the worker writes it in its turn. It has
    become a record as soon as a submission bears its own key, whoever sent that; then the words
    stand there and go from here.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    key = models.CharField(max_length=64, unique=True)
    sheet = models.CharField(max_length=32)
    """The key of what people make of it, where they keep it."""
    body_digest = models.BinaryField()
    door = models.CharField(max_length=16)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, db_index=False, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, db_index=False, related_name="+")
    place_path = PathField()
    number = models.CharField(max_length=16, default="", blank=True)
    sealed = PlainJSON(default=dict)
    data_key = models.BinaryField(default=b"")
    key_id = models.CharField(max_length=16, default="")
    queued = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    reason = models.CharField(max_length=500, default="", blank=True)

    objects = Protected("held")

    class Meta:
        indexes = [
            models.Index(
                fields=["ledger", "place_path"],
                name="held_waiting",
                condition=models.Q(dismissed_at=None),
            ),
            models.Index(fields=["id"], name="held_queued", condition=models.Q(queued=True)),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class Receipt(models.Model):
    """What somebody from outside was given: a number to be called by, a code to read the answer.

    Of the code only a digest is kept, sealed; `tries` are the wrong ones in a row.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    key = models.CharField(max_length=64, unique=True)
    number = models.CharField(max_length=16, unique=True)
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, db_index=False, related_name="+")
    sealed = PlainJSON(default=dict)
    data_key = models.BinaryField(default=b"")
    key_id = models.CharField(max_length=16, default="")
    tries = models.PositiveIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.number
