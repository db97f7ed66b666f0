"""A record on paper says to each reader what its page says: what a role is not shown is masked."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdf
import pytest

from forms_catalog.bundle import Bundle
from forms_catalog.questions import Context
from forms_catalog.writers.paper import tables
from ledgers.registry import live
from ledgers.submission import Part
from tests import people
from tests.ledgers.editions import new_rules, publish
from tests.ledgers.tools import send

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def text(user: str, uid: str) -> str:
    response = people.client(user).get(f"/records/{uid}/print.pdf")
    assert response.status_code == 200
    pages = pypdf.PdfReader(BytesIO(response.content)).pages
    return "".join(page.extract_text() for page in pages)


def veil(role: str, *names: str) -> None:
    """From now on the role is not shown these answers."""
    rules = live("children").rules.access
    changed = tuple(replace(one, masked=names) if one.name == role else one for one in rules)
    new_rules("children", access=changed)
    publish()


def test_masked_by_role(world: Any, officer: Any) -> None:
    child = send(officer, Part("children", people.dossier(father_name="安川谷"))).records[0]
    veil("child_supervisor", "father_name", "residence_detail")
    above, own = text("township_supervisor", child.uid), text("village_officer", child.uid)
    assert "安川谷" in own and "3组12号" in own
    assert "安川谷" not in above and "3组12号" not in above and "罗安" in above


def bundle_of(key: str) -> Bundle:
    return live(key).bundle


def test_a_table_is_masked_whole_or_by_the_column(world: Any) -> None:
    bundle = bundle_of("home_visits")
    name, (rows, _) = next((n, f) for n, f in bundle.questions.items() if f[0].questions)
    column = rows.questions[0]
    answers = {name: [{"_id": "0" * 12, column.name: "左手"}]}
    ctx = Context(options=bundle.options)
    plain = str(tables(bundle, answers, ctx))
    assert "左手" in plain
    for masked in (name, column.name):
        veiled = str(tables(bundle, answers, ctx, masked=frozenset({masked})))
        assert "左手" not in veiled and "＊" in veiled


@pytest.mark.parametrize("answer", ["A", "B"])
def test_no_box_tells_a_masked_choice(club: Any, answer: str) -> None:
    bundle = bundle_of("members")
    ctx = Context(options=bundle.options)
    veiled = tables(bundle, {"grade": answer}, ctx, masked=frozenset({"grade"}))
    cells = [cell for table in veiled for line in table.lines for cell in line]
    ticked = [label for cell in cells for label, chosen in cell.ticks if chosen]
    assert ticked == [] and any("＊" in cell.text for cell in cells)
