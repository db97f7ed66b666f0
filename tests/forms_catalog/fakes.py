"""Small stand-ins for `people` and `ledgers`: four places, four bodies, three records, one file store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from forms_catalog.ports import BodyRef, LookedUp, PlaceRef, RecordRef

PLACES = {
    place.path: place
    for place in (
        PlaceRef("0001", "澜川县", "county", "990121", "澜川县"),
        PlaceRef("00010001", "青禾镇", "town", "990121100", "澜川县青禾镇"),
        PlaceRef("000100010001", "河湾村", "village", "990121100201", "澜川县青禾镇河湾村"),
        PlaceRef("000100010002", "高田村", "village", "990121100202", "澜川县青禾镇高田村"),
        PlaceRef("00010002", "柳坪", "town", "990121101", "澜川县柳坪镇"),
        PlaceRef("000100020001", "高田村", "village", "990121101201", "澜川县柳坪镇高田村"),
        PlaceRef("000100020002", "柳坪", "village", "990121101202", "澜川县柳坪镇柳坪"),
    )
}
BODIES = {
    "00010001": BodyRef("school-1", "河湾小学", "school"),
    "000100010002": BodyRef("school-2", "高田小学", "school"),
    "000100020001": BodyRef("school-3", "高田小学", "school"),
    "00010002": BodyRef("station-1", "柳坪站", "station"),
}
RECORDS = (
    RecordRef("01900000-0000-7000-8000-000000000001", "甲0001", "示例档案甲", "things"),
    RecordRef("01900000-0000-7000-8000-000000000002", "乙0001", "示例档案乙", "things"),
    RecordRef("01900000-0000-7000-8000-000000000003", "乙0002", "示例档案乙", "things"),
)
COLUMNS: dict[str, Any] = {"name": "示例档案", "size": 3.0, "since": dt.date(2026, 3, 1)}
STRANGER = "stranger"
LOST = "f" * 64


class FakePlaces:
    def place(self, path: str) -> PlaceRef | None:
        return PLACES.get(path)

    def named(self, text: str, under: str = "") -> Sequence[PlaceRef]:
        return [
            place
            for place in PLACES.values()
            if place.path.startswith(under) and text in (place.code, place.name, place.full_name)
        ]

    def children(self, path: str) -> Sequence[PlaceRef]:
        return [place for place in PLACES.values() if place.path[:-4] == path]

    def ancestors(self, path: str) -> Sequence[PlaceRef]:
        return [PLACES[path[:end]] for end in range(4, len(path) + 1, 4)]

    def body(self, key: str) -> BodyRef | None:
        return next((body for body in BODIES.values() if body.key == key), None)

    def bodies(self, kinds: Sequence[str], under: str = "") -> Sequence[BodyRef]:
        return [
            body
            for path, body in BODIES.items()
            if path.startswith(under) and (not kinds or body.kind in kinds)
        ]


class FakeRecords:
    """A stranger sees nothing."""

    def record(self, user: Any, uid: str) -> RecordRef | None:
        found = (record for record in RECORDS if record.uid == uid)
        return None if user == STRANGER else next(found, None)

    def records(
        self, user: Any, ledger: str, text: str = "", limit: int = 20
    ) -> Sequence[RecordRef]:
        seen = () if user == STRANGER else RECORDS
        return [
            record
            for record in seen
            if record.ledger == ledger and text in record.number + record.title
        ][:limit]

    def column(self, user: Any, ledger: str, uid: str, column: str) -> LookedUp | None:
        return self.columns(user, ledger, (uid,), (column,)).get(uid, {}).get(column)

    def columns(
        self, user: Any, ledger: str, uids: Collection[str], columns: Collection[str]
    ) -> Mapping[str, Mapping[str, LookedUp]]:
        """Every record has the columns of COLUMNS, at version 1."""
        found = {name: LookedUp(COLUMNS[name], 1) for name in columns if name in COLUMNS}
        seen = () if user == STRANGER else RECORDS
        return {ref.uid: found for ref in seen if ref.ledger == ledger and ref.uid in uids}


class FakeFiles:
    """Knows every digest but one."""

    def keep(
        self, user: Any, name: str, content: Any, *, image: bool, sealed: bool
    ) -> Mapping[str, Any]:
        return {"sha256": "0" * 64, "name": name, "type": "image/png", "size": len(content)}

    def known(self, digest: str) -> bool:
        return digest != LOST
