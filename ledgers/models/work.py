"""What is on the way to becoming a record: drafts and uploads."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from forms_catalog.json import PlainJSON
from forms_catalog.models import Edition

from ..ids import uuid7
from ..protect import Protected
from .book import Ledger
from .record import Record


class Draft(models.Model):
    """Typing that is not yet an answer: unjudged, sealed as a whole, its author's alone."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.BigIntegerField(null=True)
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+")
    sealed = PlainJSON(default=dict)
    data_key = models.BinaryField(default=b"")
    key_id = models.CharField(max_length=16, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = Protected("author")

    def __str__(self) -> str:
        return str(self.uid)


class File(models.Model):
    """An upload: bytes in the private folder, addressed by the digest of what lies there."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sealed = models.BooleanField(default=False)
    data_key = models.BinaryField(default=b"")
    key_id = models.CharField(max_length=16, default="")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=128, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    let_go_at = models.DateTimeField(null=True)
    """When the house took it for forgotten: from then on nobody's, soon after gone."""

    objects = Protected("file")

    def __str__(self) -> str:
        return str(self.uid)
