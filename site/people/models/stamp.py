"""One row that changes with every write to places or bodies: their lock, and the caches' clock."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Any, NoReturn

from django.db import connection, models, transaction
from django.dispatch import Signal

tree_changed = Signal()


class Kept(RuntimeError):
    """Raised where code tries to delete or move what is kept for ever."""


class _Pending(threading.local):
    """What this thread has written to the tree and not yet committed.

    Django drops a callback of `on_commit` when its transaction or savepoint is rolled back: a write
    is pending for exactly as long as its callback waits there.
    """

    def __init__(self) -> None:
        self.marks: list[Callable[[], object]] = []

    def top(self) -> object | None:
        """The mark of the last write that still waits for its commit."""
        while self.marks:
            mark = self.marks[-1]
            if any(entry[1] is mark for entry in reversed(connection.run_on_commit)):
                return mark
            self.marks.pop()
        return None


pending = _Pending()


class TreeStamp(models.Model):
    """The single row holding the stamp; random, so that a rolled-back stamp never comes back."""

    id = models.SmallIntegerField(primary_key=True)
    value = models.CharField(max_length=32)


def touch() -> None:
    """Writes a new stamp; until the transaction ends, no other one can write to the tree."""
    with transaction.atomic():
        value = uuid.uuid4().hex
        if not TreeStamp.objects.filter(pk=1).update(value=value):
            TreeStamp.objects.update_or_create(pk=1, defaults={"value": value})
        pending.top()
        pending.marks.append(mark := lambda: tree_changed.send(None))
        transaction.on_commit(mark)


def current_stamp() -> str:
    return TreeStamp.objects.filter(pk=1).values_list("value", flat=True).first() or ""


class KeptQuerySet[Row: models.Model](models.QuerySet[Row, Row]):
    """Rows that are never deleted, and whose every change is stamped."""

    fixed: frozenset[str] = frozenset()

    def delete(self) -> NoReturn:
        raise Kept(f"{self.model.__name__} rows are ended, never deleted")

    def update(self, **values: Any) -> int:
        if self.fixed & values.keys():
            raise Kept(f"{self.model.__name__}: {', '.join(sorted(self.fixed))} never change")
        with transaction.atomic():
            touch()
            return super().update(**values)

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Row]:
        with transaction.atomic():
            touch()
            return super().bulk_create(*args, **kwargs)


class KeptModel(models.Model):
    """A row that is ended, never deleted, and whose every change is stamped."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            touch()
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Kept(f"{type(self).__name__} rows are ended, never deleted")
