"""Letters that were issued: each a number, a record, and how far the paper has come."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from forms_catalog.models import Edition
from people.fields import PathField

from ..ids import new_number, uuid7
from ..protect import Protected
from .book import Ledger
from .record import Record
from .work import File

STANDING = ("to_sign", "printed", "signed")
"""States in which a record has this letter and gets no second one."""


class LetterIssue(models.Model):
    """One numbered letter about one record; its words are made anew, its scan proves them.

    `code` stands on the paper and says nothing to anybody outside. `body` is the keyed digest of
    the words that were printed last.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    code = models.CharField(max_length=9, unique=True, default=new_number, editable=False)
    letter = models.CharField(max_length=64)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, db_index=False, related_name="+")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    place_path = PathField(default="", blank=True)
    number = models.CharField(max_length=80, blank=True)
    batch = models.UUIDField(null=True)
    state = models.CharField(max_length=12, default="to_sign")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    printed = models.PositiveIntegerField(default=0)
    printed_at = models.DateTimeField(null=True)
    printed_by = models.BigIntegerField(null=True)
    body = models.BinaryField(default=b"")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.BigIntegerField(null=True)
    scan = models.ForeignKey(File, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, default="", blank=True)

    objects = Protected("record__")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "record"],
                condition=Q(state__in=STANDING),
                name="letter_once",
            ),
            models.UniqueConstraint(
                fields=["letter", "number"], condition=~Q(number=""), name="letter_number"
            ),
        ]
        indexes = [
            models.Index(fields=["valid_to"], name="letter_expiring", condition=Q(state="signed")),
            models.Index(fields=["letter", "state", "place_path"], name="letter_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.code} {self.state}"
