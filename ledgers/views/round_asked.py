"""What one address of a round speaks of: the ledger, the round, the place, and where one may go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from forms_catalog.ports import PlaceRef, ports
from forms_catalog.problems import Problem
from people.paths import WIDTH, lies_in, parent_of

from ..clock import today
from ..registry import Live
from ..rounds import RoundInfo, Setting, Tally, added, by_place, round_of, setting_of
from ..scope import merged, reach
from ..submission import OPENING
from .frame import ledger_or_404, may
from .looks import door

CHANGE = "change"


def setting_or_404(request: HttpRequest, key: str) -> tuple[Live, Setting]:
    """A ledger that one of the person's posts may see, when it keeps results of rounds."""
    ledger = ledger_or_404(request, key)
    found = setting_of(ledger)
    if found is None:
        raise Http404
    return ledger, found


@dataclass
class Asked:
    """`place` is '' for somebody who works in several places and has not chosen one."""

    request: HttpRequest
    ledger: Live
    setting: Setting
    info: RoundInfo
    roots: tuple[str, ...]
    place: str
    group: str = ""
    own: bool = False
    left: bool = False
    view: str = ""

    @cached_property
    def tallies(self) -> dict[str, Tally]:
        """Path -> its own units, of everything that is shown."""
        found: dict[str, Tally] = {}
        for place in [self.place] if self.place else self.roots:
            found |= by_place(self.setting, self.info, place)
        return found

    @property
    def total(self) -> Tally:
        return added(self.tallies.values())

    @cached_property
    def ref(self) -> PlaceRef | None:
        return ports.places.place(self.place) if self.place else None

    @cached_property
    def depth(self) -> int:
        """How long the paths are of places that have units."""
        return max(map(len, self.tallies), default=0) or len(self.info.area) + WIDTH

    @property
    def by_name(self) -> bool:
        """Whether the units are told one by one: nothing below this place has any."""
        if not self.place:
            return False
        if self.own or self.setting.units is None:
            return True
        below = any(path != self.place for path in self.tallies)
        return not below and bool(self.tallies or not ports.places.children(self.place))

    @property
    def named(self) -> bool:
        """Whether the person may see of the units more than their number."""
        units = self.setting.units
        return units is None or reach(self.request.user).covers(units, self.place)

    def last_places(self, place: str) -> Iterator[str]:
        """The places in a place that should have units: as deep in the tree as those that do."""
        below = ports.places.children(place) if len(place) < self.depth else ()
        if not below:
            yield place
        for ref in below:
            yield from self.last_places(ref.path)

    def href(self, name: str = "round", **changes: object) -> str:
        """The same page otherwise; everything that it shows stands in its address."""
        now = {"place": self.place, "view": self.view, "left": int(self.left), "group": self.group}
        now |= {"own": int(self.own)}
        query = {key: value for key, value in (now | changes).items() if value}
        if query.get("place") == self.alone:
            del query["place"]
        href = reverse(name, args=[self.ledger.key, self.info.uid])
        return f"{href}?{urlencode(query)}" if query else href

    @property
    def alone(self) -> str:
        return self.roots[0] if len(self.roots) == 1 else ""

    @property
    def up(self) -> str:
        """The place above, as far as the person may see; '' where there is none."""
        if self.own:
            return self.place
        if not self.place or self.place in self.roots:
            return ""
        return parent_of(self.place)

    @property
    def runs(self) -> bool:
        """Whether results are still to be had."""
        begins = self.info.begins
        return self.info.open and (begins is None or begins <= today())

    def door(self, unit: str, place: str) -> str:
        """Where the result of a unit is filled in; '' for who may not, or when the round is over."""
        if not self.runs or not may(self.request, self.ledger, OPENING, place):
            return ""
        told = self.setting.told
        return door(self.request, self.ledger, **{told.round: self.info.uid, told.unit: unit})


def asked_of(request: HttpRequest, key: str, uid: object) -> Asked:
    """404 for a round that speaks of no place of this person, and for a place that is not theirs."""
    ledger, setting = setting_or_404(request, key)
    info = round_of(setting, str(uid))
    roots = merged(info.meets(reach(request.user).paths[ledger.id])) if info else ()
    if info is None or not roots:
        raise Http404
    get = request.GET
    place = get.get("place", "") or (roots[0] if len(roots) == 1 else "")
    if place and not at(place, roots):
        raise Http404
    return Asked(
        request,
        ledger,
        setting,
        info,
        roots,
        place,
        group=get.get("group", "")[:64],
        own=get.get("own") == "1",
        left=get.get("left") == "1",
        view=CHANGE if get.get("view") == CHANGE else "",
    )


def at(place: str, roots: tuple[str, ...]) -> bool:
    """Whether there is such a place in these."""
    return bool(ports.places.place(place)) and any(lies_in(place, root) for root in roots)


def refused(problem: Problem) -> dict[str, object]:
    """Words for a page that cannot be counted, since the template asks what no column holds."""
    return {
        "title": "这里还数不出来",
        "lead": f"台账的“轮次和覆盖”要改一处：{problem.text}。",
        "steps": [problem.remedy or "请告诉管理员"],
    }
