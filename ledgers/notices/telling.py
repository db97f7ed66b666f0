"""Writing the outbox: every recipient and channel once, in the transaction of whatever happened."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from forms_catalog.definition import Notice
from forms_catalog.problems import refuse
from people.models import User
from people.prepared import Prepared, even

from ..clock import now
from ..ids import uuid7
from ..inserting import insert
from ..models import Message, Mute, Record
from ..registry import live
from ..sealing import DataKey
from ..sight import Eyes, eyes
from . import asking, house
from .channel import Channel
from .channels import CHANNELS
from .ground import Ground, ground_of
from .recipients import Recipient, Resolver
from .states import DELIVERED, GIVEN_UP, HELD, MUTED, QUEUED
from .terms import began, digest_at, span
from .words import words

WHY = "the outbox is written by the engine, whoever may read it"
GROUP = "group"
_MOST = re.compile(r"(\d{1,3})/(day|week|month)")


def tell(
    notice: str,
    *,
    record: int | None,
    to: Sequence[str] | None = None,
    values: Mapping[str, str | int | dt.date] | None = None,
    actor: int | None = None,
    about: str,
    records: Sequence[int] = (),
) -> int:
    """Writes a message for every recipient and channel, those that stand already left out.

    Gives how many are new; raises Refused for a notice that is not published.
    """
    teller = Teller()
    teller.tell(notice, record=record, to=to, values=values, actor=actor, about=about, of=records)
    return teller.write()


@dataclass(slots=True)
class Teller:
    """Gathers what is to be told, so that many records cost few statements."""

    resolver: Resolver = field(default_factory=Resolver)
    rows: list[Message] = field(default_factory=list)
    records: dict[int, Record] = field(default_factory=dict)
    """Those that will be spoken of, where they were read before."""
    _users: dict[int, Any] = field(default_factory=dict)
    _sights: dict[tuple[int, int, str], Eyes] = field(default_factory=dict)
    _editions: dict[str, int] = field(default_factory=dict)

    def read(self, pks: Sequence[int]) -> None:
        """Records of which much is to be said, in one query."""
        self.records |= Record.objects.unscoped(WHY).in_bulk(pks)

    def tell(
        self,
        key: str,
        *,
        record: int | None,
        about: str,
        to: Sequence[str] | None = None,
        values: Mapping[str, str | int | dt.date] | None = None,
        actor: int | None = None,
        of: Sequence[int] = (),
    ) -> int:
        """As the function does, but only gathers; gives how many messages that may be at most."""
        notice = house.notice(key)
        if notice is None:
            raise refuse("notice.unknown", f"没有名为“{key}”的通知模板", "请告诉管理员")
        first = record if record is not None else next(iter(of), None)
        given: dict[str, Any] = dict(values or {})
        if of:
            given.setdefault("_count", len(of))
        ground, before = self._ground(first, given), len(self.rows)
        if ground is not None:
            self.add(notice, ground, to=to, actor=actor, about=about, of_record=record is not None)
        return len(self.rows) - before

    def _ground(self, pk: int | None, given: dict[str, Any]) -> Ground | None:
        if pk is None or pk in self.records:
            return Ground(self.records[pk] if pk is not None else None, given)
        return ground_of(pk, given)

    def add(
        self,
        notice: Notice,
        ground: Ground,
        *,
        actor: int | None,
        about: str,
        to: Sequence[str] | None = None,
        of_record: bool = True,
    ) -> None:
        """All recipients of one notice about one record, if its condition holds there."""
        if not ground.holds(notice.condition):
            return
        people = self.resolver.all_of(to or notice.to, ground, actor)
        for name in notice.channels:
            channel = CHANNELS[name]
            for one in _reached(channel, people):
                self.rows.append(self._row(notice, channel, one, ground, actor, about, of_record))

    def _row(
        self,
        notice: Notice,
        channel: Channel,
        one: Recipient,
        ground: Ground,
        actor: int | None,
        about: str,
        of_record: bool,
    ) -> Message:
        moment, record = now(), ground.record
        whom = whom_of(one)
        pk = record.pk if record is not None and of_record else 0
        address, problem = channel.address(one) if one.found else ("", "notice.nobody")
        made = Message(
            uid=uuid7(),
            key=key_of(notice.id, pk, about, whom, channel.name),
            notice=notice.id,
            edition_id=self._edition(notice),
            ledger_id=_ledger(notice, ground),
            record_id=record.pk if record is not None and of_record else None,
            place_path=ground.place,
            user_id=one.user,
            spec=one.spec,
            whom=whom,
            channel=channel.name,
            about=about,
            urgent=notice.urgent,
            actor=actor,
            created_at=moment,
            changed_at=moment,
        )
        _begin(made, notice, channel, problem, moment)
        held = made.state == HELD
        said = words(notice, channel.name, ground, lambda of: self._sight(one, of), held)
        seal(made, {"subject": said.subject, "text": said.text, "to": address})
        return made

    def _edition(self, notice: Notice) -> int:
        if notice.id not in self._editions:
            self._editions[notice.id] = house.edition_of(notice)
        return self._editions[notice.id]

    def _sight(self, one: Recipient, ground: Ground) -> Eyes | None:
        """What the recipient's posts show of the record."""
        if one.user is None or ground.ledger is None:
            return None
        key = (one.user, ground.ledger.id, ground.place)
        if key not in self._sights:
            if one.user not in self._users:
                self._users[one.user] = User.objects.get(pk=one.user)
            self._sights[key] = eyes(self._users[one.user], ground.ledger, ground.place)
        return self._sights[key]

    def write(self) -> int:
        """The new ones; muted and too frequent ones are written down as such."""
        fresh = self._fresh()
        self._mute(fresh)
        self._limit(fresh)
        with transaction.atomic(savepoint=False):
            insert(Message, [_values(row) for row in fresh], anew=False)
            if any(row.state == QUEUED and CHANNELS[row.channel].sends for row in fresh):
                asking.ask_to_send()
        return len(fresh)

    def _fresh(self) -> list[Message]:
        rows = {row.key: row for row in self.rows}
        known: set[str] = set()
        keys = list(rows)
        for start in range(0, len(keys), 500):
            known.update(key for key, *_ in _there(keys=even(keys[start : start + 500])))
        return [row for key, row in rows.items() if key not in known]

    def _mute(self, fresh: Sequence[Message]) -> None:
        """What is compulsory is never muted."""
        soft = [row for row in fresh if row.user_id and not compulsory(house.notice(row.notice))]
        people = {row.user_id for row in soft}
        if not people:
            return
        muted = {(user, notice) for user, notice in _muted(users=even(sorted(people)))}
        for row in soft:
            if (row.user_id, row.notice) in muted:
                row.state, row.next_at, row.ack_by = MUTED, None, None

    def _limit(self, fresh: list[Message]) -> None:
        """No more about one record to one person than the notice allows."""
        counted: Counter[tuple[str, int | None, str, str]] = Counter()
        for row in list(fresh):
            limit = _most(house.notice(row.notice))
            if limit is None or row.state == GIVEN_UP:
                continue
            most, since = limit
            key = (row.notice, row.record_id, row.whom, row.channel)
            if key not in counted:
                counted[key] = _told_since(row, since)
            if counted[key] >= most:
                fresh.remove(row)
            else:
                counted[key] += 1


