"""Which templates may be referred to: asked of the database whenever a page is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache

from django.apps import apps

Offered = Callable[[], list[tuple[str, str]]]


def _told_apart(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """By their titles; those that share one have their ids beside it."""
    often = Counter(title for _, title in found)
    return [(key, f"{title}（{key}）" if often[title] > 1 else title) for key, title in found]


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
            *_told_apart([(key, title.replace("<wbr>", "")) for key, title in found]),
        ]

    return offered
