"""Queries on records that pages ask again and again: always in a scope, compiled once for each form of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Model, Q, QuerySet

from people.prepared import Given, Prepared

from .models import Record
from .registry import Live
from .scope import reach


class Reading:
    """A query by the function that makes it of the records in scope: `make(rows, *shape, **values)`."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self._make = make
        self._prepared = Prepared(self._in_scope)

    def __call__(
        self, user: Any, ledger: Live | None, *shape: Hashable, **given: Any
    ) -> Sequence[Any]:
        """Rows of columns. What is shared is a query of its own: with it, nothing is prepared."""
        found, values = reach(user), list[Any]()
        if found.shared:
            return list(self._make(Record.objects.visible_to(user, ledger), *shape, **given))
        scope = form(found.condition("record", ledger), values)
        return self._prepared(scope, *shape, scope=values, **given)

    def _in_scope(
        self, form: Hashable, *shape: Hashable, scope: Given, **given: Any
    ) -> QuerySet[Any, Any]:
        rows = Record.objects.unscoped("the first condition is the scope")
        return self._make(rows.filter(filled(form, iter(scope.names))), *shape, **given)


class Columns:
    """Some fields of a table, and how to make a row of it from their values."""

    def __init__(self, model: type[Model], *names: str) -> None:
        self._model = model
        fields = [field for field in model._meta.concrete_fields if field.name in {"id", *names}]
        self.columns = tuple(field.attname for field in fields)

    def made(self, values: Sequence[Any]) -> Any:
        """A row with these values; what was not read is read when it is asked for."""
        return self._model.from_db(None, self.columns, values[: len(self.columns)])


def form(where: Q, values: list[Any]) -> Hashable:
    """A condition without its values, which are added to the list."""
    return where.connector, where.negated, tuple(_part(part, values) for part in where.children)


def _part(part: Any, values: list[Any]) -> Hashable:
    if isinstance(part, Q):
        return form(part, values)
    name, value = part
    if isinstance(value, (list, tuple)):
        values += value
        return name, len(value)
    values.append(value)
    return name, None


def filled(form: Any, names: Iterator[str]) -> Q:
    """A condition of that form, with places for the values that it had, in their order."""
    connector, negated, parts = form
    return Q.create([_filled(part, names) for part in parts], connector, negated)


def _filled(part: Any, names: Iterator[str]) -> Any:
    if len(part) == 3:
        return filled(part, names)
    name, size = part
    return name, Given(*islice(names, 1 if size is None else size))
