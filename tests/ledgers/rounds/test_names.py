"""The names on a round's file: on paper for who fills it in, else by the rules of export."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from forms_catalog.tables import ROWS, open_tables
from ledgers.exchange import agreeing
from ledgers.models import Export, ExportEvent
from tests import people
from tests.ledgers import registers

pytestmark = [pytest.mark.django_db, pytest.mark.storage, pytest.mark.seldom]
KEY, WHY = "coverage_surveys", "给县里核对人数"
KINDS = ("pdf", "xlsx")


@pytest.fixture
def during(world: Any) -> str:
    """A round that asks for two households of one village, each in its group."""
    for number in ("01", "02"):
        registers.household(f"0{number}", registers.group(number))
    people.colleague()
    return registers.round_of().uid


def got(who: str, during: str, name: str = "round") -> Any:
    query = {"place": registers.path("河湾村")}
    response = people.client(who).get(reverse(name, args=[KEY, during]), query)
    assert response.status_code == 200
    return response


def told(response: Any) -> str:
    """What stands in the file, on whichever sheet."""
    if response["Content-Type"] == "application/pdf":
        return "".join(
            page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages
        )
    tables = open_tables(b"".join(response.streaming_content), ROWS, "a.xlsx")
    return str([table.rows for table in tables])


def noted() -> list[tuple[str, str, str, int]]:
    rows = ExportEvent.objects.unscoped("test").select_related("ledger").order_by("id")
    return [(row.ledger.key, row.kind, row.format, row.count) for row in rows]


def test_who_fills_it_in_takes_its_names_on_paper(during: str) -> None:
    page = got("village_officer", during).content.decode()
    assert "没有名单" not in page
    paper, book = (told(got("village_officer", during, f"round-{kind}")) for kind in KINDS)
    assert "没有结果" in paper and "没有结果" not in book and "覆盖率" in book
    assert noted() == [("households", "taken", "pdf", 2)]


def test_who_takes_nothing_along_gets_numbers(during: str) -> None:
    page = got("township_supervisor", during).content.decode()
    assert "没有结果" in page and "没有名单" in page and "申请带名单的" not in page
    for kind in KINDS:
        words = told(got("township_supervisor", during, f"round-{kind}"))
        assert "没有结果" not in words and "覆盖率" in words and words.count("第1组") == 1
    ask, place = reverse("export-ask", args=["households"]), registers.path("河湾村")
    sent = {"round": f"{KEY}.{during}", "place": place, "purpose": WHY}
    assert people.client("township_supervisor").post(ask, sent).status_code == 404
    assert noted() == []


def test_where_another_agrees_the_names_are_asked_for(during: str) -> None:
    asker, place = people.client("county_admin"), registers.path("河湾村")
    page = got("county_admin", during).content.decode()
    ask = reverse("export-ask", args=["households"])
    href = f"{ask}?place={place}&amp;round={KEY}.{during}"
    assert href in page
    for kind in KINDS:
        assert "没有结果" not in told(got("county_admin", during, f"round-{kind}"))
    form = asker.get(href.replace("&amp;", "&")).content.decode()
    assert "2026年第4季度的名单" in form and "2份" in form and "河湾村" in form
    sent = {"round": f"{KEY}.{during}", "place": place, "purpose": WHY}
    assert asker.post(ask, sent | {"place": "nowhere"}).status_code == 404
    assert asker.post(ask, sent | {"round": f"{KEY}.{during[:-1]}"}).status_code == 404
    assert asker.post(ask, sent).status_code == 302
    export = Export.objects.unscoped("test").get()
    take = [reverse(f"export-take-{kind}", args=[export.uid]) for kind in KINDS]
    assert asker.post(take[0]).status_code == 403
    agreeing.decide(export, agreeing.approvers(place, export.author)[0], True, "")
    for href in take:
        words = told(asker.post(href))
        assert "没有结果" in words and WHY in words and "苏文，20" in words
    kinds = [row[1:] for row in noted()]
    assert kinds == [("asked", "", 2), ("agreed", "", 2), ("taken", "pdf", 2), ("taken", "xlsx", 2)]
    assert {row[0] for row in noted()} == {"households"}
