"""What is read: each question as a person of that reach asks it, and the same of the native table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models import Count, F, Q, Value
from django.db.models.functions import Substr

from ledgers import counting, queries
from ledgers.models import BlindIndex
from ledgers.narrowing import condition
from ledgers.queries import COUNTED, PAGE, Ask
from ledgers.queries.lists import _contains
from ledgers.sealing import house_keys
from ledgers.submission import GONE
from people.paths import range_of

from .house import House
from .native import BORN

LEVEL12 = "${_state} = 'VERIFIED' and selected('1 2', ${risk_level})"
SHOWN = ("name", "sex", "birth_date", "risk_level", "school_status")
READ = ("id", "uid", "number", "edition_id", "place_path", "state", "created_at")
NAME = "张安"
DIGESTS = "ledgers.queries.identities.blind_digests"
SCOPED, COUNTS = 1.5, 2.0
DOCUMENTS = 6.0
"""Whole records are documents that have to be opened: a row of columns needs nothing of the kind."""
type Statement = tuple[str, Any]


@dataclass(frozen=True)
class Question:
    """One of the things asked: what the product does for it, and the native table's own query."""

    words: str
    limit: float
    ours: Callable[[], Any]
    natives: Sequence[Callable[[], Any]]
    """One or several ways, of which the quickest counts."""


