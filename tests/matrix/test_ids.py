"""As one village, every id of the next one at every address that takes one: 404 throughout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from ledgers.ids import show_number
from ledgers.models import AccessEvent, Change, Record
from people.models import User
from tests.ledgers.tools import row, undone
from tests.matrix.cast import OWN, Person
from tests.matrix.conftest import Scene

pytestmark = [pytest.mark.storage, pytest.mark.seldom]
METHODS = ("GET", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")
WORDS = {
    "key": ("children", "left_behind", "pairings", "coverage_surveys", "rounds", "difficulty"),
    "name": ("verify", "confirm", "transfer", "merge", "flag", "by_school", "left_behind_roster"),
    "question": ("id_card", "photo", "neighbor_phone"),
    "step": ("identity-1", "body-1"),
    "what": ("disable", "reset"),
    "kind": ("verify", "offered"),
    "period": ("2026Q3",),
    "token": ("abc",),
}
"""What stands in addresses beside ids."""
FEW = 25
"""Of so many addresses each is asked by every method in the long run, else by the first two."""
POSTED = {
    "go": "agree",
    "reason": "核对号码",
    "ledger": "children",
    "answer": "accept",
    "purpose": "核对人数",
    "version": "2",
    "do": "close",
}
OFFERED = {"offer"}
"""What the next village offers to this one is the one thing of theirs that may be looked at."""
FOR_ALL = {"logic", "login", "logout", "enter", "pin", "second", "display", "stay"}
SHARED_ADDRESSES = {"round", "round-pdf", "round-xlsx"}
"""A round belongs to the county: everybody is shown their own part of it."""


def patterns() -> Iterator[URLPattern]:
    ours = [p for p in get_resolver().url_patterns if hasattr(p, "urlconf_name")]
    for part in ours:
        if getattr(part.urlconf_name, "__name__", "").startswith(("ledgers", "people", "portal")):
            yield from part.url_patterns


def taking() -> Iterator[tuple[str, list[str]]]:
    """Addresses that take an id, with the names of what they take."""
    for route in patterns():
        names = list(route.pattern.converters)
        if {"uid", "pk", "edition"} & {*names} or route.name == "receipt":
            yield route.name, names


ADDRESSES = {name: names for name, names in taking() if name not in FOR_ALL}


def ids(scene: Scene) -> dict[str, list[str]]:
    """Every id of theirs of every kind of thing: outside ones, numbers, and keys inside."""
    theirs = scene.theirs
    uids = [value for value in theirs.values() if value.count("-") == 4]
    keys = [theirs["OFFICER"], theirs["TERM"], theirs["PHONE"]]
    rows = Record.objects.unscoped("test").filter(place_path=theirs["柳坪村"])
    keys += [str(pk) for pk in rows.values_list("pk", flat=True)]
    return {"uid": uids, "pk": keys, "edition": ["999999"]}


def asked(scene: Scene, name: str) -> Iterator[str]:
    """The address with each id in turn, and with each word that may stand beside it."""
    found, names = ids(scene), ADDRESSES[name]
    lists = [
        [scene.theirs["KEY"]] if name == "receipt" else [*found.get(n, WORDS.get(n, ()))]
        for n in names
    ]
    combined: list[list[str]] = [[]]
    for values in lists:
        combined = [[*before, value] for before in combined for value in values]
    for args in combined:
        try:
            yield reverse(name, args=args)
        except NoReverseMatch:
            continue


@pytest.fixture(scope="module")
def secrets(scene: Scene) -> list[bytes]:
    """What names a person, a record or the village of theirs."""
    uids = [scene.theirs[name] for name in ("CHILD", "REGISTRATION", "PAIRING", "HOME", "VISIT")]
    numbers = [show_number(row(uid).number) for uid in uids]
    name = User.objects.get(pk=scene.theirs["OFFICER"]).name
    return [word.encode() for word in ("柳坪村", *numbers, name)]


@pytest.fixture(scope="module")
def officer(scene: Scene) -> Person:
    return scene.people["village_director", OWN]


def told(scene: Scene, response: Any, method: str, name: str) -> tuple[bool, bytes]:
    """Whether there is no such thing, and the words by which that was said."""
    by_method = response.status_code == 405 or (name == "me-phone-end" and method != "POST")
    return by_method or response.status_code == 404, b"" if by_method else response.said


def posted(scene: Scene, name: str, address: str) -> dict[str, str]:
    """A draft of nobody's may be begun under any id; one of theirs may not be gone on with."""
    begun = name.startswith("draft") and scene.theirs["DRAFT"] not in address
    return {field: value for field, value in POSTED.items() if field != "ledger" or not begun}


@pytest.mark.parametrize("name", sorted(ADDRESSES.keys() - OFFERED - SHARED_ADDRESSES))
def test_nothing_of_theirs(
    scene: Scene, officer: Person, secrets: list[bytes], name: str, pytestconfig: pytest.Config
) -> None:
    addresses = list(asked(scene, name))
    assert addresses
    whole = pytestconfig.getoption("--run-long") and len(addresses) <= FEW
    wrong = []
    for address in addresses:
        for method in METHODS if whole else METHODS[:2]:
            data = posted(scene, name, address) if method == "POST" else None
            with undone():
                response = officer.asks(method, address, data)
            gone, body = told(scene, response, method, name)
            if not gone or any(word in body for word in secrets):
                wrong.append((method, address, response.status_code))
    assert wrong == []


