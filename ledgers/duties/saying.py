"""Says what is to be said about open rounds by now: every step once, those that were missed too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from forms_catalog.expressions import parse
from forms_catalog.expressions.running import compiled
from forms_catalog.expressions.values import to_boolean
from forms_catalog.models import Template
from forms_catalog.problems import Refused

from ..clock import moment, now
from ..derived.rows import load
from ..models import Duty
from ..notices.telling import Teller
from ..registry import Live, live_by_id
from . import keeping, telling
from .case import Case
from .evidence import book_of
from .house import House, Rule, house
from .rounds import OPEN, Moment, Round
from .steps import Step, next_at, waiting

WHY = "open rounds of which something is to be said"
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Word:
    """One step of one round."""

    rule: Rule
    kept: Round
    step: Step


def due_now() -> list[list[int]]:
    """Rounds of which something is to be said, in batches that never part a place."""
    rows = Duty.objects.unscoped(WHY).filter(state=OPEN, next_at__lte=now())
    batches: list[list[int]] = []
    last = ""
    for pk, place in rows.order_by("place_path", "id").values_list("id", "place_path"):
        if not batches or (len(batches[-1]) >= AT_ONCE and place != last):
            batches.append([])
        batches[-1].append(pk)
        last = place
    return batches


@transaction.atomic
def say(pks: Sequence[int]) -> int:
    """Of these rounds, in one transaction with the note that it was said; gives how many words."""
    rows = Duty.objects.unscoped(WHY).filter(id__in=list(pks), state=OPEN, next_at__lte=now())
    found, when = house(), Moment(now(), house().days)
    kept = keeping.read(rows.select_for_update(of=("self",)).order_by("id"))
    words: list[Word] = []
    for one in kept:
        words += _words(found, one, when)
    told = _tell(words, when)
    for one in kept:
        rule = found.rule(live_by_id(one.ledger).key, one.duty)
        one.next_at = next_at(rule, one, when.at, when.days)
    keeping.store(kept)
    return told


def _words(found: House, kept: Round, when: Moment) -> Iterator[Word]:
    """What its time has come for."""
    rule = found.rule(live_by_id(kept.ledger).key, kept.duty)
    for step in waiting(rule, kept, when.at, when.days) if rule else ():
        if rule and step.at <= when.at:
            yield Word(rule, kept, step)


def _tell(words: Sequence[Word], when: Moment) -> int:
    """Those whose notice counts records are told together, a place at a time."""
    told, grouped = 0, defaultdict[Any, list[Word]](list)
    teller = telling.gathering([word.kept.record for word in words])
    together = {key for key in {word.step.notice for word in words} if counts(key)}
    for word in _held(words, when):
        word.kept.told.append(word.step.key)
        if word.step.notice in together:
            key = (word.rule.name, word.step.key, word.kept.place_path, word.kept.ledger)
            grouped[key].append(word)
        else:
            told += _say(teller, [word], word.kept.record, f"{word.kept.due:%Y%m%d}", when)
    for group in grouped.values():
        about = f"{group[0].kept.place_path}.{when.day:%Y%m%d}"
        told += _say(teller, group, None, about, when)
    teller.write()
    return told


def _say(teller: Teller, group: Sequence[Word], record: int | None, what: str, when: Moment) -> int:
    first = group[0]
    late = max((when.day - word.kept.due).days for word in group)
    values: dict[str, Any] = {
        "_due_date": min(word.kept.due for word in group),
        "_level_label": first.rule.duty.label,
        "_applies_on": first.kept.applies_on,
    }
    values |= {"_late_days": late} if late > 0 else {}
    values |= {"_count": len(group)} if record is None else {}
    try:
        return telling.tell(
            teller,
            first.step.notice,
            record=record,
            to=first.step.to,
            values=values,
            about=f"duty.{first.rule.name}.{first.step.key}.{what}"[:100],
            records=[word.kept.record for word in group] if record is None else (),
        )
    except Refused:
        return 0  # the template names a notice that nobody published: the checks say so


def _held(words: Sequence[Word], when: Moment) -> Iterator[Word]:
    """Without those whose condition does not hold when their time has come."""
    asked: dict[int, set[int]] = defaultdict(set)
    for word in words:
        if word.step.when:
            asked[word.kept.ledger].add(word.kept.record)
    cases = {pk: case for ledger, pks in asked.items() for pk, case in _cases(ledger, pks, when)}
    for word in words:
        if not word.step.when:
            yield word
        elif case := cases.get(word.kept.record):
            case.more = word.kept.more(word.rule)
            if to_boolean(compiled(parse(word.step.when))(case)):
                yield word
            else:
                word.kept.told.append(word.step.key)


def _cases(ledger: int, pks: set[int], when: Moment) -> Iterator[tuple[int, Case]]:
    book: Live = live_by_id(ledger)
    series = house().of[book.key][0]
    rows: Mapping[int, Any] = load(book, pks, False)
    for pk, row in rows.items():
        yield pk, Case(book_of(series), row, moment(when.at))


def counts(key: str) -> bool:
    """Whether a notice speaks of many records at once."""
    row = Template.objects.filter(kind="notice", key=key, owner="", live=True).first()
    return row is not None and "((_count" in str(row.body.get("text", ""))
