"""Many new rows of one table as values: what is only written needs no instance of its own.

`bulk_create` makes an instance a row and asks each of its fields three times; at the gate that is a
quarter of all the work. A column is turned here at once, and one whose rows are alike only once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models.constants import OnConflict

type Values = Mapping[str, Any]
"""Column (`attname`) -> value, as an instance would have it."""
_PLAIN = frozenset({str, int, bool, type(None)})
_NOTHING = frozenset({type(None)})


def insert(model: type[models.Model], rows: Sequence[Values], anew: bool = True) -> None:
    """Writes them in their order; a column that no row names takes its default. Raises IntegrityError.

    Not `anew`: a row that stands already is passed over.
    """
    if not rows:
        return
    columns = [_column(field, rows) for field in _fields(model)]
    with connection.cursor() as cursor:
        cursor.executemany(_statement(model, anew), list(zip(*columns, strict=True)))


def _column(field: models.Field[Any, Any], rows: Sequence[Values]) -> list[Any]:
    name = field.attname
    if name not in rows[0]:
        return [_default(field)] * len(rows)
    values = [row[name] for row in rows]
    types = set(map(type, values))
    if types == _NOTHING or (types <= _PLAIN and _keeps(field)):
        return values
    first = values[0]
    if all(value is first for value in values):
        return [field.get_db_prep_save(first, connection)] * len(rows)
    return [field.get_db_prep_save(value, connection) for value in values]


@lru_cache(maxsize=1024)
def _keeps(field: models.Field[Any, Any]) -> bool:
    """Whether text, whole numbers, yes and no go into the column as they are."""
    own = field.target_field if isinstance(field, models.ForeignKey) else field
    return isinstance(own, models.CharField | models.IntegerField | models.BooleanField)


def _default(field: models.Field[Any, Any]) -> Any:
    given = field.get_default()
    plain = given is None or (type(given) in _PLAIN and _keeps(field))
    return given if plain else field.get_db_prep_save(given, connection)


@lru_cache(maxsize=64)
def _fields(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    return tuple(f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField))


def _statement(model: type[models.Model], anew: bool) -> str:
    return _text(model, anew, connection.vendor)


@lru_cache(maxsize=64)
def _text(model: type[models.Model], anew: bool, _vendor: str) -> str:
    ops, fields = connection.ops, _fields(model)
    clash = None if anew else OnConflict.IGNORE
    names = ", ".join(ops.quote_name(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    begin, end = ops.insert_statement(clash), ops.on_conflict_suffix_sql(fields, clash, (), ())
    return f"{begin} {ops.quote_name(model._meta.db_table)} ({names}) VALUES ({places}) {end}"
