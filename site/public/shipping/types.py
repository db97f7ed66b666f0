"""Which type of page a pack means by which word, and what of a page came from the pack."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from portal.models import HomePage
from public import models

TYPES: dict[str, type[Page]] = {
    "home": HomePage,
    "section": models.IndexPage,
    "topic": models.TopicPage,
    "law": models.LawPage,
    "answer": models.AnswerPage,
    "guide": models.GuidePage,
    "hotlines": models.HotlinePage,
    "policy": models.PolicyPage,
    "news": models.NewsPage,
    "event": models.EventPage,
    "place": models.PlacePage,
    "form": models.FormPage,
}
OURS = ("title", "search_description", "show_in_menus", "seo_title")


def words_of_page(page: Page) -> dict[str, Any]:
    """Everything on a page that an editor could have changed, without the ids of its parts."""
    own = [field.name for field in page._meta.local_fields if not field.is_relation]
    names = {*OURS, *own, *(["body"] if hasattr(page, "body") else [])}
    return {name: plain(getattr(page, name)) for name in sorted(names)}


def plain(value: Any) -> Any:
    raw = getattr(value, "raw_data", None)
    if raw is not None:
        return [{"type": part["type"], "value": _bare(part["value"])} for part in raw]
    return value


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        if value.get("type") == "item" and "value" in value:
            return _bare(value["value"])
        return {name: _bare(one) for name, one in value.items() if name != "id"}
    if isinstance(value, list):
        return [_bare(one) for one in value]
    return value
