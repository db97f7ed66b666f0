"""When something is to be asked for by the house itself, again and again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from forms_catalog.json import PlainJSON


class Schedule(models.Model):
    """One row a timetable entry: `task` is the path of a background task, `args` are ids.

    `due_at` is the next moment and the claim at once: whoever moves it on asks for the task, in the
    same transaction. `last_at` is the moment before it, `run` the task that was asked for then.
    """

    name = models.CharField(max_length=80, unique=True)
    task = models.CharField(max_length=200)
    args = PlainJSON(default=list)
    rule = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)
    run = models.UUIDField(null=True)
    paused = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(paused=False), name="schedule_due")]

    def __str__(self) -> str:
        return self.name
