"""Drafts: what somebody is still typing, sealed as a whole, kept and read for its author alone."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from .clock import now
from .models import Draft, Submission
from .protect import ProtectedQuerySet
from .sealing import DataKey

LARGEST = 1_000_000
"""Characters of one draft."""
LISTED = 30
TRIES = 8
type Texts = Mapping[str, list[str]]
_OWNER = re.compile(r"[a-z][a-z0-9_]*")


class TooMuch(ValueError):
    """More than a draft can hold."""


class Lost(LookupError):
    """The draft is gone, was sent meanwhile, or its key is somebody else's."""


@dataclass
class Content:
    """What is sealed. `values` are posted names and texts; `carried` answers of other records.

    `seen` are the pages that were posted once, `at` the one where the person stopped, `through` the
    existing records that the form goes on from, `also` other records that get the same answers.
    `number` is what somebody was told already that the record is called.
    """

    values: dict[str, list[str]] = field(default_factory=dict)
    carried: dict[str, Any] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    at: str = ""
    through: dict[str, list[Any]] = field(default_factory=dict)
    also: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    number: str = ""

    def slice(self, names: Collection[str]) -> dict[str, list[str]]:
        """What is posted under the names of these questions."""
        return {name: texts for name, texts in self.values.items() if owner(name) in names}

    def put(self, names: Collection[str], posted: Texts) -> None:
        """Replaces what stood for these questions; an upload stays until another one comes."""
        old = self.slice(names)
        for name in old:
            if not name.endswith(".kept"):
                del self.values[name]
        self.values |= {name: list(texts) for name, texts in posted.items() if owner(name) in names}

    def answered(self) -> set[str]:
        """Questions under whose names anything was typed or chosen."""
        return {
            owner(name)
            for name, texts in self.values.items()
            if not name.endswith("-_id") and any(text.strip() for text in texts)
        }


def owner(name: str) -> str:
    """The question under whose name this is posted: `born` of `born-y`, `cups` of `cups-0-cup`."""
    found = _OWNER.match(name)
    return found[0] if found else ""


def digest(values: Texts) -> str:
    """Tells whether a page's texts are still those it was drawn with; says nothing of them."""
    said = sorted(
        (name, [text.replace("\r\n", "\n") for text in texts])
        for name, texts in values.items()
        if any(texts) and not name.endswith((".kept", "-_id"))
    )
    return salted_hmac("ledgers.drafts", json.dumps(said), algorithm="sha256").hexdigest()[:24]


@dataclass
class Sheet:
    """One draft, opened; version 0 is not kept yet."""

    uid: uuid.UUID
    ledger: int
    edition: int
    content: Content
    version: int = 0
    saved_at: dt.datetime | None = None

    @property
    def key(self) -> str:
        """Also the key of the submission that it becomes."""
        return self.uid.hex


class Drafts:
    """The drafts of one person."""

    def __init__(self, user: Any) -> None:
        self.user = user

    def open(self, uid: uuid.UUID | str) -> Sheet | None:
        row = self._rows().filter(uid=uid).first()
        return opened(row) if row else None

    def latest(self, limit: int = LISTED, ledger: int | None = None) -> Iterator[Sheet]:
        """The one worked on last comes first; of all ledgers or of one."""
        rows = self._rows() if ledger is None else self._rows().filter(ledger=ledger)
        for row in rows.order_by("-updated_at", "-id")[:limit]:
            yield opened(row)

    def count(self) -> int:
        return self._rows().count()

    def save(self, sheet: Sheet, change: Callable[[Sheet], None]) -> Sheet:
        """Applies a change to the newest version and keeps it; nobody's writing is lost under it.

        What the change raises passes through, and then nothing is kept.
        """
        for _ in range(TRIES):
            change(sheet)
            if self._write(sheet):
                return sheet
            newer = self.open(sheet.uid)
            if newer is None:
                raise Lost(sheet.key)
            sheet = newer
        raise Lost(sheet.key)

    def remove(self, uid: uuid.UUID | str) -> None:
        self._rows().filter(uid=uid).delete()

    def _rows(self) -> ProtectedQuerySet:
        return Draft.objects.visible_to(self.user)

    def _write(self, sheet: Sheet) -> bool:
        """One statement, so that of two browsers one sees the other."""
        said = asdict(sheet.content)
        if len(json.dumps(said, ensure_ascii=False)) > LARGEST:
            raise TooMuch
        key = DataKey.new(str(sheet.uid))
        moment = now()
        values = {
            "edition_id": sheet.edition,
            "sealed": key.seal("draft", said),
            "data_key": key.wrapped,
            "key_id": key.key_id,
            "updated_at": moment,
        }
        done = self._renew(sheet, values) if sheet.version else self._create(sheet, values)
        if done:
            sheet.version += 1
            sheet.saved_at = moment
        return done

    def _renew(self, sheet: Sheet, values: dict[str, Any]) -> bool:
        rows = self._rows().filter(uid=sheet.uid, version=sheet.version)
        return rows.update(version=sheet.version + 1, **values) == 1

    def _create(self, sheet: Sheet, values: dict[str, Any]) -> bool:
        if Submission.objects.filter(key=sheet.key).exists():
            raise Lost(sheet.key)
        try:
            with transaction.atomic():
                Draft.objects.visible_to(self.user).create(
                    uid=sheet.uid, author=self.user, ledger_id=sheet.ledger, **values
                )
        except IntegrityError:
            return False
        return True


def opened(row: Draft) -> Sheet:
    """Unsealed; whoever calls has chosen the row by a scope."""
    key = DataKey.load(str(row.uid), row.key_id, bytes(row.data_key))
    content = Content(**key.open("draft", row.sealed))
    return Sheet(row.uid, row.ledger_id, row.edition_id, content, row.version, row.updated_at)


def taken(uid: uuid.UUID) -> bool:
    """Whether the key is in use, whoever's it is."""
    rows = Draft.objects.unscoped("whether a key is free; nothing of the draft is read")
    return rows.filter(uid=uid).exists()


def sent_before(user: Any, uid: uuid.UUID) -> bool:
    """Whether this person has sent the draft off already."""
    return Submission.objects.filter(key=uid.hex, actor=user).exists()
