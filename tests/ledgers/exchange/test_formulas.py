"""Whatever the door, what begins like a formula leaves the house as text."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import Any

import pytest
from django.urls import get_resolver, reverse

from forms_catalog.exchange.writing import Page, write_xlsx
from forms_catalog.tables import ROWS, open_tables
from ledgers.exchange import agreeing
from ledgers.queries import Ask
from ledgers.registry import live
from people.models import Place
from tests import people
from tests.ledgers import registers

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
TEXT, FORMULA = "=1+1", re.compile(rb"<f[ >]|<hyperlink")
SIGNS = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("http://a")')


@pytest.fixture
def odd(world: Any) -> dict[str, str]:
    """A village whose name is a formula, in every file by its name; what was agreed to."""
    place = Place.objects.get(name="河湾村")
    registers.left_behind(registers.dossier(1))
    registers.household("001", registers.group("01"))
    during = registers.round_of()
    place.name = TEXT
    place.save()
    asker, book = world.users["county_admin"], live("left_behind")
    assert book
    second = people.colleague()
    made = agreeing.ask(asker, book, Ask(layout="register"), "核对")
    agreeing.decide(made, second, True, "")
    return {"EXPORT": str(made.uid), "ROUND": during.uid}


DOORS = {
    "export-take-xlsx": ("county_admin", ["EXPORT"]),
    "export-take-csv": ("county_admin", ["EXPORT"]),
    "roster-xlsx": ("village_officer", ["left_behind", "left_behind_roster"]),
    "table-xlsx": ("village_officer", ["left_behind", "by_sex"]),
    "round-xlsx": ("township_supervisor", ["coverage_surveys", "ROUND"]),
    "duty-figures-xlsx": ("township_supervisor", []),
}
ELSEWHERE = {"export-xlsx", "export-csv", "import-template", "import-refused"}
"""The same writers for a list, a sheet without answers, a person's own rows: tests next door."""


def got(odd: dict[str, str], name: str) -> bytes:
    who, args = DOORS[name]
    browser = people.client(who)
    ask = browser.post if name.startswith("export") else browser.get
    response = ask(reverse(name, args=[odd.get(arg, arg) for arg in args]))
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content


def sheets(data: bytes) -> list[bytes]:
    book = zipfile.ZipFile(io.BytesIO(data))
    return [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]


@pytest.mark.parametrize("name", DOORS)
def test_a_name_that_is_a_formula_is_a_text(odd: dict[str, str], name: str) -> None:
    data = got(odd, name)
    if name.endswith("csv"):
        cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]
        assert f"'{TEXT}" in cells and not [cell for cell in cells if cell[:1] in set("=+-@")]
        return
    tables = open_tables(data, ROWS, "a.xlsx")
    assert any(TEXT in row for table in tables for row in table.rows)
    assert not any(table.formulas for table in tables)
    assert not [sheet for sheet in sheets(data) if FORMULA.search(sheet)]


def test_heading_title_and_mark_are_texts() -> None:
    out = io.BytesIO()
    row = dict(zip(SIGNS, SIGNS, strict=True))
    plain, text = Page("甲", [row], SIGNS, title=TEXT), Page("乙", [row], SIGNS, SIGNS)
    write_xlsx([plain, text], out, TEXT)
    found = sheets(out.getvalue())
    assert len(found) == 2 and not any(FORMULA.search(sheet) for sheet in found)
    read = open_tables(out.getvalue(), ROWS, "a.xlsx")
    assert [str(cell).strip() for cell in read[1].rows[2]] == [sign.strip() for sign in SIGNS]


def test_every_door_has_been_thought_of() -> None:
    names = {
        route.name
        for part in get_resolver().url_patterns
        for route in getattr(part, "url_patterns", ())
        if str(getattr(route, "pattern", "")).endswith((".xlsx", ".csv"))
    }
    assert names == DOORS.keys() | ELSEWHERE
