"""What was sent and what it changed: append-only, each change chained to the one before."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from forms_catalog.json import PlainJSON
from people.fields import PathField

from ..protect import Protected
from .record import Record


class Submission(models.Model):
    """One sitting through one door; its unique key makes sending it twice safe."""

    key = models.CharField(max_length=64, unique=True)
    body_digest = models.BinaryField()
    door = models.CharField(max_length=16)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    post = models.BigIntegerField(null=True)
    batch = models.CharField(max_length=64, default="", blank=True)
    clock = models.DateTimeField()
    received_at = models.DateTimeField()
    records = PlainJSON(default=list)

    def __str__(self) -> str:
        return self.key


class Change(models.Model):
    """One version of one record: who did what, when it happened, which answers it changed.

    `diff` is `{question: [before, after]}` with sealed values as stored; `hash` is SHA-256 over
    `hash_before` and the canonical bytes of the rest, so that a changed past is seen.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, db_index=False, related_name="+")
    version = models.PositiveIntegerField()
    action = models.CharField(max_length=64)
    state = models.CharField(max_length=32)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    post = models.BigIntegerField(null=True)
    door = models.CharField(max_length=16)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    edition_id = models.BigIntegerField()
    happened_on = models.DateField()
    late = models.BooleanField(default=False)
    """It happened in a period that was closed already, and counts in the open one."""
    place_path = PathField(default="", blank=True)
    """Where the record belonged after it; of changes older than this column, ''."""
    at = models.DateTimeField()
    diff = PlainJSON(default=dict)
    reason = models.CharField(max_length=500, default="", blank=True)
    warnings = PlainJSON(default=dict)
    sources = PlainJSON(default=dict)
    """Looked-up column -> the record it was read from and its version then."""
    hash_before = models.BinaryField(default=b"")
    hash = models.BinaryField()
    erased = models.BinaryField(null=True)
    """Of a change whose words are gone: a digest of its hash and of all that still stands here."""

    objects = Protected("record__")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "version"], name="change_version")]

    def __str__(self) -> str:
        return f"{self.record_id}.{self.version}"


class Link(models.Model):
    """Record to record, by the question that points."""

    source = models.ForeignKey(Record, on_delete=models.PROTECT, db_index=False, related_name="+")
    question = models.CharField(max_length=64)
    target = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")

    objects = Protected("source__")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "question", "target"], name="link_once")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.question} {self.target_id}"
