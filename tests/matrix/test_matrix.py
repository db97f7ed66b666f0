"""Every address by every method for every role at every place relation says what the table says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import get_resolver

from forms_catalog.models import Template
from ledgers.clock import now
from ledgers.models import Export, Record
from people.access.middleware import OPEN
from tests.ledgers.tools import undone
from tests.matrix.cast import signed_in
from tests.matrix.conftest import Scene
from tests.matrix.table import SAYS, Cell, Row, table

pytestmark = [pytest.mark.storage, pytest.mark.seldom]
TABLE = table()


def _record(uid: str, state: str) -> None:
    Record.objects.unscoped("test").filter(uid=uid).update(state=state)


def _export(uid: str, state: str) -> None:
    rows = Export.objects.unscoped("test").filter(uid=uid)
    rows.update(status=state, until=now().replace(year=now().year + 1))


STATES: dict[str, Callable[[str, str], None]] = {"EXPORT": _export}
"""How a thing comes into a state; records are the rule."""


def test_every_address_has_a_row() -> None:
    ours = [p for p in get_resolver().url_patterns if p.__class__.__name__ == "URLResolver"]
    names = {
        route.name
        for part in ours
        if getattr(part.urlconf_name, "__name__", "").startswith(
            ("ledgers", "people", "portal", "public")
        )
        for route in part.url_patterns
    }
    asked = {(row.name, row.method) for row in TABLE.rows}
    assert {(name, how) for name in names for how in ("GET", "POST")} - asked == set()


def test_every_role_has_a_column(scene: Scene) -> None:
    roles = Template.objects.filter(kind="role").values_list("key", flat=True)
    assert sorted(TABLE.roles) == sorted(roles)


def test_nobody_administers_with_a_password_alone(scene: Scene, settings: Any) -> None:
    """Every address that an administrator opens waits for the second factor."""
    settings.REQUIRE_TWO_FACTORS = True
    user = get_user_model().objects.get(username="administrator own")
    with undone():
        halfway = signed_in(user, second=False)
        for row in TABLE.rows:
            if row.name in OPEN or row.method == "POST" or row.states:
                continue
            response = halfway.asks("GET", scene.address(row))
            assert response.status_code == 302, row
            assert response["Location"] == "/me/second/", row


def sampled(cells: Iterable[Cell], seed: int) -> list[Cell]:
    """Of every role each answer once, another relation every time."""
    found: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        found.setdefault((cell.role, cell.sign), []).append(cell)
    return [alike[seed % len(alike)] for alike in found.values()]


def answered(scene: Scene, row: Row, cell: Cell) -> str:
    """'' when it is as the table says, else what was said instead."""
    person = scene.people[cell.role, cell.relation]
    with undone():
        data = scene.posted(row)
        response = person.asks(row.method, scene.address(row), data)
    there = response.get("Location", "").startswith("/login/")
    fits = response.status_code == SAYS[cell.sign] and there is (cell.sign == "L")
    return "" if fits else f"{person.name}: {cell.sign} -> {response.status_code}"


def walked(scene: Scene, row: Row, cells: Iterable[Cell]) -> list[str]:
    with undone():
        for name, state in row.states.items():
            STATES.get(name, _record)(scene.things[name], state)
        return [said for cell in cells if (said := answered(scene, row, cell))]


@pytest.mark.parametrize("row", TABLE.rows, ids=str)
def test_a_sample(scene: Scene, row: Row) -> None:
    """Each row by some of everybody, so that every answer of every role is heard."""
    alike = TABLE.columns[5]
    seed = row.line * 7 + (row.method == "POST")
    cells = sampled(row.cells([alike[seed % len(alike)]]), seed)
    assert walked(scene, row, cells) == []


@pytest.mark.long
@pytest.mark.parametrize("row", TABLE.rows, ids=str)
def test_everybody(scene: Scene, row: Row) -> None:
    assert walked(scene, row, row.cells()) == []
