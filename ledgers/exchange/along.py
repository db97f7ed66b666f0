"""What may be taken along, as those see it who ask, agree and write it down: one rule for every file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from forms_catalog.problems import refuse

from ..queries import Ask
from ..registry import Live


class Along(Protocol):
    """A file that names records: whose, how narrowed, how far its taker may go, how many there are.

    `ledger` is the one whose records are named: its rules hold, whatever the file looks like.
    """

    count: int

    @property
    def user(self) -> Any: ...

    @property
    def ledger(self) -> Live: ...

    @property
    def ask(self) -> Ask: ...

    @property
    def kinds(self) -> tuple[str, ...]:
        """The endings of the files that it may become."""
        ...

    @property
    def level(self) -> str:
        """`yes`, `approval` or `no`."""
        ...

    @property
    def gone(self) -> bool:
        """Whether what was asked for is there no more."""
        ...

    @property
    def roots(self) -> Sequence[str]:
        """The places whose records go out."""
        ...

    @property
    def label(self) -> str:
        """What it is, '' for every column of the ledger."""
        ...

    @property
    def name(self) -> str:
        """The file's."""
        ...

    @property
    def parts(self) -> Sequence[Live]:
        """The other ledgers whose records stand beside."""
        ...

    def total(self) -> int:
        """How many records it is now."""
        ...

    def alone(self) -> bool:
        """Whether nobody else need agree, as far as their number goes."""
        ...

    def write(self, kind: str, target: BinaryIO) -> None:
        """Raises Refused where it cannot be made."""
        ...


@dataclass
class Gone:
    """What was asked for once, and the template has no more."""

    user: Any
    ledger: Live
    ask: Ask
    count: int = 0
    kinds: tuple[str, ...] = ()
    level = "no"
    gone = True
    roots: tuple[str, ...] = ()
    label = "已经没有的版式"
    name = ""
    parts: tuple[Live, ...] = ()

    def total(self) -> int:
        return 0

    def alone(self) -> bool:
        return False

    def write(self, kind: str, target: BinaryIO) -> None:
        raise refuse("export.gone", "没有这个版式了", "回到台账，重新选一个")
