"""Identity rows under the current key of the index, made from the answers of their records.

The record is locked before it is read: who changes an identity writes its rows after that, and who
waits for the record is met again later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from forms_catalog import editions
from forms_catalog.questions import is_missing, type_of

from ..models import BlindIndex, KeyCheck, Record
from .answers import open_answers
from .blind import blind_digest
from .check import house_keys
from .envelope import DataKey

BATCH = 200
READ = ("uid", "edition_id", "answers", "data_key", "key_id")


def only_by_old_keys() -> QuerySet[BlindIndex]:
    """Identities that the current key does not find yet."""
    current = house_keys().index_id
    twin = BlindIndex.objects.filter(
        record=OuterRef("record"), rule=OuterRef("rule"), key_id=current
    )
    return all_rows().exclude(key_id=current).filter(~Exists(twin))


def all_rows() -> QuerySet[BlindIndex]:
    return BlindIndex.objects.all()


def outdated(after: int) -> Sequence[int]:
    """The next records, by age, of which such an identity is kept."""
    rows = only_by_old_keys().filter(record_id__gt=after).order_by("record_id")
    return list(rows.values_list("record_id", flat=True).distinct()[:BATCH])


def remake(ids: Sequence[int]) -> int:
    """Inside a transaction: rows of the current key beside the old ones. How many are no more waiting."""
    free = Record.objects.unscoped("their identities are indexed anew")
    locked = list(
        free.select_for_update(skip_locked=True).filter(pk__in=ids).only(*READ).order_by("pk")
    )
    rules: dict[int, list[BlindIndex]] = defaultdict(list)
    waiting = only_by_old_keys().filter(record__in=[record.pk for record in locked])
    for row in waiting:
        rules[row.record_id].append(row)
    fresh = [row for record in locked for row in _remade(record, rules[record.pk])]
    BlindIndex.objects.bulk_create(fresh, ignore_conflicts=True)
    return sum(map(len, rules.values())) - waiting.all().count()


def _remade(record: Record, old: Sequence[BlindIndex]) -> Iterable[BlindIndex]:
    if not old:
        return
    questions = editions.bundle(record.edition_id).own
    key = None
    if record.data_key:
        key = DataKey.load(str(record.uid), record.key_id, bytes(record.data_key))
    answers = open_answers(key, questions, record.answers)
    for row in old:
        names = asked_by(row.rule)
        if not questions.keys() >= {
            *names
        }:  # a rule of another kind: whoever reads the count is told
            continue
        values = tuple(_normal(questions, answers, name) for name in names)
        if not all(values):
            row.delete()  # no answer stands behind it any more
            continue
        key_id, digest = blind_digest(row.rule, values)
        yield BlindIndex(
            ledger_id=row.ledger_id,
            rule=row.rule,
            key_id=key_id,
            digest=digest,
            unique=row.unique,
            record_id=record.pk,
        )


def asked_by(rule: str) -> tuple[str, ...]:
    """The questions of a rule, in its order; what stands before a colon says what kind of rule it is."""
    return tuple(rule.rpartition(":")[2].split(","))


def _normal(questions: Mapping[str, Any], answers: Mapping[str, Any], name: str) -> str:
    question, answer = questions.get(name), answers.get(name)
    if question is None or answer is None or is_missing(answer):
        return ""
    return type_of(question).normal(answer)


def sweep() -> int:
    """A few rows of keys that are retired: nobody looks by them any more. How many went."""
    retired = KeyCheck.objects.filter(use="index").exclude(retired_at=None)
    names = retired.values_list("key_id", flat=True)
    rows = BlindIndex.objects.filter(key_id__in=list(names)).order_by("pk")
    found = list(rows.values_list("pk", flat=True)[:BATCH])
    BlindIndex.objects.filter(pk__in=found).delete()
    return len(found)
