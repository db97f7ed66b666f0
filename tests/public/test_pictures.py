"""A photograph is shown small and says nothing of where it was taken; the original is never served."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Drawing
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from public import taking_in

pytestmark = pytest.mark.storage
GPS = 0x8825


def _smooth() -> Any:
    return Drawing.effect_noise((64, 48), 80).convert("RGB").resize((1600, 1200))


def photograph() -> ImageFile:
    drawn, out = _smooth(), BytesIO()
    exif = drawn.getexif()
    exif.get_ifd(GPS)[2] = (39.0, 54.0, 27.0)
    drawn.save(out, "JPEG", quality=95, exif=exif)
    out.seek(0)
    assert Drawing.open(out).getexif().get_ifd(GPS)
    out.seek(0)
    return ImageFile(out, name="here.jpg")


def test_a_photograph_is_small_and_silent(site: dict[str, Any], client: Client) -> None:
    image = get_image_model().objects.create(title="甲", file=photograph())
    news = site["books"]
    news.picture, news.picture_words = image, "新书的封面"
    news.save_revision().publish()
    html = client.get(news.url).content.decode()
    address = html.partition('class="photo" src="')[2].partition('"')[0]
    response = client.get(address)
    shown = b"".join(response.streaming_content)
    assert response["Content-Type"] == "image/webp" and len(shown) < 60_000
    drawn = Drawing.open(BytesIO(shown))
    assert max(drawn.size) <= 640 and not drawn.getexif()
    assert client.get(f"/media/{image.file.name}").status_code == 404
    assert client.get("/media/images/nothing.webp").status_code == 404
    assert 'alt="新书的封面"' in html and 'loading="lazy"' in html


def taken(name: str, data: bytes) -> Any:
    """The form of a picture, filled as the admin posts it."""
    posted = {"title": "甲", "collection": Collection.objects.first().pk}  # type: ignore[union-attr]
    return get_image_form(get_image_model())(posted, {"file": SimpleUploadedFile(name, data)})


def test_a_picture_is_made_small_at_the_door(site: dict[str, Any]) -> None:
    """Upright, without a place; what is no picture is told; a see-through one stays so."""
    drawn, out = Drawing.new("RGB", (3000, 2000), "#14565f"), BytesIO()
    exif = drawn.getexif()
    exif.get_ifd(GPS)[2] = (39.0, 54.0, 27.0)
    exif[0x0112] = 6  # held upright
    drawn.save(out, "JPEG", exif=exif)
    form = taken("a.PNG", out.getvalue())
    assert form.is_valid(), form.errors
    image = form.save()
    with image.file.open("rb") as file:
        data = file.read()
    kept = Drawing.open(BytesIO(data))
    assert (image.width, image.height) == kept.size == (1707, 2560) and not kept.getexif()
    assert image.file.name.endswith(".jpg") and b"Exif" not in data
    out = BytesIO()
    Drawing.new("RGBA", (40, 30), (0, 0, 0, 0)).save(out, "WEBP")
    clear = taken("b.webp", out.getvalue())
    assert clear.is_valid() and clear.cleaned_data["file"].name == "b.png"
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    for name, data in (("c.jpg", b"<html>"), ("c.png", svg), ("c.gif", out.getvalue()[:40])):
        assert "再传" in str(taken(name, data).errors["file"]), name


LIMIT = 260
TAKES = """
import re, sys
sys.path.insert(0, sys.argv[1])
from public.shrinking import shrunk
with open(sys.argv[2], "rb") as file:
    made, ending = shrunk(file)
most = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())
print(len(made.getvalue()), ending, int(most[1]) // 1024)
"""


@pytest.mark.seldom
def test_forty_megabytes_take_little_memory(tmp_path: Path) -> None:
    """A photograph of sixty million points, as a good camera gives it."""
    noise = Drawing.effect_noise((2250, 1675), 90).convert("RGB")
    file = tmp_path / "large.jpg"
    noise.resize((9000, 6700), Drawing.Resampling.BILINEAR).save(file, "JPEG", quality=99)
    with file.open("ab") as more:
        more.write(bytes(max(0, 40_000_000 - file.stat().st_size)))
    folder = Path(settings.BASE_DIR) / "site"
    done = subprocess.run(
        [sys.executable, "-c", TAKES, folder, file], capture_output=True, text=True, check=True
    )
    size, ending, memory = done.stdout.split()
    assert file.stat().st_size >= 40_000_000 and ending == "jpg"
    assert int(size) < 3_000_000 and int(memory) < LIMIT


@pytest.mark.parametrize(
    ("name", "data", "taken_in"),
    [
        ("a.pdf", b"%PDF-1.7 ...", True),
        ("a.docx", b"PK\x03\x04...", True),
        ("a.txt", "甲".encode(), True),
        ("a.pdf", b"<html><script>alert(1)</script>", False),
        ("a.xlsx", b"MZ\x90", False),
        ("a.csv", b"a\x00b", False),
        ("a.html", b"<html>", False),
        ("a.svg", b"<svg/>", False),
    ],
)
def test_a_file_is_what_it_says(
    site: dict[str, Any], name: str, data: bytes, taken_in: bool
) -> None:
    posted = {"title": "甲", "collection": Collection.objects.first().pk}  # type: ignore[union-attr]
    form_class = get_document_form(get_document_model())
    form = form_class(posted, {"file": SimpleUploadedFile(name, data)})
    assert form.is_valid() is taken_in, form.errors
    assert set(settings.WAGTAILDOCS_EXTENSIONS) == set(taking_in.KINDS)
