"""What the database works out of columns before it compares: lengths, sums in doubles, days between."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

from django.db.models import DateField, Expression, F, FloatField, Func, Q, Value
from django.db.models.functions import Length, NullIf
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThanOrEqual

from .sources import DATE, NUMBER, DayTexts, Source


@dataclass(frozen=True)
class Computed(Source):
    """A value that the database works out of columns; a guard beside it keeps NULL away."""

    column = False

    def expression(self) -> Any:
        raise NotImplementedError

    def between(self, low: int | None, high: int | None) -> Q:
        found = Q()
        if low is not None:
            found &= Q(GreaterThanOrEqual(self.expression(), self.literal(low)))
        if high is not None:
            found &= Q(LessThanOrEqual(self.expression(), self.literal(high)))
        return found

    def literal(self, number: int) -> Any:
        return Value(self.at(number))


@dataclass(frozen=True)
class Lengths(Computed):
    """How many characters a text has."""

    low, high = 1, 1000
    field: str

    def at(self, number: int) -> Any:
        return float(number)

    def expression(self) -> Any:
        return Length(F(self.field))

    def literal(self, number: int) -> Any:
        return Value(number)


@dataclass(frozen=True)
class Doubles(Computed):
    """A number in the arithmetic of the judging interpreter, by the bits of its double."""

    low, high = -0x7FEF_FFFF_FFFF_FFFF, 0x7FEF_FFFF_FFFF_FFFF
    how: tuple[Any, ...]
    """A field alone, ("day", source), or (one, sign, other) of such and of plain numbers."""

    def at(self, number: int) -> Any:
        found: float = struct.unpack(">d", struct.pack(">q", abs(number)))[0]
        return found if number >= 0 else -found

    def expression(self) -> Any:
        return _made(self.how)

    def literal(self, number: int) -> Any:
        return Value(self.at(number), output_field=FloatField())


def _made(how: Any) -> Any:
    if isinstance(how, float):
        return Value(how, output_field=FloatField())
    if how[0] == "day":
        return DayNumber(F(how[1].field), text=isinstance(how[1], DayTexts))
    if len(how) == 1:
        return Number(F(how[0]), output_field=FloatField())
    one, sign, other = how
    return _SIGNS[sign](_made(one), _made(other))


_SIGNS: dict[str, Any] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "div": lambda one, other: one / NullIf(other, Value(0.0, output_field=FloatField())),
}


class Number(Func):
    """A column as a double; a text that is no number is NULL, nothing is cast that cannot be."""

    template = "CAST(%(expressions)s AS double precision)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(
            compiler, connection, template="CAST(%(expressions)s AS real)", **context
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        inner, params = compiler.compile(self.source_expressions[0])
        test = f"CASE WHEN {inner}::text ~ '{NUMBER}'"
        return f"{test} THEN {inner}::double precision END", (*params, *params)


class DayNumber(Func):
    """The days since 1970 of a date, kept as one or as text."""

    output_field = FloatField()

    def __init__(self, date: Expression | F, text: bool = False) -> None:
        super().__init__(date)
        self.text = text

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        form = "(julianday(%(expressions)s) - 2440587.5)"
        return super().as_sql(compiler, connection, template=form, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        inner, params = compiler.compile(self.source_expressions[0])
        if not self.text:
            return f"CAST({inner} - DATE '1970-01-01' AS double precision)", params
        made = f"CAST({inner}::date - DATE '1970-01-01' AS double precision)"
        return f"CASE WHEN {inner} ~ '{DATE}' THEN {made} END", (*params, *params)


@dataclass(frozen=True)
class Days2(Source):
    """How many days one date column lies behind another."""

    low, high = -400_000, 400_000
    column = False
    one: str
    other: str

    def at(self, number: int) -> Any:
        return float(number)

    def between(self, low: int | None, high: int | None) -> Q:
        if low is not None and low == high:
            return Q(Exact(F(self.one), self._moved(low)))
        found = Q() if low is None else Q(GreaterThanOrEqual(F(self.one), self._moved(low)))
        if high is not None:
            found &= Q(LessThanOrEqual(F(self.one), self._moved(high)))
        return found

    def _moved(self, days: int) -> Any:
        return Later(F(self.other), days) if days else F(self.other)


class Later(Func):
    """A date column so many days later, without turning it into a moment."""

    output_field = DateField()

    def __init__(self, date: Expression | F, days: int) -> None:
        super().__init__(date)
        self.days = int(days)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        form = f"date(%(expressions)s, '{self.days} days')"
        return super().as_sql(compiler, connection, template=form, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        form = f"(%(expressions)s + ({self.days}))"
        return super().as_sql(compiler, connection, template=form, **context)
