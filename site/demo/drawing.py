"""A drawn picture for a page of news: a courtyard, nobody in it."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

SKY, HILL, NEAR, WALL, ROOF, DOOR, SUN = (
    "#dfeae9",
    "#b9cfcc",
    "#8fb0a6",
    "#fbf7ee",
    "#0f3d45",
    "#14565f",
    "#f2b45c",
)
SIZE = (1280, 720)


def courtyard() -> BytesIO:
    """A JPEG as a phone would give it, in the colours of the house."""
    made = Image.new("RGB", SIZE, SKY)
    draw = ImageDraw.Draw(made)
    draw.ellipse((960, 90, 1060, 190), fill=SUN)
    draw.polygon([(0, 430), (260, 250), (520, 410), (820, 220), (1280, 430)], fill=HILL)
    draw.rectangle((0, 425, 1280, 720), fill=NEAR)
    draw.rectangle((330, 330, 950, 610), fill=WALL)
    draw.polygon([(270, 345), (420, 215), (860, 215), (1010, 345)], fill=ROOF)
    for left in (400, 770):
        draw.rectangle((left, 400, left + 110, 500), fill=SKY, outline=DOOR, width=8)
        draw.line((left + 55, 400, left + 55, 500), fill=DOOR, width=6)
    draw.rectangle((575, 420, 705, 610), fill=DOOR)
    draw.ellipse((682, 508, 696, 522), fill=SUN)
    draw.polygon([(500, 720), (575, 610), (705, 610), (800, 720)], fill=WALL)
    out = BytesIO()
    made.save(out, "JPEG", quality=88)
    out.seek(0)
    return out
