"""The names on a round's file: they go out by the rules of the ledger that the units stand in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, BinaryIO

from django.conf import settings
from django.http import HttpRequest

from ..exchange.giving import NO, YES, marked, right
from ..queries import Ask
from ..registry import Live, live
from ..rounds import Group, round_of, setting_of
from ..scope import merged, reach
from ..submission import OPENING
from .frame import may
from .round_asked import Asked, at
from .round_units import found_groups
from .round_writing import name_of, paper, workbook

PAPER, FILE = "pdf", "xlsx"


@dataclass
class Names:
    """What a round's file says for one person; `agreed` by somebody else, for a purpose, or not.

    Where the units are places, or where nobody is named, it is counts and asks nothing.
    """

    asked: Asked
    agreed: bool = False
    purpose: str = ""
    count: int = 0
    kinds = (PAPER, FILE)
    gone = False

    @property
    def user(self) -> Any:
        return self.asked.request.user

    @property
    def ledger(self) -> Live:
        return self.asked.setting.units or self.asked.ledger

    @property
    def ask(self) -> Ask:
        own = ".own" if self.asked.own else ""
        told = f"{self.asked.ledger.key}.{self.asked.info.uid}{own}"
        return Ask(place=self.asked.place, round=told)

    @property
    def guarded(self) -> bool:
        """Whether the page names records one by one."""
        asked = self.asked
        return asked.by_name and asked.named and asked.setting.units is not None

    @property
    def level(self) -> str:
        return right(self.user, self.ledger, self.asked.place) if self.guarded else NO

    @property
    def roots(self) -> tuple[str, ...]:
        return (self.asked.place,)

    @property
    def label(self) -> str:
        return f"{self.asked.info.title}的名单"

    @property
    def name(self) -> str:
        return name_of(self.asked)

    @property
    def parts(self) -> list[Live]:
        return [self.asked.ledger]

    def total(self) -> int:
        return self.asked.total.total

    def alone(self) -> bool:
        return self.agreed or self.total() <= settings.EXPORT_ALONE

    @cached_property
    def at_once(self) -> bool:
        """Whether the names go out as well, without another's word or after it."""
        return self.level != NO if self.agreed else self.level == YES and self.alone()

    def named(self, kind: str) -> bool:
        """Who fills in the results of the place has its list on paper."""
        asked = self.asked
        if not self.guarded or self.at_once:
            return asked.by_name and asked.named
        return kind == PAPER and may(asked.request, asked.ledger, OPENING, asked.place)

    def write(self, kind: str, target: BinaryIO) -> None:
        groups, named = self._groups(), self.named(kind)
        mark = marked(self.user, self.purpose)
        if kind == PAPER:
            target.write(paper(self.asked, groups, named, mark))
        else:
            workbook(self.asked, groups, named, mark, target)
        if named and self.guarded:
            self.count = sum(len(group.units) for group in groups)

    def _groups(self) -> list[Group]:
        return found_groups(self.asked) if self.asked.by_name and self.asked.named else []


def names_of(user: Any, ask: Ask) -> Names | None:
    """The round that somebody asked for before, as they see it now."""
    key, _, rest = ask.round.partition(".")
    uid, _, own = rest.partition(".")
    ledger = live(key)
    setting = setting_of(ledger) if ledger and ledger.id in reach(user).paths else None
    info = round_of(setting, uid) if setting else None
    if ledger is None or setting is None or info is None:
        return None
    request = HttpRequest()
    request.user = user
    roots = merged(info.meets(reach(user).paths[ledger.id]))
    there = at(ask.place, roots)
    return (
        Names(Asked(request, ledger, setting, info, roots, ask.place, own=bool(own)))
        if there
        else None
    )
