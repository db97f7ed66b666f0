"""The outbox: every word to every person by every channel, from being written to its end."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from forms_catalog.json import PlainJSON
from forms_catalog.models import Edition
from people.fields import PathField

from ..ids import uuid7
from ..protect import Protected
from .book import Ledger
from .record import Record


class Message(models.Model):
    """One notice to one recipient by one channel; words and address are sealed under its own key.

    `key` says which notice about what to whom by which channel: it is written once, and providers
    know a repeated one by it. `whom` tells recipients apart without naming them. `next_at` is when
    the sender may take it; while one is being sent, when it counts as lost.
    """

    uid = models.UUIDField(unique=True, default=uuid7, editable=False)
    key = models.CharField(max_length=40, unique=True)
    notice = models.CharField(max_length=64)
    edition = models.ForeignKey(Edition, null=True, on_delete=models.PROTECT, related_name="+")
    ledger = models.ForeignKey(
        Ledger, null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+")
    place_path = PathField(default="", blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    spec = models.CharField(max_length=120, default="", blank=True)
    whom = models.CharField(max_length=24, default="", blank=True)
    channel = models.CharField(max_length=16)
    about = models.CharField(max_length=120)
    state = models.CharField(max_length=12, default="queued")
    problem = models.CharField(max_length=64, default="", blank=True)
    uncertain = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=80, default="", blank=True)
    into = models.BigIntegerField(null=True)
    """The message that this one was gathered into."""
    actor = models.BigIntegerField(null=True)
    sealed = PlainJSON(default=dict)
    data_key = models.BinaryField(default=b"")
    key_id = models.CharField(max_length=16, default="")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    ack_by = models.DateTimeField(null=True)
    """Until when receipt must be confirmed; null when nobody asked for that."""
    ack_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)

    objects = Protected("user")

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"],
                name="message_due",
                condition=Q(state__in=("queued", "failed", "sent")),
            ),
            models.Index(
                fields=["notice", "next_at"], name="message_held", condition=Q(state="held")
            ),
            models.Index(fields=["user", "id"], name="message_inbox", condition=Q(channel="inbox")),
            models.Index(
                fields=["user"],
                name="message_unread",
                condition=Q(channel="inbox", read_at=None, state="delivered"),
            ),
            models.Index(
                fields=["ack_by"],
                name="message_unconfirmed",
                condition=Q(ack_at=None, escalated_at=None, ack_by__isnull=False),
            ),
            models.Index(fields=["state", "-id"], name="message_outbox"),
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.channel} {self.state}"


class Mute(models.Model):
    """A notice that one person does not want to get; what is compulsory comes all the same."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    notice = models.CharField(max_length=64)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "notice"], name="mute_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.notice}"
