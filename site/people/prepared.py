"""Queries that pages ask again and again, compiled once for each shape.

Django takes ten times as long to build and compile a small query as a database to run it. Only the
SQL is kept, never a row and never a value: those are given anew every time.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import DateField, DateTimeField, Expression, Field, QuerySet, UUIDField

SHAPES = 256
FIELDS: Mapping[type, Field[Any, Any]] = {
    dt.date: DateField(),
    dt.datetime: DateTimeField(),
    uuid.UUID: UUIDField(),
}
"""How values go to the database that do not go as they are."""
type Converters = list[tuple[int, Sequence[Callable[..., Any]], Any]]
"""Column -> what makes its values of what the database gives, and the expression it is told."""


@dataclass(frozen=True, eq=False)
class Compiled:
    """The SQL of one shape, its parameters, the compiler that knows its columns."""

    compiler: Any
    sql: str
    params: Sequence[Any]

    def converters(self, connection: Any) -> Converters:
        """Found once for each connection: some belong to it."""
        known = connection.__dict__.setdefault("_prepared_converters", WeakKeyDictionary())
        if self not in known:
            known[self] = self._converters(connection)
        found: Converters = known[self]
        return found

    def _converters(self, connection: Any) -> Converters:
        found: Converters = []
        for at, (expression, *_) in enumerate(self.compiler.select[: self.compiler.col_count]):
            own = expression.get_db_converters(connection)
            if every := [*connection.ops.get_db_converters(expression), *own]:
                found.append((at, every, expression))
        return found


class Name(str):
    """Stands among the parameters of a query for the value of that name."""


class Given(Expression):
    """The place of a value, or of those of a list, in a query that is compiled before they are known."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.names = names

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        if not self.names:
            raise EmptyResultSet
        return f"({', '.join(['%s'] * len(self.names))})", tuple(map(Name, self.names))


class Prepared:
    """A query by the function that makes it: `make(*shape, **values)` gives rows of columns.

    `shape` is what the SQL depends on. Of a value `make` says where it goes and never looks at it;
    of a list, only how long it is.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self._make = make
        self._compiled = lru_cache(maxsize=SHAPES)(self._compile)

    def __call__(self, *shape: Hashable, **given: Any) -> list[Any]:
        sizes = tuple((name, _size(value)) for name, value in given.items())
        kept = self._compiled(connections[DEFAULT_DB_ALIAS].vendor, shape, sizes)
        return _run(kept, dict(_flat(given, sizes))) if kept else []

    def _compile(
        self, _vendor: str, shape: Sequence[Hashable], sizes: Sequence[tuple[str, int | None]]
    ) -> Compiled | None:
        """A compiler that knows its columns, the SQL, its parameters; None when nothing can be found."""
        rows = self._make(*shape, **{name: Given(*_names(name, size)) for name, size in sizes})
        compiler = rows.query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
        try:
            return Compiled(compiler, *compiler.as_sql())
        except EmptyResultSet:
            return None
        finally:
            compiler.connection = None  # it belongs to this thread, the rest to all


def even[T](values: Sequence[T]) -> list[T]:
    """As many as a power of two, by repeating one: lists of few lengths need few texts of SQL."""
    if not values:
        return []
    size = 1 << (len(values) - 1).bit_length()
    return [*values] + [values[0]] * (size - len(values))


def _size(value: Any) -> int | None:
    return len(value) if isinstance(value, (list, tuple)) else None


def _names(name: str, size: int | None) -> list[str]:
    return [name] if size is None else [f"{name}.{at}" for at in range(size)]


def _flat(
    given: Mapping[str, Any], sizes: Sequence[tuple[str, int | None]]
) -> Iterator[tuple[str, Any]]:
    for name, size in sizes:
        values = [given[name]] if size is None else given[name]
        yield from zip(_names(name, size), values, strict=True)


def _run(kept: Compiled, values: Mapping[str, Any]) -> list[Any]:
    """As Django runs what it has just compiled."""
    connection = connections[DEFAULT_DB_ALIAS]
    filled = [
        _plain(values[param], connection) if type(param) is Name else param for param in kept.params
    ]
    with connection.cursor() as cursor:
        cursor.execute(kept.sql, filled)
        rows = cursor.fetchall()
    if kept.compiler.has_extra_select:
        rows = [row[: kept.compiler.col_count] for row in rows]
    converters = kept.converters(connection)
    return _converted(rows, converters, connection) if rows and converters else rows


def _converted(rows: Iterable[Any], converters: Converters, connection: Any) -> list[Any]:
    found = [list(row) for row in rows]
    for row in found:
        for at, every, expression in converters:
            for convert in every:
                row[at] = convert(row[at], expression, connection)
    return found


def _plain(value: Any, connection: Any) -> Any:
    field = FIELDS.get(type(value))
    return field.get_db_prep_value(value, connection) if field else value
