"""A photograph is shown small and says nothing of where it was taken; the original is never served."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image as Drawing
from wagtail.images import get_image_model

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
