"""The head and foot of a county's portal around the public pages: files of whoever runs it, no code."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest

STYLE = "frame/frame.css"


class Frame(NamedTuple):
    """Names of templates and of a style sheet; '' where the house's own is shown."""

    top: str = ""
    foot: str = ""
    style: str = ""


NONE = Frame()


def frame_of(request: HttpRequest) -> Frame:
    """What this host has, else what all hosts have."""
    if settings.FRAME is None:
        return NONE
    return _found(settings.FRAME, request.get_host().partition(":")[0])


@lru_cache(maxsize=32)
def _found(folder: Path, host: str) -> Frame:
    def first(name: str) -> str:
        names = (f"{host}/{name}", name)
        return next((one for one in names if (folder / one).is_file()), "")

    style = STYLE if (folder / "static" / "frame.css").is_file() else ""
    return Frame(first("top.html"), first("foot.html"), style)
