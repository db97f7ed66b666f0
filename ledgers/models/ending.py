"""A record whose time is over: on a list until somebody agrees, and the certificate afterwards."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from forms_catalog.json import PlainJSON

from ..ids import uuid7
from ..protect import Protected
from .book import Ledger
from .record import Record


class Ending(models.Model):
    """`status`: listed, agreed, erased. What goes together has one `head`, whose term is `rule`.

    `version` is the record's when it was listed: one that was changed since is looked at anew.
    `pending` are digests of bytes that are still to be removed from the folder of uploads.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="+")
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+")
    head = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    rule = models.CharField(max_length=200)
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=10, default="listed")
    found_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    changes = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    digest = models.BinaryField(default=b"")
    pending = PlainJSON(default=list)

    objects = Protected("record__")

    class Meta:
        indexes = [models.Index(fields=["status", "ledger"], name="ending_waiting")]

    def __str__(self) -> str:
        return str(self.uid)
