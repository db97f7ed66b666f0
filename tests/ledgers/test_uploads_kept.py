"""A picture that came with a page full of mistakes need not be chosen again."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ledgers.models import File
from tests import people

PAGE = "/ledgers/children/new/"


def picture() -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(data, "jpeg")
    return SimpleUploadedFile("近照.jpg", data.getvalue(), "image/jpeg")


@pytest.mark.storage
def test_it_comes_back_with_the_page(world: Any) -> None:
    officer = people.client("village_officer")
    page = officer.post(PAGE, {"photo.file": picture()}).content.decode()
    kept = re.search(r'name="photo\.kept" value="([0-9a-f]{64})"', page)
    assert kept and "近照.jpg" in page

    typed = {"photo.kept": kept[1]} | posted(people.dossier())
    assert officer.post(PAGE, typed).status_code == 302
    row = File.objects.unscoped("test").get(sha256=kept[1])
    assert row.record_id and row.question == "photo"


@pytest.mark.storage
def test_it_is_nobody_elses(world: Any) -> None:
    page = people.client("village_officer").post(PAGE, {"photo.file": picture()}).content.decode()
    digest = re.search(r'name="photo\.kept" value="([0-9a-f]{64})"', page)
    other = people.client("other_village_officer").post(PAGE, {"photo.kept": digest[1]})
    assert "近照.jpg" not in other.content.decode()


def posted(answers: dict[str, Any]) -> dict[str, Any]:
    """A dossier as a browser posts it."""
    found: dict[str, Any] = {}
    for name, answer in answers.items():
        if name == "birth_date":
            found |= dict(
                zip(
                    ("birth_date-y", "birth_date-m", "birth_date-d"), answer.split("-"), strict=True
                )
            )
        elif isinstance(answer, dict):
            found[f"{name}.reason"] = answer["$missing"]
        else:
            found[name] = answer
    return found
