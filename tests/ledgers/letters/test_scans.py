"""What a scan shows: our codes read from photographs and scanned documents, nothing from what is none."""

from __future__ import annotations

import io

import pytest
import segno
from PIL import Image
from pypdf import PdfReader

from ledgers.letters import scans
from ledgers.letters.printing import sheets
from tests.ledgers.tools import user

from .conftest import given, member, read

CODE = "K7M2QXD4A"


def sheet(turned: float = 0.0, text: str = CODE) -> Image.Image:
    """A page at 100 dpi with the code at its foot, held a little crooked."""
    out = io.BytesIO()
    segno.make(text, error="q", micro=False).save(out, kind="png", scale=3, border=2)
    page = Image.new("L", (827, 1169), 250)
    page.paste(Image.open(out).convert("L"), (110, 1060))
    return page.rotate(turned, fillcolor=180, expand=True)


def saved(page: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    page.save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("turned", [0.0, 3.0, 90.0, 180.0])
@pytest.mark.parametrize(("kind", "named"), [("JPEG", "image/jpeg"), ("PDF", "application/pdf")])
def test_codes_are_read(turned: float, kind: str, named: str) -> None:
    assert scans.codes(saved(sheet(turned), kind), named) == [CODE]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "image/png"),
        (b"%PDF-1.7 nothing", "application/pdf"),
        (b"\xff\xd8\xff nothing", "image/jpeg"),
        (saved(Image.new("L", (400, 400), 255), "PNG"), "image/png"),
    ],
)
def test_what_shows_no_code(data: bytes, kind: str) -> None:
    assert scans.codes(data, kind) == []


def test_a_picture_that_is_too_large_is_not_opened() -> None:
    huge = saved(Image.new("1", (9000, 9000), 1), "PNG")
    assert len(huge) < 100_000 and scans.codes(huge, "image/png") == []


@pytest.mark.django_db
def test_the_paper_itself_bears_the_code_of_its_letter_alone(club: object) -> None:
    found = given(member(1))
    words = PdfReader(io.BytesIO(sheets([read(found)], user("manager")))).pages[0].extract_text()
    assert f"{found.code[:4]}-{found.code[4:8]}-{found.code[8:]}" in words
    assert scans.by_code(user("manager"), found.code.lower()).pk == found.pk
    assert scans.by_code(user("village_officer"), found.code) is None
