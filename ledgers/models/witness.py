"""Who was shown what of the answers that are guarded most: names of questions, never an answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from people.fields import PathField

from ..protect import Protected
from .book import Ledger
from .record import Record


class AccessEvent(models.Model):
    """One response that showed such answers to somebody, masked ones too.

    `record` is empty for lists and files of many; `place_path` is then the lowest place that holds
    all that was shown. `questions` are names, `clear` says whether any was more than a mask;
    `searched` that a text was looked for, not which.
    """

    at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    post = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=10)
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, db_index=False, related_name="+")
    record = models.ForeignKey(
        Record, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    place_path = PathField(default="", blank=True)
    count = models.PositiveIntegerField(default=1)
    searched = models.BooleanField(default=False)
    questions = models.TextField(default="", blank=True)
    clear = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, default="", blank=True)

    objects = Protected("event")

    class Meta:
        indexes = [
            models.Index(
                fields=["record", "id"], name="seen_record", condition=Q(record__isnull=False)
            ),
            models.Index(fields=["user", "id"], name="seen_user"),
            models.Index(fields=["at"], name="seen_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ledger_id}"
