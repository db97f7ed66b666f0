"""Texts to the database: letter for letter, whatever its collation and its LIKE make of them."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, F, Func, IntegerField, Q, Value
from django.db.models.functions import Right, StrIndex
from django.db.models.lookups import Exact, GreaterThan

from .formulas import Formula, Opaque, either, sayable
from .values import Text


class Plain(Func):
    """A text column compared by its characters: two columns may have two collations."""

    output_field = CharField()
    template = "%(expressions)s"

    def __init__(self, field: str) -> None:
        super().__init__(F(field))

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        form = '(%(expressions)s COLLATE "C")'
        return super().as_sql(compiler, connection, template=form, **context)


def _position(field: str, part: str) -> Any:
    """SQLite's LIKE knows no case, so it is not used."""
    return StrIndex(F(field), Value(part, output_field=CharField()), output_field=IntegerField())


def within(text: Text, part: str) -> Formula:
    if not part or not sayable(part):
        return not part
    q = Q(GreaterThan(_position(text.field, part), 0))
    return Opaque(text.field, q, lambda value: part in value)


def begins(text: Text, part: str) -> Formula:
    if not part or not sayable(part):
        return not part
    top = after(part)
    if text.byte_order and top:
        q = Q(**{f"{text.field}__gte": part, f"{text.field}__lt": top})
    else:
        q = Q(Exact(_position(text.field, part), 1))
    return Opaque(text.field, q, lambda value: value.startswith(part))


def ends(text: Text, part: str) -> Formula:
    if not part or not sayable(part):
        return not part
    q = Q(Exact(Right(F(text.field), len(part)), Value(part, output_field=CharField())))
    return Opaque(text.field, q, lambda value: value.endswith(part))


def has_token(text: Text, token: str) -> Formula:
    """A whole word of a text that is kept with single blanks."""
    whole = Opaque(text.field, Q(**{text.field: token}), lambda value: value == token)
    middle = within(text, f" {token} ")
    return either(whole, begins(text, f"{token} "), ends(text, f" {token}"), middle)


def after(part: str) -> str:
    """The least text that is greater than all that begin so; '' when there is none."""
    last = ord(part[-1])
    if last >= 0x10FFFF:
        return after(part[:-1]) if len(part) > 1 else ""
    return part[:-1] + chr(0xE000 if last == 0xD7FF else last + 1)
