"""What was typed on a page whose session had ended travels through the sign-in pages, whichever they are."""

from __future__ import annotations

from typing import Any

from django.dispatch import Signal
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

TYPED = "typed."
"""Before the names of what was typed on the page that a session ended on."""
ADDRESS = "typed-at"
signed_in = Signal()
"""After somebody signed in, with the request; the first receiver's answer is where they go."""


def carried(typed: MultiValueDict[str, str], address: str, uploads: bool = False) -> dict[str, Any]:
    """Hidden fields of a sign-in form, and whether files have to be chosen again."""
    pairs = [(f"{TYPED}{name}", text) for name, texts in typed.lists() for text in texts]
    return {"typed": [(ADDRESS, address), *pairs] if pairs else [], "uploads": uploads}


def typed_of(request: HttpRequest) -> tuple[MultiValueDict[str, str], str]:
    """What a sign-in form carries of another page, and the address of that page."""
    found = MultiValueDict(
        {
            name.removeprefix(TYPED): texts
            for name, texts in request.POST.lists()
            if name.startswith(TYPED)
        }
    )
    return found, request.POST.get(ADDRESS, "")
