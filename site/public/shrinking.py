"""A photograph as a website needs it: small, upright, without what the camera wrote into it."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from PIL import Image, ImageOps

SIDE = 2560
"""Signs on a poster are still sharp."""
MANY = 110_000_000
"""Points of a JPEG, which is opened at half or a quarter of its size; a telephone has no more."""
FEW = 24_000_000
"""Points of other kinds, which can only be opened whole."""
SEE_THROUGH = ("RGBA", "LA", "PA")


class TooLarge(ValueError):
    """More points than may be opened."""


def shrunk(file: IO[bytes]) -> tuple[BytesIO, str]:
    """The picture and the ending of its name; OSError when it is none."""
    file.seek(0)
    with Image.open(file) as picture:
        if picture.width * picture.height > (MANY if picture.format == "JPEG" else FEW):
            raise TooLarge
        picture.draft("RGB", (SIDE, SIDE))
        picture.thumbnail((SIDE, SIDE))
        return _written(ImageOps.exif_transpose(picture))


def _written(picture: Image.Image) -> tuple[BytesIO, str]:
    out = BytesIO()
    clear = picture.mode in SEE_THROUGH or "transparency" in picture.info
    bare = picture.convert("RGBA" if clear else "RGB")
    bare.info.clear()
    if clear:
        bare.save(out, "PNG", optimize=True)
    else:
        bare.save(out, "JPEG", quality=88, optimize=True)
    out.seek(0)
    return out, "png" if clear else "jpg"
