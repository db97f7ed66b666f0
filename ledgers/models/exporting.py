"""Records taken along: who asked for them and why, who agreed, and every time a file went out."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from forms_catalog.json import PlainJSON
from people.fields import PathField

from ..ids import uuid7
from ..protect import Protected
from .book import Ledger


class Export(models.Model):
    """One asking: a ledger, narrowed as `sealed` says, by somebody whose rows lie below `path`.

    `status`: asked, agreed (until `until`), refused. What is searched for may name somebody, so the
    narrowing is sealed; `count` is how many records it was when it was asked for.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    path = PathField()
    purpose = models.CharField(max_length=200)
    sealed = PlainJSON(default=dict)
    data_key = models.BinaryField(default=b"")
    key_id = models.CharField(max_length=16, default="")
    count = models.PositiveIntegerField()
    status = models.CharField(max_length=10, default="asked")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=200, default="", blank=True)
    until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Protected("author")

    class Meta:
        indexes = [models.Index(fields=["status", "path"], name="export_waiting")]

    def __str__(self) -> str:
        return str(self.uid)


class ExportEvent(models.Model):
    """Asked, agreed, refused or taken: who, when, how many records; nothing of what is in them.

    What needs nobody's consent is taken without an `export`.
    """

    export = models.ForeignKey(Export, null=True, on_delete=models.PROTECT, related_name="+")
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    format = models.CharField(max_length=8, default="", blank=True)
    count = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    objects = Protected("author")

    def __str__(self) -> str:
        return f"{self.ledger_id} {self.kind}"