def test_what_is_offered_is_told_by_title_place_and_reason(scene: Scene, officer: Person) -> None:
    kept, given = scene.theirs["OFFERED"], [*ids(scene)["uid"]]
    for uid in given:
        response = officer.asks("GET", reverse("offer", args=[uid]))
        assert response.status_code == (200 if uid == kept else 404)
    assert officer.asks("GET", reverse("record", args=[kept])).status_code == 404


@pytest.mark.parametrize("name", sorted(SHARED_ADDRESSES))
def test_a_round_of_everybody_tells_each_their_part(
    scene: Scene, officer: Person, secrets: list[bytes], name: str
) -> None:
    for uid in ids(scene)["uid"]:
        address = reverse(name, args=["coverage_surveys", uid])
        response = officer.asks("GET", address)
        assert response.status_code == (200 if uid == scene.theirs["ROUND"] else 404)
        assert [word for word in secrets[1:] if word in response.said] == []
        there = officer.asks("GET", f"{address}?place={scene.theirs['柳坪村']}")
        assert there.status_code == 404


def test_ids_beside_the_address(scene: Scene, officer: Person, secrets: list[bytes]) -> None:
    """In a query or a post an id of theirs is as if it were not there."""
    uid = scene.theirs["CHILD"]
    looks = [
        ("GET", reverse("fill", args=["left_behind"]), {"child": uid, "like": uid}),
        ("GET", reverse("pages", args=["left_behind"]), {"child": uid, "like": uid}),
        ("GET", reverse("fill", args=["pairings"]), {"child": uid}),
        ("POST", reverse("fill", args=["pairings"]), {"child": uid}),
        ("POST", reverse("fill", args=["home_visits"]), {"child": uid}),
        ("GET", reverse("ledger", args=["children"]), {"q": show_number(row(uid).number)}),
        ("GET", reverse("ledger", args=["children"]), {"place": scene.theirs["柳坪村"]}),
        ("GET", reverse("tasks", args=["left_behind"]), {"place": scene.theirs["柳坪村"]}),
        ("GET", reverse("queue", args=["offered"]), {}),
        ("GET", reverse("work"), {}),
    ]
    for method, address, data in looks:
        with undone():
            response = officer.asks(method, address, data)
        names = secrets[1:]
        assert response.status_code in (200, 422), (method, address)
        body = response.said.replace(str(data.get("q", "")).encode(), b"")
        shown = [word.decode() for word in names if word in body]
        offered = (
            {User.objects.get(pk=scene.theirs["OFFICER"]).name} if "queue" in address else {*""}
        )
        assert [word for word in shown if word not in offered] == [], (method, address)


def test_a_look_up_of_theirs_is_empty(scene: Scene, officer: Person) -> None:
    for link in ("child", "household", "village_group"):
        for edition in _editions():
            address = reverse("look", args=[edition])
            with undone():
                response = officer.asks(
                    "GET", address, {"link": link, "uid": scene.theirs["CHILD"]}
                )
            assert response.status_code == 404 or response.said == b"{}", (edition, link)


def _editions() -> list[int]:
    from ledgers.registry import all_live

    return [book.form_edition for book in all_live().values()]


def test_a_batch_of_theirs_takes_nothing_in(scene: Scene) -> None:
    """Ticked by hand: what is not in sight is not among those that are meant."""
    supervisor = scene.people["child_supervisor", OWN]
    with undone():
        begun = supervisor.asks(
            "POST",
            reverse("bulk-start", args=["children", "verify"]),
            {"uid": [scene.theirs["CHILD"], scene.things["CHILD"]]},
        )
        page = supervisor.asks("GET", begun["Location"]).said
    assert scene.things["CHILD"].encode() in page
    assert scene.theirs["CHILD"].encode() not in page


def test_a_merge_with_theirs_is_none(scene: Scene, secrets: list[bytes]) -> None:
    """Who may merge here is shown nobody of there, and takes nobody in."""
    supervisor, mine = scene.people["child_supervisor", OWN], scene.things["CHILD"]
    with undone():
        Record.objects.unscoped("test").filter(pk=row(mine).pk).update(state="VERIFIED")
        address = reverse("merge", args=[mine, "merge"])
        for method in ("GET", "POST"):
            response = supervisor.asks(method, address, {"record": scene.theirs["CHILD"]})
            assert response.status_code == 200
            assert [word for word in secrets if word in response.said] == []
        assert row(scene.theirs["CHILD"]).state == "SUBMITTED"


def test_who_was_shown_what_stays_in_its_place(scene: Scene, secrets: list[bytes]) -> None:
    """The book of sightings, asked by the next village's ids."""
    supervisor = scene.people["child_supervisor", OWN]
    with undone():
        scene.people["village_director", "sibling"].asks(
            "GET", reverse("record", args=[scene.theirs["CHILD"]])
        )
        last = AccessEvent.objects.unscoped("test").order_by("-id").first()
        asked = {"record": scene.theirs["CHILD"], "before": str(last.pk + 1)}
        response = supervisor.asks("GET", reverse("seen"), asked)
    assert [word for word in secrets[1:] if word in response.said] == []


def test_every_kind_of_thing_was_asked_for(scene: Scene) -> None:
    """Of the next village there is one of each: the walk walks past nothing."""
    assert {*scene.things} - {"河湾村"} == {*scene.theirs} - {"柳坪村"}
    changes = Change.objects.unscoped("test").filter(record__place_path=scene.theirs["柳坪村"])
    assert changes.count() > 5 and re.fullmatch(r"[0-9a-f-]{36}", scene.theirs["CHILD"])
