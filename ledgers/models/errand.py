"""What somebody is asked to do about one record, until it is done."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from people.fields import PathField

from ..protect import Protected
from .book import Ledger
from .record import Record


class Errand(models.Model):
    """Addressed to a person (came back, in charge), to a place (take it over), or to whoever sees it.

    The history of it stands in the changes of the record; this row is what queues are made of.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=16)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    place_path = PathField(default="", blank=True)
    reason = models.CharField(max_length=500, default="", blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    asked_post = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    answer = models.CharField(max_length=16, default="", blank=True)

    objects = Protected("record__")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "kind"],
                condition=models.Q(done_at=None),
                name="errand_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["user", "kind"], name="errand_user", condition=models.Q(done_at=None)
            ),
            models.Index(
                fields=["kind", "place_path"], name="errand_place", condition=models.Q(done_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.kind}"
