"""A ledger's closed books: each closing, and how every record stood at the end of its period."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from forms_catalog.json import PlainJSON
from forms_catalog.slots import SLOTS
from people.fields import PathField

from ..protect import Protected
from .book import Ledger
from .record import Record, column_of


class Period(models.Model):
    """One closing. Reopened it stays as it was, with its standings; closing again makes another.

    `status`: closing, closed, refused (the books did not balance), reopened. What was written up to
    `asked_at` counts in it. `figures` are place -> opening, entered, left, closing.
    """

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=8)
    start = models.DateField()
    end = models.DateField()
    status = models.CharField(max_length=10, default="closing")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    edition = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    figures = PlainJSON(default=dict)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reopened_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, default="", blank=True)
    task = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "key"],
                condition=Q(status__in=("closing", "closed")),
                name="period_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ledger_id} {self.key}"


class Standing(models.Model):
    """A record at the end of a period: its place, state and columns, and whether it was in force.

    All its changes up to `version` count in the period; a record with more has moved on since. Who
    may see it goes by the place of then.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, db_index=False, related_name="+")
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, db_index=False, related_name="+")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    place_path = PathField()
    state = models.CharField(max_length=32)
    in_force = models.BooleanField()

    objects = Protected("standing")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "record"], name="standing_once")]
        indexes = [models.Index(fields=["period", "place_path"], name="standing_place")]

    def __str__(self) -> str:
        return f"{self.period_id} {self.record_id}"


for _slot in SLOTS:
    Standing.add_to_class(_slot, column_of(_slot))
