"""A record shown to somebody outside its place, for a while and for a reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from forms_catalog.json import PlainJSON

from .record import Record


class Share(models.Model):
    """The holder is one of: a user, a post, a body. `fields` empty = all that the role may see."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    post = models.BigIntegerField(null=True, blank=True, db_index=True)
    body = models.CharField(max_length=64, default="", blank=True, db_index=True)
    fields = PlainJSON(default=list)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"{self.record_id}"
