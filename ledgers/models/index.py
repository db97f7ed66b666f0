"""Finding a sealed value without opening it, and numbering without gaps."""

from __future__ import annotations

from django.db import models

from .book import Ledger
from .record import Record


class BlindIndex(models.Model):
    """The HMAC of an identity rule's answers; the database itself loses the race of two doubles."""

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, db_index=False, related_name="+")
    rule = models.CharField(max_length=120)
    key_id = models.CharField(max_length=16)
    digest = models.BinaryField(max_length=32)
    unique = models.BooleanField(default=True)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "rule", "key_id", "digest"],
                condition=models.Q(unique=True),
                name="blind_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ledger_id} {self.rule}"


class Series(models.Model):
    """The last number given in one gapless series, e.g. of one text, office and year."""

    key = models.CharField(max_length=200, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key} {self.last}"
