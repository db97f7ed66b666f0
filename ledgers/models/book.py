"""Which editions a ledger runs by now, and where its columns lie."""

from __future__ import annotations

from django.db import models

from forms_catalog.json import PlainJSON
from forms_catalog.models import Edition


class Ledger(models.Model):
    """One row a ledger; publishing moves it to new editions and never to other slots."""

    key = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=200)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    form_edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    slots = PlainJSON(default=dict)
    filled = PlainJSON(default=dict)
    """Derived column -> the mark of the definition by which it was last filled everywhere."""
    planned = models.CharField(max_length=32, default="", blank=True)
    """The mark of the duties by which every record was planned."""

    def __str__(self) -> str:
        return self.key
