"""Fills both tables with the same records, past the gate: after the pattern of some that it made.

Each is another person at another place: a name, a day of birth, a number, a level, a state and keys of
its own; the rest of its answers, sealed ones too, are those of its pattern. Places are dealt out so
that a village's records lie scattered over the table, as years of work leave them.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models

from ledgers.ids import uuid7
from ledgers.models import BlindIndex, Change, Record, Submission
from ledgers.registry import live
from ledgers.sealing import house_keys

from . import BESIDE, COUNTY, native
from .house import House

AT_ONCE = 5000
FIRST = dt.date(2008, 11, 1)
DAYS = 6500
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "安宁平乐和顺佳明远志文武强勇军民国庆春夏秋冬梅兰竹菊松柏桐林森山川江河海湖云霞雨雪晨晓"
STATES = ("VERIFIED",) * 90 + ("SUBMITTED",) * 7 + ("RETURNED",) + ("ENDED",) * 2
LEVELS = ("1",) * 2 + ("2",) * 8 + ("3",) * 30 + ("4",) * 60
BORN, NAME = "2099-12-31", "\x01"
type Tables = tuple[type[models.Model], type[models.Model], type[models.Model]]


class Filler:
    """Turns patterns into rows of five tables."""

    def __init__(self, house: House, tables: Tables) -> None:
        self.house, self.ledger, self.tables = house, house.ledger, tables
        self.slots = house.ledger.slots
        self.random = random.Random(7)
        rows = Record.objects.unscoped("patterns").filter(ledger=self.ledger.id).order_by("id")
        self.patterns = [self._pattern(row) for row in rows.values()]
        self.key = house_keys().index_id
        self.sent = self._import()
        self.places = _dealt(house, self.random)

    def _import(self) -> tuple[int, int]:
        """One submission stands for all that is filled in."""
        now = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
        given = {"key": "fill", "body_digest": b"0", "door": "xlsx", "clock": now}
        given |= {"received_at": now, "records": []}
        made = (Submission.objects.create(**given), self.tables[2].objects.create(**given))
        return made[0].pk, made[1].pk

    def _pattern(self, row: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], str]:
        answers = row["answers"] | {"name": NAME, "birth_date": BORN}
        own = native.values(self.ledger, row)
        text = json.dumps(answers, ensure_ascii=False, separators=(",", ":"))
        return _prepared(Record, row), _prepared(self.tables[0], row | own), text

    def rows(self, numbers: Iterable[int], at: dt.datetime) -> Iterator[tuple[dict[str, Any], ...]]:
        """Record, its native twin, both changes, the identity; of these keys."""
        for pk in numbers:
            yield self._row(pk, next(self.places), at + dt.timedelta(seconds=pk))

    def _row(self, pk: int, place: str, at: dt.datetime) -> tuple[dict[str, Any], ...]:
        pick = self.random
        pattern, twin, text = self.patterns[pk % len(self.patterns)]
        name = pick.choice(SURNAMES) + pick.choice(GIVEN) + pick.choice(GIVEN)
        born = FIRST + dt.timedelta(days=int(pick.random() * DAYS))
        level, state = pick.choice(LEVELS), pick.choice(STATES)
        told = json.dumps(NAME)[1:-1]
        answers = text.replace(told, name).replace(BORN, born.isoformat())
        digest = os.urandom(32)
        head = {"id": pk, "uid": _uid(), "number": f"Z{pk:08}", "place_path": place}
        head |= {"state": state, "created_at": _moment(at), "updated_at": _moment(at)}
        said = {"name": name, "birth_date": _day(born), "risk_level": level}
        record = pattern | head | {self.slots[n]: value for n, value in said.items()}
        own = {f"q_{n}": value for n, value in said.items()}
        change = self._change(record, at)
        return (
            record | {"answers": answers},
            twin | head | own | {"digest": digest},
            change | {"submission_id": self.sent[0]},
            change | {"submission_id": self.sent[1]},
            self._blind(pk, digest),
        )

    def _change(self, record: dict[str, Any], at: dt.datetime) -> dict[str, Any]:
        told = {"place_path": record["place_path"], "state": record["state"]}
        return told | {
            "record_id": record["id"], "version": 1, "action": "opening", "actor_id": None,
            "post": None, "door": "xlsx", "edition_id": record["edition_id"],
            "happened_on": _day(at.date()), "late": False, "at": _moment(at),
            "diff": '{"name":[null,"x"]}', "reason": "", "warnings": "{}", "sources": "{}",
            "hash_before": b"", "hash": os.urandom(32), "erased": None,
        }  # fmt: skip

    def _blind(self, pk: int, digest: bytes) -> dict[str, Any]:
        return {
            "ledger_id": self.ledger.id, "rule": "id_card", "key_id": self.key,
            "digest": digest, "unique": True, "record_id": pk,
        }  # fmt: skip

    def beside(self, numbers: Iterable[int], at: dt.datetime) -> Iterator[dict[str, Any]]:
        """Records of another ledger, whose columns mean other things."""
        other = live("left_behind")
        for row, *_ in self.rows(numbers, at):
            yield row | {"ledger_id": other.id, "edition_id": other.form_edition}


def _dealt(house: House, pick: random.Random) -> Iterator[str]:
    """The villages as often as they have children, county after county in turn."""
    wanted = [at for at, number in enumerate(house.children) for _ in range(number)]
    assert len(wanted) == COUNTY
    while True:
        pick.shuffle(wanted)
        for at in wanted:
            for county in house.villages:
                yield county[at]


def fill(house: House, tables: Tables, size: int) -> None:
    """As many records as the size says, with those that the gate made; then what imports end with."""
    filler = Filler(house, tables)
    first = max(Record.objects.unscoped("the last").values_list("id", flat=True)) + 1
    last = first + (size - len(filler.patterns)) * (BESIDE + 1) // BESIDE
    at = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    others = ((Record, tables[0]), (Change, tables[1]))
    with _bare(Record, tables[0]):
        for some in _chunks(range(first, last)):
            own = [pk for pk in some if pk % (BESIDE + 1)]
            found = list(zip(*filler.rows(own, at), strict=True))
            for model, rows in zip(
                (Record, tables[0], Change, tables[1], BlindIndex), found, strict=True
            ):
                load(model, rows)
            load(Record, list(filler.beside(set(some) - set(own), at)))
    _twins(filler, tables)
    _settle([Record, Change, BlindIndex, *(model for pair in others for model in pair)])


def _twins(filler: Filler, tables: Tables) -> None:
    """The gate's own records in the native table."""
    rows = Record.objects.unscoped("twins").filter(ledger=filler.ledger.id)
    held = dict(BlindIndex.objects.values_list("record_id", "digest")[: len(filler.patterns)])
    given = []
    for row in rows.order_by("id").values()[: len(filler.patterns)]:
        own = native.values(filler.ledger, row)
        given.append(_prepared(tables[0], row | own | {"digest": held.get(row["id"])}))
    load(tables[0], given)


