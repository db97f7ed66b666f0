"""Formulas as Django's Q: every NOT stands right before a comparison, where Django minds the NULL."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from .formulas import Codes, Formula, Opaque, Span
from .sources import Column


def to_q(formula: Formula) -> Q:
    if isinstance(formula, bool):
        return Q() if formula else Q(pk__in=())
    if isinstance(formula, Codes):
        return _codes(formula)
    if isinstance(formula, Span):
        return _span(formula)
    if isinstance(formula, Opaque):
        return formula.q if formula.positive else ~formula.q
    parts = _needed(formula.parts) if formula.every else formula.parts
    return reduce(and_ if formula.every else or_, map(to_q, parts))


def _null(field: str, null: bool) -> Q:
    return Q(**{f"{field}__isnull": null})


def _codes(found: Codes) -> Q:
    texts = sorted(value for value in found.values if value is not None)
    if not texts:
        return _null(found.field, not found.outside)
    name = found.field if len(texts) == 1 else f"{found.field}__in"
    inside = Q(**{name: texts[0] if len(texts) == 1 else texts})
    if found.outside:
        return _null(found.field, False) & ~inside if None in found.values else ~inside
    return inside | _null(found.field, True) if None in found.values else inside


def _span(found: Span) -> Q:
    source = found.source
    if not isinstance(source, Column):
        ranges = [_range(found, *ends) for ends in found.ranges]
        return reduce(or_, ranges) if ranges else Q(pk__in=())
    if not found.ranges or found.ranges == ((source.low, source.high),):
        return _null(source.field, not found.ranges)
    if (hole := _hole(found)) is not None:
        rest = ~source.between(hole, hole)
        return rest if found.null else _null(source.field, False) & rest
    inside = reduce(or_, (_range(found, *ends) for ends in found.ranges))
    return inside | _null(source.field, True) if found.null else inside


def _hole(found: Span) -> int | None:
    """The one number that is left out, if that is all."""
    if len(found.ranges) != 2:
        return None
    (first, before), (after, last) = found.ranges
    whole = first == found.source.low and last == found.source.high
    return before + 1 if whole and after - before == 2 else None


def _range(found: Span, low: int, high: int) -> Q:
    source = found.source
    return source.between(None if low <= source.low else low, None if high >= source.high else high)


def _needed(parts: Sequence[Formula]) -> list[Formula]:
    """Without the guards that another part implies."""
    return [part for part in parts if not any(_implied(part, other) for other in parts)]


def _implied(guard: Formula, other: Formula) -> bool:
    """Whether what the guard keeps out fails the other test too."""
    if not isinstance(guard, Codes) or not guard.outside or guard is other:
        return False
    if isinstance(other, Opaque) and other.field == guard.field:
        known = other.test is not None and other.positive
        return known and not any(value and other.holds(value) for value in guard.values)
    if not isinstance(other, Span) or not isinstance(other.source, Column) or other.null:
        return False
    bounded = all(other.source.low < low and high < other.source.high for low, high in other.ranges)
    return bounded and other.source.field == guard.field
