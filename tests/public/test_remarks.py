"""The editor is stopped where somebody could be known, and told where something could be better."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from public.models import AnswerPage, LawPage
from public.remarks import everything, remarks
from tests.portal.test_scanning import scan

pytestmark = pytest.mark.storage


def codes(page: Any) -> list[str]:
    return [problem.code for problem in remarks(page)]


def form_of(page: Any, **data: Any) -> Any:
    cls = page.get_edit_handler().get_form_class()
    streams = {f"{name}-count": "0" for name in ("body", "basis")}
    return cls({"title": page.title, "slug": page.slug} | streams | data, instance=page)


def test_a_draft_may_say_it_and_a_page_may_not(site: dict[str, Any]) -> None:
    said = {"search_description": "打13800000000"}
    draft = form_of(site["lost"], **said)
    draft.defer_required_fields()
    assert draft.is_valid(), draft.errors
    told = form_of(site["lost"], **said)
    assert list(told.errors) == ["search_description"] and list(scan("打13800000000"))
    part = {"body-count": "1", "body-0-type": "heading", "body-0-order": "0", "body-0-deleted": ""}
    part["body-0-value"] = "990121201502031185"
    assert list(form_of(site["lost"], **part).errors) == ["body"]
    assert form_of(site["lost"]).is_valid()


def test_a_link_that_leads_nowhere(site: dict[str, Any]) -> None:
    assert "page.broken-link" not in codes(site["new"])
    site["late"].unpublish()
    assert "page.broken-link" in codes(site["new"])


def test_a_law_that_nobody_has_compared(site: dict[str, Any]) -> None:
    law = site["borrowing"]
    assert codes(law) == ["page.law-not-checked"]
    law.checked_on = timezone.localdate()
    assert codes(law) == []
    assert codes(LawPage(title="甲", checked_on=timezone.localdate())) == []


@pytest.mark.parametrize(
    ("words", "told"), [("好。" * 90, []), ("好" * 61, ["page.long-sentence"])]
)
def test_a_long_sentence(built: Any, words: str, told: list[str]) -> None:
    body = [{"type": "paragraph", "value": f"<p>{words}</p>"}]
    assert codes(AnswerPage(title="甲", body=body)) == told


def test_the_report_names_every_page(site: dict[str, Any]) -> None:
    assert site["borrowing"].pk in {page.pk for page, _ in everything()}
    client = Client()
    root = get_user_model().objects.create_superuser("root of the report", password=None)
    client.force_login(root, "django.contrib.auth.backends.ModelBackend")
    html = client.get("/admin/reports/public/").content.decode()
    assert "图书借阅条例" in html and "核对日期" in html
    assert Client().get("/admin/reports/public/").status_code == 302
