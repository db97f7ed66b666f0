"""The column type of place paths, shared by every table that is cut by place."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from people.paths import LENGTH


class PathField(models.CharField):  # type: ignore[type-arg]
    """A CharField that SQLite (BINARY) and PostgreSQL (collation C) put in the same order.

    Index it by `Meta.indexes` or a UniqueConstraint: `unique=True` would cost PostgreSQL a second
    index for LIKE that collation C makes useless.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LENGTH)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        found: dict[str, Any] = dict(super().db_parameters(connection))
        if connection.vendor == "postgresql":
            found["collation"] = "C"
        return found
