"""Templates as they are worked on, and the editions that publishing froze."""

from __future__ import annotations

from typing import Any

from django.db import models

from .json import PlainJSON


class Frozen(Exception):
    """Something published was about to be changed or deleted."""


class Template(models.Model):
    """The draft of a form, list, ledger, role or pack; `base` is what a pack shipped."""

    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=64)
    owner = models.CharField(max_length=24, default="", blank=True)
    title = models.CharField(max_length=200)
    body = PlainJSON()
    base = PlainJSON(null=True)
    pack = models.CharField(max_length=64, default="", blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "owner"], name="template_key")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class FrozenSet(models.QuerySet["Edition"]):
    """Editions in bulk are as frozen as one by one."""

    def update(self, **kwargs: Any) -> int:
        raise Frozen("editions are published")

    def delete(self) -> Any:
        raise Frozen("editions are published")


class Edition(models.Model):
    """Canonical bytes and their digest, for ever: what a record was filled with."""

    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    format = models.PositiveSmallIntegerField()
    bundle = models.BinaryField()
    digest = models.CharField(max_length=80)
    published_at = models.DateTimeField(auto_now_add=True)

    objects = FrozenSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "number"], name="edition_number")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise Frozen(f"{self} is published")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise Frozen(f"{self} is published")
