"""A roster on its way out: by the rules of its ledger's export, but for whoever draws it up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, BinaryIO

from django.conf import settings

from forms_catalog.applying import StoredBook
from forms_catalog.ports import ports
from forms_catalog.problems import refuse
from people.paths import lies_in

from ..exchange.giving import YES, marked, places, right
from ..queries import Ask
from ..registry import Live, live
from ..scope import reach
from .definition import Roster
from .drawing import Drawing
from .writing import paper, workbook

PAPER, FILE = "pdf", "xlsx"
MOST = {PAPER: 1500, FILE: 20_000}
"""Lines in one go."""


@dataclass
class Taking:
    """The roster of one place for one person; `agreed` by somebody else, for a purpose, or not."""

    user: Any
    roster: Roster
    place: str
    agreed: bool = False
    purpose: str = ""
    count: int = 0
    kinds = (PAPER, FILE)
    gone = False

    @property
    def ledger(self) -> Live:
        return self.roster.ledger

    @property
    def ask(self) -> Ask:
        return Ask(place=self.place, roster=self.roster.form.id)

    @cached_property
    def own(self) -> bool:
        """Whether a post of theirs over the place draws it up."""
        by, posts = self.roster.form.by, reach(self.user).posts
        near = (p for p in posts if p.place_path and lies_in(self.place, p.place_path))
        return any(post.role in by for post in near)

    @property
    def level(self) -> str:
        return YES if self.own else right(self.user, self.ledger, self.place)

    @property
    def roots(self) -> tuple[str, ...]:
        return (self.place,)

    @property
    def label(self) -> str:
        return self.roster.form.title

    @property
    def name(self) -> str:
        ref = ports.places.place(self.place)
        return f"{self.label} {ref.full_name if ref else ''}".strip()

    @property
    def parts(self) -> list[Live]:
        keys = {column.source.ledger for column in self.roster.columns if column.source}
        found = [ledger for key in sorted(keys - {self.ledger.key}) if (ledger := live(key))]
        return [ledger for ledger in found if self.goes(ledger, self.place)]

    def goes(self, ledger: Live, place: str) -> bool:
        """Whether records of another ledger that lie at a place may stand in it."""
        if self.own:
            return True
        return any(lies_in(place, root) for root in places(self.user, ledger, self.agreed))

    def total(self) -> int:
        return Drawing(self.user, self.roster, self.place).total()

    def alone(self) -> bool:
        """The one sheet that somebody draws up is theirs, however many are on it."""
        if self.agreed or (self.own and self._one_sheet):
            return True
        most = settings.EXPORT_ALONE
        return Drawing(self.user, self.roster, self.place, most=most).total() <= most

    @property
    def _one_sheet(self) -> bool:
        ref = ports.places.place(self.place)
        return ref is not None and ref.level == self.roster.level

    def write(self, kind: str, target: BinaryIO) -> None:
        """Guarded answers are masked but for who draws it up on paper, or when another has agreed."""
        masked = not self.agreed and not (self.own and kind == PAPER)
        most = MOST[kind]
        drawing = Drawing(self.user, self.roster, self.place, masked, most, goes=self.goes)
        sheets = drawing.sheets()
        self.count = drawing.people
        if self.count > most:
            raise refuse(
                "roster.too-many", f"一次最多{most:,}行", "选一个小一点的地方，再打印或下载"
            )
        mark = marked(self.user, self.purpose)
        if kind == PAPER:
            secrecy = str(getattr(StoredBook().get("pack", ""), "secrecy", ""))
            target.write(paper(self.roster, sheets or [drawing.empty()], secrecy, mark))
        else:
            workbook(self.roster, sheets, target, f"{self.name}。{mark}")