def _values(row: Message) -> dict[str, Any]:
    """Its columns, by their `attname`."""
    return {field.attname: getattr(row, field.attname) for field in Message._meta.concrete_fields}


@Prepared
def _there(keys: Any) -> Any:
    return Message.objects.unscoped(WHY).filter(key__in=keys).values_list("key")


@Prepared
def _muted(users: Any) -> Any:
    return Mute.objects.filter(user__in=users).values_list("user_id", "notice")


def _begin(
    made: Message, notice: Notice, channel: Channel, problem: str, moment: dt.datetime
) -> None:
    """How a new message stands: there, waiting for others, waiting for the sender, or at its end."""
    made.state, made.problem = channel.begins, problem
    if problem:
        made.state = GIVEN_UP
    elif notice.digest in ("day", "week") and not notice.urgent:
        made.state, made.next_at = HELD, digest_at(notice.digest, moment)
    elif made.state == QUEUED and channel.sends:
        made.next_at = moment
    elif made.state == DELIVERED and (until := span(notice.ack)):
        made.ack_by = moment + until


def seal(row: Message, content: Mapping[str, str]) -> None:
    """Words and address under a key of the message's own."""
    key = DataKey.new(str(row.uid))
    row.sealed = {"content": key.seal("content", dict(content))}
    row.data_key, row.key_id = key.wrapped, key.key_id


def opened(row: Message) -> dict[str, str]:
    """Words and address; raises KeysMissing."""
    key = DataKey.load(str(row.uid), row.key_id, bytes(row.data_key))
    found: dict[str, str] = key.open("content", row.sealed["content"])
    return found


def compulsory(notice: Notice | None) -> bool:
    """Whether nobody may do without it."""
    return notice is not None and (notice.urgent or bool(notice.ack))


def _reached(channel: Channel, people: Iterable[Recipient]) -> list[Recipient]:
    """Nobody found is told about by every channel; one for all where the channel is shared."""
    if channel.shared:
        return [Recipient(GROUP, None, GROUP)]
    return [one for one in people if not one.found or channel.reaches(one)]


def whom_of(one: Recipient) -> str:
    said = f"user {one.user}" if one.user else one.phone or one.spec
    return salted_hmac("ledgers.notices.whom", said, algorithm="sha256").hexdigest()[:24]


def key_of(*parts: object) -> str:
    said = "\n".join(map(str, parts))
    return salted_hmac("ledgers.notices.key", said, algorithm="sha256").hexdigest()[:40]


def _ledger(notice: Notice, ground: Ground) -> int | None:
    ledger = ground.ledger or (live(notice.ledger) if notice.ledger else None)
    return ledger.id if ledger else None


def _most(notice: Notice | None) -> tuple[int, dt.datetime] | None:
    found = _MOST.fullmatch(notice.at_most) if notice else None
    return (int(found[1]), began(found[2], now())) if found else None


def _told_since(row: Message, since: dt.datetime) -> int:
    rows = Message.objects.unscoped(WHY).filter(
        record=row.record_id, notice=row.notice, whom=row.whom, channel=row.channel
    )
    return int(rows.filter(created_at__gte=since).exclude(state=MUTED).count())
