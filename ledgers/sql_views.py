"""A read-only SQL view a ledger for analysts: typed columns under the names of the template.

The views are made by a command, never by publishing: `state` says of each whether it still tells
what the ledger is. Each bears the digest of its own text, so nothing else is taken for one of ours.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import connection, transaction

from forms_catalog.definition import Question
from forms_catalog.problems import refuse
from forms_catalog.questions import type_of
from people.models import Place

from .derived.likes import fits, known
from .models import Record
from .registry import Live, all_live, live
from .submission import GONE
from .witnessing.shown import GUARDED

FRESH, STALE, MISSING, ORPHAN = "fresh", "stale", "missing", "orphan"
LONGEST = 63
"""Signs of a name that PostgreSQL keeps apart."""
_MARK = re.compile(r"tonghu view ([0-9a-f]{64})( guarded)?")
_ENGINE = (
    ("_number", "r", "number"),
    ("_state", "r", "state"),
    ("_place", "r", "place_path"),
    ("_place_code", "p", "code"),
    ("_place_name", "p", "name"),
    ("_created", "r", "created_at"),
    ("_updated", "r", "updated_at"),
)
_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'view'"
_POSTGRES = (
    "SELECT c.relname, obj_description(c.oid, 'pg_class') FROM pg_class c"
    " WHERE c.relkind = 'v' AND c.relnamespace = current_schema()::regnamespace"
)
_READERS = (
    "SELECT DISTINCT grantee FROM information_schema.table_privileges"
    " WHERE table_schema = current_schema() AND table_name = %s"
    " AND privilege_type = 'SELECT' AND grantee <> current_user"
)


class Mark(NamedTuple):
    """What a view says of itself: the digest of its text, and whether guarded columns are in it."""

    digest: str
    guarded: bool

    def __str__(self) -> str:
        return f"tonghu view {self.digest}{' guarded' if self.guarded else ''}"


def name_of(key: str) -> str:
    """The view of a ledger; a long name ends in its digest."""
    name = f"v_{key}"
    if len(name) <= LONGEST:
        return name
    return name[: LONGEST - 9] + "_" + hashlib.sha256(name.encode()).hexdigest()[:8]


def columns(ledger: Live, guarded: bool = False) -> Iterator[tuple[str, Question, str]]:
    """(name, question, slot) of every column: never what is sealed, what is guarded when asked for."""
    questions = known(ledger)
    derived = [name for name in questions if name not in ledger.questions]
    for name in dict.fromkeys((*ledger.rules.columns, *derived)):
        question = questions.get(name)
        if question and fits(ledger, question) and (guarded or question.sensitivity < GUARDED):
            yield name, question, ledger.slots[name]


def text_of(ledger: Live, guarded: bool = False) -> str:
    """The query of the view; the join also keeps PostgreSQL from writing through it."""
    q = connection.ops.quote_name
    told = [f"{table}.{q(column)} AS {q(name)}" for name, table, column in _ENGINE]
    told += [
        f"{_typed(question, f'r.{q(slot)}')} AS {q(_short(name))}"
        for name, question, slot in columns(ledger, guarded)
    ]
    gone = ", ".join(f"'{state}'" for state in GONE)
    return (
        f"SELECT {', '.join(told)} FROM {q(Record._meta.db_table)} AS r"
        f" LEFT JOIN {q(Place._meta.db_table)} AS p ON p.{q('path')} = r.{q('place_path')}"
        f" WHERE r.{q('ledger_id')} = {ledger.id:d} AND r.{q('state')} NOT IN ({gone})"
    )


def _short(name: str) -> str:
    return name_of(name)[2:] if len(name) > LONGEST else name


def _typed(question: Question, column: str) -> str:
    kind = type_of(question).kind
    if kind == "boolean":
        return f"CASE {column} WHEN 'yes' THEN TRUE WHEN 'no' THEN FALSE END"
    if kind == "integer":
        return f"CAST({column} AS {'bigint' if _postgres() else 'INTEGER'})"
    return column


def _postgres() -> bool:
    return connection.vendor == "postgresql"


def _mark(text: str, guarded: bool) -> Mark:
    return Mark(hashlib.sha256(text.encode()).hexdigest(), guarded)


# ---- what there is ----


def standing() -> dict[str, Mark | None]:
    """View -> what it says of itself, None for one that is not ours."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRES if _postgres() else _SQLITE)
        found = cursor.fetchall()
    marks = {name: _MARK.search(said or "") for name, said in found}
    return {name: Mark(mark[1], bool(mark[2])) if mark else None for name, mark in marks.items()}


def state() -> dict[str, str]:
    """View -> fresh, stale (the ledger is another one now), missing, orphan (its ledger is gone)."""
    there, told = standing(), dict[str, str]()
    for key, ledger in sorted(all_live().items()):
        mark = there.get(name_of(key))
        now = _mark(text_of(ledger, mark.guarded), mark.guarded) if mark else None
        told[name_of(key)] = (FRESH if mark == now else STALE) if mark else MISSING
    return told | {name: ORPHAN for name, mark in there.items() if mark and name not in told}


def make(key: str, guarded: bool = False) -> str:
    """The view of a ledger as it is now; who could read the one before can read this one."""
    ledger = live(key)
    assert ledger is not None
    name, text = name_of(key), text_of(ledger, guarded)
    there = standing()
    if name in there and there[name] is None:
        raise refuse("views.not-ours", f"“{name}”不是这里建的视图，没有动它", "请管数据库的人改名")
    with transaction.atomic(), connection.cursor() as cursor:
        readers = _readers(name) if name in there else []
        quoted, mark = connection.ops.quote_name(name), _mark(text, guarded)
        cursor.execute(f"DROP VIEW IF EXISTS {quoted}")
        cursor.execute(f"CREATE VIEW {quoted} AS {text} /* {mark} */")
        if _postgres():
            cursor.execute(f"COMMENT ON VIEW {quoted} IS '{mark}'")
        for reader in readers:
            to = "PUBLIC" if reader == "PUBLIC" else connection.ops.quote_name(reader)
            cursor.execute(f"GRANT SELECT ON {quoted} TO {to}")
    return name


def _readers(name: str) -> list[str]:
    if not _postgres():
        return []
    with connection.cursor() as cursor:
        cursor.execute(_READERS, [name])
        return [row[0] for row in cursor.fetchall()]


def drop(names: Iterable[str]) -> list[str]:
    """Takes away those of these views that are ours."""
    there = standing()
    ours = [name for name in names if there.get(name)]
    with transaction.atomic(), connection.cursor() as cursor:
        for name in ours:
            cursor.execute(f"DROP VIEW {connection.ops.quote_name(name)}")
    return ours


# ---- tables change below them ----

_aside: dict[str, bool] = {}
"""Views that were taken away while migrations run -> whether guarded columns were in them."""


def stand_aside(**_: object) -> None:
    """SQLite rebuilds a table by renaming it, which no view may look at; PostgreSQL does not."""
    if not _postgres():
        _aside.update({name: mark.guarded for name, mark in standing().items() if mark})
        drop(_aside)


def stand_again(**_: object) -> None:
    """The same views, over the tables as they are now."""
    keys = {name_of(key): key for key in all_live()} if _aside else {}
    for name, guarded in _aside.items():
        if name in keys:
            make(keys[name], guarded)
    _aside.clear()
