"""One action on many records at once: which ones, by whom, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from forms_catalog.json import PlainJSON

from ..ids import uuid7
from ..protect import Protected
from .book import Ledger


class Bulk(models.Model):
    """`ids` are keys of records, fixed when it was looked at; `refused` says by key why one was not done."""

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=64)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, default="", blank=True)
    ids = PlainJSON(default=list)
    done = models.PositiveIntegerField(default=0)
    """How many of `ids` have been tried, in their order."""
    refused = PlainJSON(default=dict)
    task = models.CharField(max_length=64, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    begun = models.BooleanField(default=False)

    objects = Protected("author")

    def __str__(self) -> str:
        return str(self.uid)
