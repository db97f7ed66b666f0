"""The buttons below the edit page: nothing is published or handed in unseen."""

from __future__ import annotations

from typing import Any

from wagtail.snippets import action_menu


def arrange(items: list[Any]) -> None:
    """Publishing and handing in go through the check page, whose button the page itself brings."""
    gone = (action_menu.PublishMenuItem, action_menu.SubmitForModerationMenuItem)
    items[:] = [item for item in items if not isinstance(item, gone)]
