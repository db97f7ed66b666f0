"""Which templates may be referred to: asked of the database whenever a page is drawn."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.apps import apps

Offered = Callable[[], list[tuple[str, str]]]


@cache
def of(kind: str) -> Offered:
    """A function that lists id and title of every template of a kind, an empty choice before them."""

    def offered() -> list[tuple[str, str]]:
        rows = apps.get_model("forms_catalog", "Template").objects
        found = (
            rows.filter(kind=kind, owner="").order_by("title", "key").values_list("key", "title")
        )
        return [
            ("", "不用"),
            *((key, f"{title.replace('<wbr>', '')}（{key}）") for key, title in found),
        ]

    return offered
