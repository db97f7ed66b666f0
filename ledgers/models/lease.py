"""Who works on a background task, until when, and how far the work has come."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from forms_catalog.json import PlainJSON


class Lease(models.Model):
    """What a task row lacks: a worker that dies leaves a term behind that runs out.

    `starts` counts every start and is the fence: a worker that lost its lease writes nothing.
    `attempts` counts the starts since the last checkpoint, so that only what does not move ends.
    """

    task = models.OneToOneField(
        DBTaskResult, primary_key=True, on_delete=models.CASCADE, related_name="lease"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    key = models.CharField(max_length=120, default="")
    open = models.BooleanField(default=True)
    worker = models.CharField(max_length=64, default="")
    until = models.DateTimeField(null=True)
    starts = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cursor = PlainJSON(null=True, default=None)
    problem = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(open=True) & ~Q(key=""), name="lease_key_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["until"], condition=Q(until__isnull=False), name="lease_running_out"
            )
        ]

    def __str__(self) -> str:
        return f"{self.task_id}"
