"""An import on its way: the file as it came, how it was understood, and what became of each row."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from forms_catalog.json import PlainJSON

from ..ids import uuid7
from ..protect import Protected
from .book import Ledger


class Import(models.Model):
    """One file brought by one person; its bytes lie sealed under `file`, its readings in `reading`.

    `step`: asked (something must be chosen), judging, judged, writing, written, undoing, undone,
    failed. `counts` are the rows by status; `clock` is the day that its expressions see.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.BigIntegerField(null=True)
    edition = models.BigIntegerField()
    name = models.CharField(max_length=200)
    file = models.CharField(max_length=64)
    data_key = models.BinaryField(default=b"")
    key_id = models.CharField(max_length=16, default="")
    reading = PlainJSON(default=dict)
    choices = PlainJSON(default=dict)
    step = models.CharField(max_length=10, default="asked")
    task = models.CharField(max_length=40, default="", blank=True)
    counts = PlainJSON(default=dict)
    clock = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = Protected("author")

    def __str__(self) -> str:
        return str(self.uid)


class ImportRow(models.Model):
    """One row: what it would do, decided once, so that a second try does the same.

    `parts` are the records it goes to as [uid or '', version or null]; what it says stays in the
    file, what is to be said of it (problems, old and new) is sealed.
    """

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, db_index=False, related_name="+")
    place = models.PositiveIntegerField()
    row = models.PositiveIntegerField()
    status = models.CharField(max_length=10)
    parts = PlainJSON(default=list)
    records = PlainJSON(default=list)
    sealed = PlainJSON(default=dict)

    objects = Protected("batch__author")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="import_row_once")]
        indexes = [models.Index(fields=["batch", "status", "place"], name="import_row_status")]

    def __str__(self) -> str:
        return f"{self.batch_id}.{self.place}"
