"""One round of a duty at one record: until when, by whom, and how it ended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from forms_catalog.json import PlainJSON
from people.fields import PathField

from ..protect import Protected
from .book import Ledger
from .record import Record

OPEN = Q(state="open")
LISTS = {
    "duty_role": ("role", "place_path", "due"),
    "duty_place": ("place_path", "role", "due"),
    "duty_due": ("due", "id", "place_path"),
}
"""A person's own, a place's, the whole county's: scope and counts are answered by the index alone."""


class Duty(models.Model):
    """At most one of a record and series is current: the open one, or the last while it holds.

    `state`: open, done, late (done, but late), missed (its time is over and nobody did it), ended
    (taken away before that). An open one stands where its record stands; the others stay where
    they were.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, db_index=False, related_name="+")
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, db_index=False, related_name="+")
    series = models.CharField(max_length=64)
    duty = models.CharField(max_length=64)
    round = models.PositiveIntegerField(default=1)
    place_path = PathField()
    role = models.CharField(max_length=64)
    applies_on = models.DateField()
    """Since when the rule has applied without a break."""
    from_on = models.DateField()
    """The day that the span is counted from."""
    from_at = models.DateTimeField(null=True)
    since = models.DateField()
    """What happened later than this day can be what was to be done."""
    due = models.DateField()
    due_at = models.DateTimeField(null=True)
    """Of a duty of hours or minutes."""
    good_until = models.DateField()
    """Done by then it was on time."""
    state = models.CharField(max_length=8, default="open")
    current = models.BooleanField(default=True)
    next_at = models.DateTimeField(null=True)
    """When the next word about it is due."""
    told = PlainJSON(default=list)
    evidence = models.ForeignKey(
        Record, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    """The record that says it was done: another one, or this very record."""
    closed_on = models.DateField(null=True)
    """The day it was done, or was over."""
    closed_at = models.DateTimeField(null=True)
    """When that was written."""
    edition_id = models.BigIntegerField(default=0)
    """The edition of the ledger by which it was planned."""

    objects = Protected("duty")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "series"], condition=Q(current=True), name="duty_once"
            )
        ]
        indexes = [
            *(
                models.Index(fields=[*fields, "ledger", "state"], name=name, condition=OPEN)
                for name, fields in LISTS.items()
            ),
            models.Index(
                fields=["next_at"],
                name="duty_next",
                condition=Q(state="open", next_at__isnull=False),
            ),
            models.Index(
                fields=["evidence"], name="duty_evidence", condition=Q(evidence__isnull=False)
            ),
            models.Index(fields=["record", "id"], name="duty_record"),
            models.Index(
                fields=["due", "place_path"],
                name="duty_past",
                condition=Q(state__in=["done", "late", "missed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.series} {self.due}"


class Feed(models.Model):
    """A person's calendar has a secret address; another `turn` makes the old one worthless."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    turn = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user_id)