def _chunks(numbers: range) -> Iterator[range]:
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]


def _prepared(model: type[models.Model], row: dict[str, Any]) -> dict[str, Any]:
    """The columns of a row as the database takes them."""
    fields = [field for field in model._meta.concrete_fields if field.attname in row]
    return {f.attname: _plain(f, row[f.attname]) for f in fields}


def _plain(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return field.get_db_prep_save(value, connection)


def _uid() -> Any:
    found = uuid7()
    return found.hex if connection.vendor == "sqlite" else found


def _day(day: dt.date) -> Any:
    return day.isoformat() if connection.vendor == "sqlite" else day


def _moment(at: dt.datetime) -> Any:
    return at.replace(tzinfo=None).isoformat(" ") if connection.vendor == "sqlite" else at


def load(model: type[models.Model], rows: Sequence[dict[str, Any]]) -> None:
    """The quickest way into a table that the database has."""
    names = [n for n in (f.attname for f in model._meta.concrete_fields) if n in rows[0]]
    columns = ", ".join(f'"{name}"' for name in names)
    table, values = model._meta.db_table, ([row[name] for name in names] for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            places = ", ".join("?" * len(names))
            connection.connection.execute("BEGIN")
            connection.connection.executemany(
                f'INSERT INTO "{table}" ({columns}) VALUES ({places})', values
            )
            connection.connection.execute("COMMIT")
            return
        with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
            for row in values:
                copy.write_row(row)


class _bare:
    """Without the indexes that are quicker made at the end, and without looking up keys."""

    def __init__(self, *models: type[models.Model]) -> None:
        self.models = models

    def __enter__(self) -> None:
        with connection.schema_editor() as editor:
            for model in self.models:
                for index in model._meta.indexes:
                    editor.remove_index(model, index)
        self._set(
            ("PRAGMA foreign_keys=OFF", "PRAGMA cache_size=-400000", "PRAGMA synchronous=OFF"),
            ("SET session_replication_role = replica",),
        )

    def __exit__(self, *_: object) -> None:
        with connection.schema_editor() as editor:
            for model in self.models:
                for index in model._meta.indexes:
                    editor.add_index(model, index)
        self._set(
            ("PRAGMA foreign_keys=ON", "PRAGMA cache_size=-2000", "PRAGMA synchronous=FULL"),
            ("SET session_replication_role = DEFAULT",),
        )

    def _set(self, lite: Sequence[str], other: Sequence[str]) -> None:
        with connection.cursor() as cursor:
            for line in lite if connection.vendor == "sqlite" else other:
                cursor.execute(line)


def _settle(models: Sequence[type[models.Model]]) -> None:
    """Next keys, statistics, what may be seen: as after an import and a night."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        from django.core.management.color import no_style

        for line in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(line)
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("SET max_parallel_workers_per_gather = 0")
