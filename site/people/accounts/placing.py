"""Which place and role a line of a list means: by code, else by names; what is not certain is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms_catalog.ports import ports
from people.accounts.office import Office
from people.accounts.ports import RoleRef, registry
from people.accounts.realm import Spot
from people.accounts.roster import TOLD, Entry, squeeze
from people.models import Body, Place
from people.snapshot import plain_code

if TYPE_CHECKING:
    from people.accounts.planning import Want

WHERE = "地方"


class Placing:
    """The places and bodies of the house, read once for a list."""

    def __init__(self, office: Office) -> None:
        self.realm = office.realm
        places = list(Place.objects.living())
        self.by_path = {place.path: place for place in places}
        self.by_code = {plain_code(place.code): place for place in places if place.code}
        self.bodies = list(Body.objects.filter(ended_on=None).select_related("place"))

    def place(self, want: Want, entry: Entry) -> None:
        role = want.role = self._role(want, entry["role"])
        if role is None:
            return
        spots = self._spots(entry, role)
        if spots is None:
            want.where = "不在哪一处"
        elif len(spots) != 1:
            self._lost(want, entry, spots)
            return
        else:
            want.spot = spots[0]
            want.where = self._words(spots[0])
        if not self.realm.gives(role, want.spot):
            words = f"{want.where}的{role.title}不归您管，请找上一级开"
            want.wrong("account.not-below", WHERE, words)

    def _role(self, want: Want, text: str) -> RoleRef | None:
        said = squeeze(text)
        for role in registry.roles().values():
            if said and said in (role.key, squeeze(role.title)):
                return role
        words = f"没有“{text}”这个岗位" if text else "没有写岗位"
        want.wrong("post.role", TOLD["role"], f"{words}，请照岗位的全名写")
        return None

    def _spots(self, entry: Entry, role: RoleRef) -> list[Spot] | None:
        """Candidates; None for a role that is held nowhere in particular."""
        if role.kinds:
            return list(self._bodies(entry, role))
        if not role.level:
            return None
        if code := squeeze(entry["code"]):
            place = self.by_code.get(plain_code(code))
            return [place] if place and place.level == role.level else []
        return list(self._named(entry, role))

    def _named(self, entry: Entry, role: RoleRef) -> list[Place]:
        text = squeeze(entry["place"]) or "".join(map(squeeze, entry.levels))
        if not text:
            return []
        found = [self.by_path.get(ref.path) for ref in ports.places.named(text)]
        return [place for place in found if place and place.level == role.level]

    def _bodies(self, entry: Entry, role: RoleRef) -> list[Body]:
        text = squeeze(entry["body"])
        known = [body for body in self.bodies if body.kind in role.kinds]
        return [body for body in known if text and text in (body.code, squeeze(body.name))]

    def _lost(self, want: Want, entry: Entry, spots: list[Spot]) -> None:
        text = " ".join(
            filter(None, (entry["code"] or entry["place"], *entry.levels, entry["body"]))
        )
        assert want.role
        if spots:
            words = f"叫“{text}”的有{len(spots)}处，请写上级的名字或代码"
            want.wrong("post.place-many", WHERE, words)
        elif text:
            words = f"没有找到“{text}”，或那里没有{want.role.title}这个岗位，请照全名写"
            want.wrong("post.no-place", WHERE, words)
        else:
            want.wrong("post.no-place", WHERE, "没有写在哪里任职")

    def _words(self, spot: Spot) -> str:
        if isinstance(spot, Place):
            found = ports.places.place(spot.path)
            return found.full_name if found else spot.name
        return spot.name if spot else ""
