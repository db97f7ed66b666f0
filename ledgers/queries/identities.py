"""Records by what only one may have: an identity kept sealed, a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from ..models import BlindIndex, Record
from ..registry import Live
from ..sealing import blind_digests

type Identity = tuple[int, str, str, bytes]
"""Ledger, rule, key id, digest: what the blind index is looked up by."""


def identified(ledger: Live, answers: Mapping[str, str]) -> list[int]:
    """Ids of records whose identity rule matches these normalised answers: read first, few or none.

    As a subquery they would be looked for in every record of the place.
    """
    found = Q(pk__in=())
    for rule in ledger.rules.identity:
        if all(answers.get(name) for name in rule):
            key = ",".join(rule)
            for key_id, digest in blind_digests(key, tuple(answers[n] for n in rule)).items():
                found |= Q(rule=key, key_id=key_id, digest=digest)
    rows = BlindIndex.objects.filter(found, ledger=ledger.id)
    return list(rows.values_list("record_id", flat=True))


def holder(ledger: Live, rule: str, digests: Mapping[str, bytes]) -> str:
    """Outside identity of the record that an action leads to by the ledger's rules, '' without one."""
    found = Q(pk__in=())
    for key_id, digest in digests.items():
        found |= Q(key_id=key_id, digest=digest)
    rows = BlindIndex.objects.filter(found, ledger=ledger.id, rule=rule, unique=True)
    uid = rows.values_list("record__uid", flat=True).first()
    return str(uid) if uid else ""


def by_numbers(user: Any, numbers: Iterable[str]) -> dict[str, Record]:
    """The records in scope that carry these numbers."""
    rows = Record.objects.visible_to(user).only("uid", "number", "ledger", "version")
    return {row.number: row for row in rows.filter(number__in=list(numbers)).order_by()}


def by_identities(user: Any, wanted: Iterable[Identity]) -> dict[Identity, tuple[str, int]]:
    """Outside identity and version of the records in scope that hold these identities."""
    asked = list(wanted)
    ledgers, rules, keys, digests = (set(column) for column in zip(*asked, strict=True))
    held = BlindIndex.objects.filter(
        ledger__in=ledgers, rule__in=rules, key_id__in=keys, digest__in=digests, unique=True
    ).values_list("ledger_id", "rule", "key_id", "digest", "record_id")
    marks = {pk: (ledger, rule, key, bytes(digest)) for ledger, rule, key, digest, pk in held}
    rows = Record.objects.visible_to(user).filter(pk__in=list(marks)).order_by()
    found = rows.values_list("pk", "uid", "version")
    return {marks[pk]: (str(uid), version) for pk, uid, version in found}
