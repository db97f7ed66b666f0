"""What only one record of a ledger may have: identities, and being the open one of its target."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.cache import cache

from forms_catalog.ports import ports
from forms_catalog.problems import Problem
from forms_catalog.questions import is_missing, type_of
from people.prepared import Prepared, even

from ..models import BlindIndex, Record
from ..registry import Live
from ..sealing import blind_digests
from ..submission import Submission
from .plan import Plan

log = logging.getLogger("ledgers.intake")
type Mark = tuple[int, str, bytes]
"""A ledger, a rule of identity, a digest: what only one record may have."""
ONE_OPEN = "one_open:"
"""Before the question's name: the rule by which the blind index keeps a second open record out."""
TRIES_A_DAY = 30


def identities(plan: Plan) -> dict[str, dict[str, bytes]]:
    """Rule -> key id -> digest for every identity rule whose parts are all answered.

    While the key of the index is renewed there are two: a double is found by either.
    """
    found: dict[str, dict[str, bytes]] = {}
    if plan.freed:
        return found
    for rule in plan.ledger.rules.identity:
        values = [_normal(plan, name) for name in rule]
        if all(values):
            key = ",".join(rule)
            found[key] = blind_digests(key, tuple(values))
    return found | _only_open(plan)


def _only_open(plan: Plan) -> dict[str, dict[str, bytes]]:
    """While a record is open, no other one of the ledger may be open for the same target."""
    name = plan.ledger.rules.one_open_per
    value = _normal(plan, name) if name and not _final(plan.ledger, plan.state) else ""
    return {f"{ONE_OPEN}{name}": blind_digests(ONE_OPEN + name, (value,))} if value else {}


def _final(ledger: Live, state: str) -> bool:
    found = ledger.rules.state(state)
    return found is not None and found.final


def reidentified(plan: Plan) -> bool:
    """Whether its identity rows are written anew."""
    old = plan.record
    if old is None or plan.upgrades or plan.freed or plan.reidentifies:
        return True
    ends = _final(plan.ledger, plan.state) != _final(plan.ledger, old.state)
    if ends and plan.ledger.rules.one_open_per:
        return True
    return any(map(plan.touches, identified(plan)))


def identified(plan: Plan) -> set[str]:
    """The questions that say who or what the record is."""
    own = {name for rule in plan.ledger.rules.identity for name in rule}
    return own | {plan.ledger.rules.one_open_per} - {""}


def _normal(plan: Plan, name: str) -> str:
    question, answer = plan.questions.get(name), plan.after.get(name)
    if question is None or answer is None or is_missing(answer):
        return ""
    return type_of(question).normal(answer)


def marks(plan: Plan) -> list[Mark]:
    digests = ((rule, item) for rule, found in plan.blind.items() for item in found.values())
    return [(plan.ledger.id, rule, digest) for rule, digest in digests]


def known_identities(plans: Iterable[Plan]) -> dict[Mark, int]:
    """The records that hold these identities; one query for a whole batch."""
    held = [
        (plan.ledger.id, rule, key, digest)
        for plan in plans
        for rule, digests in plan.blind.items()
        for key, digest in digests.items()
    ]
    if not held:
        return {}
    ledgers, rules, keys, digests = (even([*set(column)]) for column in zip(*held, strict=True))
    columns = _holders(ledgers=ledgers, rules=rules, keys=keys, digests=digests)
    return {(ledger, rule, bytes(digest)): record for ledger, rule, digest, record in columns}


@Prepared
def _holders(ledgers: Any, rules: Any, keys: Any, digests: Any) -> Any:
    """Every column of the index is named, in its order."""
    rows = BlindIndex.objects.filter(
        ledger__in=ledgers, rule__in=rules, key_id__in=keys, digest__in=digests, unique=True
    )
    return rows.values_list("ledger_id", "rule", "digest", "record_id")


def duplicates(plan: Plan, known: Mapping[Mark, int], submission: Submission) -> list[Problem]:
    own = {plan.record.pk if plan.record else None, plan.absorbs.pk if plan.absorbs else None}
    for mark in marks(plan):
        other, rule = known.get(mark), mark[1]
        if other and other not in own:
            found = _duplicate(plan.ledger, rule, other, submission)
            return [found.at(question=rule.removeprefix(ONE_OPEN).split(",")[0])]
    return _one_try_more(plan, known, submission)