class Asking:
    """Builds the questions of one house."""

    def __init__(self, house: House, native: type[models.Model]) -> None:
        self.house, self.ledger = house, house.ledger
        self.rows: Any = native._default_manager
        self.places = {
            "village": house.village,
            "township": house.town,
            "county": house.counties[0] if len(house.counties) > 1 else "",
            "city": "",
        }

    def all(self) -> Iterator[Question]:
        for reach in ("village", "township", "county"):
            yield self.list(f"list of a {reach}: filter, by date", reach, LEVEL12, "-birth_date")
        yield self.list("list of a county: by date", "county", "", "-birth_date")
        yield self.list("list of a county: by date, page 40", "county", "", "-birth_date", 40)
        for reach in ("township", "county"):
            yield self.list(f"list of a {reach}: newest first", reach, "", "")
        for reach in ("village", "township", "county"):
            yield self.count(f"count of a {reach}, filtered", reach, LEVEL12)
        yield self.states("count of a county by state", "county")
        yield self.grid("count of a county: township x level", "county")
        for reach in ("township", "county"):
            yield self.text(f"search by part of a name: {reach}", reach)
        for reach in ("village", "county"):
            yield self.number(f"one by identity number: {reach}", reach)
        yield self.export("a county as rows for a sheet", "county")
        if len(self.house.counties) > 1:
            yield from self._whole()

    def _whole(self) -> Iterator[Question]:
        yield self.list("list of the whole ledger: newest first", "city", "", "")
        yield self.list("list of the whole ledger: filter, by date", "city", LEVEL12, "-birth_date")
        yield self.count("count of the whole ledger, to 10,001", "city", "")
        yield self.number("one by identity number: whole ledger", "city")

    # ---- the native table: its own names, the same conditions ----

    def _near(self, reach: str) -> Any:
        found = self.rows.exclude(state__in=GONE)
        if path := self.places[reach]:
            low, high = range_of(path)
            found = found.filter(place_path__gte=low, place_path__lt=high)
        return found

    def _renamed(self, where: Q) -> Q:
        """A condition on slots as one on the columns of the native table."""
        own = {slot: f"q_{name}" for name, slot in self.ledger.slots.items()}
        parts: list[Any] = []
        for part in where.children:
            if isinstance(part, Q):
                parts.append(self._renamed(part))
            else:
                name, *rest = part[0].split("__")
                parts.append(("__".join((own.get(name, name), *rest)), part[1]))
        return Q.create(parts, where.connector, where.negated)

    def _where(self, text: str) -> Q:
        return self._renamed(condition(self.ledger, "", text)) if text else Q()

    def _columns(self) -> list[str]:
        return [*READ, *(f"q_{name}" for name in SHOWN)]

    # ---- the questions ----

    def list(self, words: str, reach: str, where: str, sort: str, page: int = 1) -> Question:
        user, ask = self.house.people[reach], Ask(where=where, sort=sort, page=page)
        total = queries.count(user, self.ledger, ask)
        order = ("-" + BORN, "-id") if sort else ("-id",)
        start = (page - 1) * PAGE

        def ours() -> Any:
            return queries.listing(user, self.ledger, ask, SHOWN, total=total)

        def rows() -> Any:
            return self._near(reach).filter(self._where(where)).order_by(*order)

        def once() -> Any:
            return list(rows().values_list(*self._columns())[start : start + PAGE])

        def twice() -> Any:
            ids = list(rows().values_list("id", flat=True)[start : start + PAGE])
            return list(self.rows.filter(id__in=ids).values_list(*self._columns()))

        return Question(words, SCOPED, ours, (once, twice))

    def count(self, words: str, reach: str, where: str) -> Question:
        user = self.house.people[reach]
        return Question(
            words,
            COUNTS,
            lambda: queries.count(user, self.ledger, Ask(where=where)),
            [lambda: self._near(reach).filter(self._where(where))[: COUNTED + 1].count()],
        )

    def states(self, words: str, reach: str) -> Question:
        user = self.house.people[reach]
        return Question(
            words,
            COUNTS,
            lambda: queries.state_counts(user, self.ledger),
            [
                lambda: list(
                    self._near(reach).order_by().values_list("state").annotate(n=Count("*"))
                )
            ],
        )

    def grid(self, words: str, reach: str) -> Question:
        user, table = self.house.people[reach], counting.counted(self.ledger, "by_level")
        assert table
        depth = len(self.house.town)

        def native() -> Any:
            rows = self._near(reach).filter(state="VERIFIED").order_by()
            lines = rows.annotate(
                row=Substr("place_path", Value(1), Value(depth)), column=F("q_risk_level")
            )
            return list(lines.values("row", "column").annotate(records=Count("*")))

        from ledgers.counting.grid import grid

        return Question(words, COUNTS, lambda: grid(user, table), [native])

    def text(self, words: str, reach: str) -> Question:
        user, ask = self.house.people[reach], Ask(text=NAME)
        total = queries.count(user, self.ledger, ask)

        def native() -> Any:
            rows = self._near(reach).filter(self._renamed(_contains(user, self.ledger, NAME)))
            return list(rows.order_by("-id").values_list(*self._columns())[:PAGE])

        return Question(
            words,
            SCOPED,
            lambda: queries.listing(user, self.ledger, ask, SHOWN, total=total),
            [native],
        )

    def number(self, words: str, reach: str) -> Question:
        """The way a list finds a number that was typed, once its digest is known."""
        user, digest = self.house.people[reach], self._digest()
        ask = Ask(text="x", found={"id_card": "x"})

        def native() -> Any:
            rows = self._near(reach).filter(digest=digest).order_by("-id")
            return list(rows.values_list(*self._columns())[:PAGE])

        def ours() -> Any:
            from unittest import mock

            found = {house_keys().index_id: digest}
            with mock.patch(DIGESTS, return_value=found):
                return queries.listing(user, self.ledger, ask, SHOWN, total=1)

        return Question(words, SCOPED, ours, [native])

    def _digest(self) -> bytes:
        held = BlindIndex.objects.filter(ledger=self.ledger.id).order_by("id")
        return bytes(held.values_list("digest", flat=True)[held.count() // 2])

    def export(self, words: str, reach: str) -> Question:
        from ledgers.exchange.giving import AT_ONCE

        user = self.house.people[reach]
        fields = self.rows.model._meta.concrete_fields
        columns = ["id", *(field.attname for field in fields if field.attname != "id")]

        def ours() -> Any:
            rows = queries.narrowed(user, self.ledger, Ask())
            return sum(map(len, queries.walked(rows, AT_ONCE)))

        def native() -> Any:
            rows = self._near(reach).order_by("id").values_list(*columns)
            last = 0
            while found := list(rows.filter(id__gt=last)[:AT_ONCE]):
                last = found[-1][0]

        return Question(words, DOCUMENTS, ours, [native])


def statements(call: Callable[[], Any]) -> list[Statement]:
    """What a call asks of the tables of records, as it goes to the database."""
    met: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if any(table in sql for table in ('"ledgers_record"', '"ledgers_native"')):
            met.append((sql, params))
        return execute(sql, params, many, context)

    call()  # what is compiled and kept is so by now
    with connection.execute_wrapper(note):
        call()
    assert met
    return met


def replay(met: Sequence[Statement], opened: bool = True) -> Callable[[], None]:
    """Sends them again and reads what comes, opening documents as their reader must."""

    def call() -> None:
        for sql, params in met:
            with connection.cursor() as cursor:
                cursor.execute(sql, params)
                rows = cursor.fetchall()
                names = [column[0] for column in cursor.description]
            if opened and "answers" in names:
                at = names.index("answers")
                for row in rows:
                    json.loads(row[at])

    return call
