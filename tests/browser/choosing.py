"""How the lists of the editors of notices and letters are used."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def panel(page: Page, name: str) -> Locator:
    """What stands under the label of a box, scrolled to: lists are drawn when they are seen."""
    found = page.locator(f"[id$='-child-{name}-wrapper'], [id$='child-{name}-wrapper']").first
    found.scroll_into_view_if_needed()
    return found


def tells(place: Locator, who: str, where: str = "") -> None:
    """One more recipient, by words alone."""
    place.locator(".recipients__add select").select_option(label=who)
    if where:
        place.locator(".recipients__add select").select_option(label=where)
    if place.get_by_role("button", name="添上").count():
        place.get_by_role("button", name="添上").click()