def _one_try_more(plan: Plan, known: Mapping[Mark, int], submission: Submission) -> list[Problem]:
    """After too many tries a number that nobody has is answered like one that is kept elsewhere."""
    if plan.cause or not plan.known.alone:
        return []
    free = {rule for _, rule, _ in set(marks(plan)) - known.keys() if ONE_OPEN not in rule}
    return _shut(sorted(free), submission)


def _shut(rules: Sequence[str], submission: Submission) -> list[Problem]:
    if not rules or getattr(submission.actor, "pk", None) is None:
        return []
    if cache.get(_tries(submission), 0) < TRIES_A_DAY:
        return []
    return [_too_many().at(question=rules[0].split(",")[0])]


def _tries(submission: Submission) -> str:
    return f"duplicate-tries:{getattr(submission.actor, 'pk', None)}"


def _too_many() -> Problem:
    return Problem("record.too-many-tries", "今天核对的次数太多，请明天再试，或联系上级")


def already(ledger: Live, normal: Mapping[str, str], submission: Submission) -> list[Problem]:
    """The same before anything else is filled: what says who it is was typed on one of many pages."""
    marks = [",".join(rule) for rule in ledger.rules.identity if all(map(normal.get, rule))]
    if normal.get(name := ledger.rules.one_open_per):
        marks.append(f"{ONE_OPEN}{name}")
    for rule in marks:
        names = rule.removeprefix(ONE_OPEN).split(",")
        digests = blind_digests(rule, tuple(normal[name] for name in names))
        keys, values = even([*digests]), even([*digests.values()])
        held = _holders(ledgers=even([ledger.id]), rules=even([rule]), keys=keys, digests=values)
        for *_, record in held:
            return [_duplicate(ledger, rule, record, submission).at(question=names[0])]
    return _shut([rule for rule in marks if ONE_OPEN not in rule], submission)


def twice(
    plans: Sequence[Plan], earlier: Mapping[Mark, str], own: dict[Mark, str]
) -> list[Problem]:
    """Problems of parts whose identity another record of this batch or sitting has; fills `own`."""
    problems = []
    for plan in plans:
        for mark in marks(plan):
            if (earlier.get(mark) or own.setdefault(mark, plan.uid)) != plan.uid:
                text = "这一批里有两份相同的记录，只收第一份"
                problem = Problem("record.duplicate-in-batch", text)
                spot = mark[1].removeprefix(ONE_OPEN).split(",")[0]
                where = {"part": str(plan.index), "question": spot}
                problems.append(problem.at(**where))
                break
    return problems


def _duplicate(ledger: Live, rule: str, other: int, submission: Submission) -> Problem:
    """In sight: open it. Out of sight: only that it exists, counted and logged."""
    names = rule.removeprefix(ONE_OPEN).split(",")
    labels = "、".join(ledger.questions[n].label for n in names if n in ledger.questions)
    seen: Any = Record.objects.visible_to(submission.actor, ledger).filter(pk=other).first()
    if seen:
        place = ports.places.place(seen.place_path)
        where = place.name if place else ""
        data = (("number", seen.number), ("uid", str(seen.uid)))
        if rule.startswith(ONE_OPEN):
            text = f"这个{labels}已有一份没有结束的{ledger.title}，请打开那份接着做"
            return Problem("record.open-already", text, "打开那份", data=data)
        return Problem(
            "record.duplicate", f"{where}已有一份{labels}相同的记录", "打开那份", data=data
        )
    user = getattr(submission.actor, "pk", None)
    log.warning("duplicate out of sight: user=%s ledger=%s rule=%s", user, ledger.key, rule)
    key = _tries(submission)
    cache.add(key, 0, 24 * 3600)
    if cache.incr(key) > TRIES_A_DAY:
        return _too_many()
    return Problem("record.duplicate-elsewhere", f"{labels}已在他处建档，请联系上级办理转入")
