"""A picture that is taken or uploaded."""

from __future__ import annotations

from ._files import LOST, PDF, PICTURE, Picture
from .base import Bad, Good


class Photo(Picture):
    """One photograph."""

    name = "photo"
    label = "照片"
    xlsform = "image"
    good = (
        Good(PICTURE, PICTURE, "示例.jpg"),
        Good(PICTURE | {"name": "甲/乙.png"}, PICTURE | {"name": "乙.png"}, "乙.png"),
    )
    bad = (
        Bad(PDF, "photo.not-an-image"),
        Bad(PICTURE | {"sha256": LOST}, "file.unknown"),
        Bad("示例.jpg", "file.not-a-file"),
    )
