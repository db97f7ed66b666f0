"""The figures of a table: one grouped query over records of today or standings of a closed period."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, cast

from django.db.models import Count, Q, Sum

from forms_catalog.problems import Problem, Refused

from ..clock import moment, now
from ..filtering import columns_of, compile_filter
from ..models import Period, Record, Standing
from ..protect import ProtectedQuerySet
from ..scope import reach, within
from ..submission import GONE
from .definition import Counted
from .sides import Side, across, down

DASH = "—"
FEW = 5
"""Fewer than these are a small group."""
_HUNDREDTH = Decimal("0.01")


@dataclass(slots=True)
class Figure:
    """How many records, how many of them with a number, and what the numbers come to."""

    records: int = 0
    numbers: int = 0
    total: Decimal = Decimal(0)

    def add(self, other: Figure) -> None:
        self.records += other.records
        self.numbers += other.numbers
        self.total += other.total

    def value(self, how: str) -> Decimal | None:
        """None: a mean of nothing."""
        if how == "count":
            return Decimal(self.records)
        if how == "sum":
            return self.total
        return self.total / self.numbers if self.numbers else None


@dataclass(slots=True)
class Grid:
    """A table with its sums, as numbers and as words."""

    item: Counted
    corner: str
    heads: list[str]
    lines: list[tuple[str, list[Decimal | None]]]
    sums: list[Decimal | None]
    people: int = 0
    places: bool = True

    @property
    def few(self) -> bool:
        """Whether a cell counts so few that somebody might be known by it."""
        if self.item.how != "count":
            return False
        return any(n and n < FEW for _, row in self.lines for n in row)

    @property
    def title(self) -> str:
        return self.item.table.label

    def words(self, value: Decimal | None) -> str:
        if value is None:
            return DASH
        if self.item.how == "mean":
            return format(value.quantize(_HUNDREDTH, ROUND_HALF_UP), ",f")
        return format(_plain(value), ",f")

    def number(self, value: Decimal | None) -> int | float | str:
        """A cell of a workbook."""
        if value is None:
            return DASH
        if self.item.how == "mean":
            return float(value.quantize(_HUNDREDTH, ROUND_HALF_UP))
        plain = _plain(value)
        return int(plain) if plain == plain.to_integral_value() else float(plain)


def _plain(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def grid(user: Any, item: Counted, period: Period | None = None) -> Grid:
    """In the person's places only, whatever is shown to them beside; raises Refused by the filter."""
    roots = reach(user).paths.get(item.ledger.id, ())
    columns = across(item.ledger, item.table.columns)
    rows = down(item.level, roots) if item.level else across(item.ledger, item.table.rows)
    found = _figures(user, item, rows, columns, period)
    heads = columns.lines(key for _, key in found)
    lines = rows.lines(key for key, _ in found)
    return Grid(
        item,
        rows.title,
        [words for _, words in heads],
        [
            (words, _row([found[key, across_] for across_, _ in heads], item.how))
            for key, words in lines
        ],
        _row([_sum(found[k, key] for k, _ in lines) for key, _ in heads], item.how),
        _sum(found.values()).records,
        bool(rows.level),
    )


def _row(figures: list[Figure], how: str) -> list[Decimal | None]:
    """Its figures, and what they come to together."""
    return [figure.value(how) for figure in (*figures, _sum(figures))]


def _sum(figures: Any) -> Figure:
    made = Figure()
    for figure in figures:
        made.add(figure)
    return made


def _figures(
    user: Any, item: Counted, rows: Side, columns: Side, period: Period | None
) -> dict[tuple[str, str], Figure]:
    slot = item.ledger.slots[item.of.name] if item.of else ""
    taken: dict[str, Any] = {"records": Count("*")}
    if slot:
        taken |= {"numbers": Count(slot), "total": Sum(slot)}
    asked = _source(user, item, period).order_by().annotate(row=rows.key, column=columns.key)
    found: dict[tuple[str, str], Figure] = defaultdict(Figure)
    for line in asked.values("row", "column").annotate(**taken):
        key = rows.line_of(line["row"]), columns.line_of(line["column"])
        total = Decimal(line.get("total") or 0)
        found[key].add(Figure(line["records"], line.get("numbers", 0), total))
    return found


def _source(user: Any, item: Counted, period: Period | None) -> ProtectedQuerySet:
    """What is counted: the records in scope, or how they stood, without what was taken back."""
    day = period.end if period else moment(now()).date()
    where = _condition(item, day, period is not None)
    if period:
        rows = Standing.objects.visible_to(user, item.ledger).filter(period=period)
        return rows.exclude(state__in=GONE).filter(where)
    rows = Record.objects.visible_to(user, item.ledger)
    if reach(user).shared:
        rows = rows.filter(within("place_path", reach(user).paths.get(item.ledger.id, ())))
    return rows.filter(where)


def _condition(item: Counted, day: dt.date, past: bool) -> Q:
    if item.filter is None:
        return Q()
    at = moment(now()) if not past else dt.datetime.combine(day, dt.time())
    given = {"_today": day, "_ref": day}
    made = compile_filter(item.filter, columns_of(item.ledger), at, given)
    if made.q is None:
        raise Refused(*made.problems)
    return _as_stood(made.q) if past else made.q


def _as_stood(where: Q) -> Q:
    """The same condition over standings: what only the record itself says is asked of it."""
    parts: list[Any] = []
    for part in where.children:
        if isinstance(part, Q):
            parts.append(_as_stood(part))
            continue
        name, value = cast("tuple[str, Any]", part)
        if name.startswith("updated_at"):
            text = "已结账的期里没有“最后改动的时间”"
            raise Refused(Problem("tables.not-kept", text, "看今天的数"))
        parts.append((f"record__{name}" if name.startswith("created_at") else name, value))
    return Q.create(parts, where.connector, where.negated)
