"""What the forms need of the rest of the house, as Protocols.

`people` and `ledgers` register themselves in `apps.ready()`, so that nothing here imports upward;
tests register fakes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A place of the tree as a form sees it: `path` is its identity for ever, `code` the national one."""

    path: str
    name: str
    level: str
    code: str = ""
    full_name: str = ""


@dataclass(frozen=True, slots=True)
class BodyRef:
    """A school, a station, a centre."""

    key: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A record as another form sees it: outside identity, number and title."""

    uid: str
    number: str
    title: str
    ledger: str


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What an expression reads of another record, and the version of the record that said so."""

    value: Any
    version: int


class Places(Protocol):
    """The place tree and the bodies."""

    def place(self, path: str) -> PlaceRef | None: ...

    def named(self, text: str, under: str = "") -> Sequence[PlaceRef]:
        """Places whose code, name or full name is `text`, below the path `under`."""

    def children(self, path: str) -> Sequence[PlaceRef]: ...

    def ancestors(self, path: str) -> Sequence[PlaceRef]:
        """From the root down to the place itself."""

    def body(self, key: str) -> BodyRef | None: ...

    def bodies(self, kinds: Sequence[str], under: str = "") -> Sequence[BodyRef]: ...


class Records(Protocol):
    """Records of ledgers, within the scope of the person who asks."""

    def record(self, user: Any, uid: str) -> RecordRef | None: ...

    def records(
        self, user: Any, ledger: str, text: str = "", limit: int = 20
    ) -> Sequence[RecordRef]: ...

    def column(self, user: Any, ledger: str, uid: str, column: str) -> LookedUp | None:
        """A declared column of a record as a value of the language; None where it may not be read."""

    def columns(
        self, user: Any, ledger: str, uids: Collection[str], columns: Collection[str]
    ) -> Mapping[str, Mapping[str, LookedUp]]:
        """The same of many records at once: uid -> column -> value, without what may not be read."""


class Files(Protocol):
    """Uploads that belong to no record yet, and those that do."""

    def keep(
        self, user: Any, name: str, content: Any, *, image: bool, sealed: bool
    ) -> Mapping[str, Any]:
        """Stores the bytes and gives the answer (`sha256`, `name`, `type`, `size`); raises Refused."""

    def known(self, digest: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Use:
    """Where a form is filled: the title of a ledger, and how many of its records each edition has."""

    ledger: str
    title: str
    records: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a ledger holds now: how many records stand in each state, which column has which slot."""

    states: Mapping[str, int] = field(default_factory=dict)
    slots: Mapping[str, str] = field(default_factory=dict)


class Uses(Protocol):
    """What the rest of the house makes of published templates."""

    def of_form(self, form: str) -> Sequence[Use]:
        """The ledgers that a form opens; `records` counts by edition number, 0 = older ones."""

    def of_ledger(self, ledger: str) -> Standing:
        """Numbers only; nothing for a ledger that runs not yet."""

    def rounds_a_year(self, ledger: Any) -> Mapping[str, int]:
        """Duty of a draft -> how often in a year something would have to be done by it."""

    def refresh(self) -> None:
        """Brings everything that runs on templates up to what is published now; raises Refused."""


class Notices(Protocol):
    """Messages about drafts of notices, to nobody but whoever writes them."""

    def test(self, user: Any, channel: str, subject: str, text: str) -> str:
        """Sends what a made-up record would say; gives why it could not, '' when it goes."""


class _Registry:
    """The port that is plugged in; asking for a missing one is a programming error."""

    places: Places
    records: Records
    files: Files
    uses: Uses
    notices: Notices


ports = _Registry()
