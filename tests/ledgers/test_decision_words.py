"""What a ledger's decision table gives is read in words, also where it gives several at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from forms_catalog.questions import Context, show
from ledgers.derived.likes import likes
from ledgers.models import Record
from ledgers.registry import live
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

LIST = reverse("ledger", args=["children"])


def page(query: str) -> str:
    html = people.client("village_officer").get(f"{LIST}?cols=name,categories{query}")
    return html.content.decode()


def rows(query: str) -> int:
    return page(query).count('role="rowheader"')


@pytest.fixture
def two(world: Any) -> list[Record]:
    """One of one kind, one of two kinds, as the column holds them."""
    officer, found = world.users["village_officer"], []
    slot = live("children").slots["categories"]
    for number, held in enumerate(("LBC", "LBC DIF")):
        people.register(officer, name=f"罗安{'一二'[number]}", id_card=people.ID_CARDS[number])
        row = Record.objects.unscoped("test").filter(ledger__key="children").latest("pk")
        Record.objects.unscoped("test").filter(pk=row.pk).update(**{slot: held})
        found.append(row)
    return found


def test_words_stand_for_one_and_for_several(world: Any) -> None:
    like = likes(live("children"))["categories"]
    assert show(like, "LBC", Context()) == "农村留守"
    assert show(like, "LBC DIF", Context()) == "农村留守、困境"
    assert show(like, "LBC XYZ", Context()) == "LBC XYZ"


def test_the_list_says_them_and_finds_each_by_either(two: list[Record]) -> None:
    html = page("")
    assert "农村留守、困境" in html and ">LBC" not in html
    assert (rows(""), rows("&w.categories=LBC"), rows("&w.categories=DIF")) == (2, 2, 1)
    assert rows("&w.categories=OTH") == 0
