"""A page on paper says what the page says, once drawn it lies ready; what has no paper is not drawn."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from public import papers

pytestmark = pytest.mark.storage


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> list[str]:
    """What would be drawn, without drawing it."""
    settings.VAR_DIR = tmp_path
    found: list[str] = []
    monkeypatch.setattr(papers, "pages", lambda html, _: SimpleNamespace(pages=[html]))
    monkeypatch.setattr(papers, "printed", lambda html, *_, **__: found.append(html) or b"%PDF")
    return found


def test_a_sheet_a_poster_and_folded(
    site: dict[str, Any], client: Client, drawn: list[str]
) -> None:
    for slug in ("lost", "card", "calls", "new", "notice", "books", "reading", "here"):
        for size in ("a4", "a3", "folded") if slug == "lost" else ("a4", "a4"):
            address = f"/paper/{site[slug].pk}/{size}.pdf"
            response = client.get(address)
            assert response.status_code == 200, address
            assert response["Content-Type"] == "application/pdf"
    assert len(drawn) == 10 and not any("fit-0" in html for html in drawn)
    for html in drawn:
        assert "打119" in html and "data:image/png" in html and "http://" in html


def test_what_has_no_paper(site: dict[str, Any], client: Client, drawn: list[str]) -> None:
    site["late"].unpublish()
    for pk, size in (("lost", "a5"), ("laws", "a4"), ("late", "a4"), ("home", "a4")):
        assert client.get(f"/paper/{site[pk].pk}/{size}.pdf").status_code == 404, pk
    assert client.get("/paper/0/a4.pdf").status_code == 404 and drawn == []


def test_letters_are_as_large_as_one_sheet_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tried from what the number of words lets hope; never smaller than can be read."""
    tried: list[str] = []

    def laid_out(html: str, style: str) -> Any:
        tried.append(html)
        return SimpleNamespace(pages=[html] * (1 if html == "<fit-3>" else 2))

    monkeypatch.setattr(papers, "pages", laid_out)
    assert papers.fitted("<fit-0>", 100) == "<fit-3>" and tried == ["<fit-1>", "<fit-2>", "<fit-3>"]
    monkeypatch.setattr(papers, "pages", lambda html, _: SimpleNamespace(pages=[html] * 2))
    assert papers.fitted("<fit-0>", 9000) == "<fit-4>"


def test_the_handbook_is_really_drawn(
    site: dict[str, Any], client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    response = client.get("/paper/handbook.pdf")
    (tmp_path / "a.pdf").write_bytes(response.content)
    words = "".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages)
    assert "通讯录" in words and "0990-1" in words and "119" in words


def test_old_papers_go(drawn: list[str], tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(papers, "KEPT", 2)
    for number in range(4):
        (tmp_path / f"{number}.pdf").touch()
    papers._tidy(tmp_path)
    assert len(list(tmp_path.glob("*.pdf"))) == 2
