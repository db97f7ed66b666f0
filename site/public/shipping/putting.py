"""Puts the pages of a pack up: new ones, and those that are still as the pack brought them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Page, PageLogEntry

from forms_catalog.applying import Step
from portal.models import HomePage
from portal.setup import plant_home
from public.models.base import plain
from public.models.state import Shipped
from public.shipping.reading import HOME, Item, digest, read
from public.shipping.types import TYPES, words_of_page


@transaction.atomic
def ship(pack: Path) -> list[Step]:
    """Says of every page what became of it; a page that an editor took away stays away."""
    items = read(pack)
    if not items:
        return []
    known = {row.key: row for row in Shipped.objects.select_related("page")}
    made = _Putting(known, {})
    for item in items:
        made.find(item)
    return [made.fill(item) for item in items]


def touched(page: Page) -> bool:
    """Whether a person ever wrote on it; what a command planted is nobody's words."""
    by_hand = PageLogEntry.objects.filter(page_id=page.pk, user_id__isnull=False).exists()
    return by_hand or bool(page.revisions.filter(user__isnull=False).exists())


class _Putting:
    """One run: which page stands for which key."""

    def __init__(self, known: dict[str, Shipped], pages: dict[str, Page]) -> None:
        self.known = known
        self.pages = pages
        self.new: set[str] = set()

    def find(self, item: Item) -> None:
        """The page of an item; made, not yet shown, when it never was there."""
        row = self.known.get(item.key)
        if row:
            if row.page:
                self.pages[item.key] = row.page.specific
        elif item.key == HOME:
            self._home(item)
        elif item.parent in self.pages:
            page = TYPES[item.type](title=item.values["title"], slug=item.slug, live=False)
            parent = self.pages[item.parent]
            if not parent.get_children().filter(slug=item.slug).exists():
                self.pages[item.key] = parent.add_child(instance=page)
                self.new.add(item.key)

    def _home(self, item: Item) -> None:
        there = HomePage.objects.first()
        self.pages[HOME] = there or plant_home(item.values["title"], "", [])
        if there is None or not touched(there):
            self.new.add(HOME)

    def fill(self, item: Item) -> Step:
        return Step("page", item.key or "home", plain(item.values["title"]), self._filled(item))

    def _filled(self, item: Item) -> str:
        page, row = self.pages.get(item.key), self.known.get(item.key)
        values = self._meant(item.values)
        source = digest([item.type, values])
        if page is None or (row is None and item.key not in self.new):
            return "kept"
        if row and row.source == source:
            return "same"
        if row and (page.has_unpublished_changes or row.made != digest(words_of_page(page))):
            return "kept"
        self._put(item.key, page, values, source)
        return "changed" if row else "new"

    def _meant(self, value: Any) -> Any:
        """Names of pages become the pages; of one that is away, nothing."""
        if isinstance(value, dict):
            return {name: self._meant(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self._meant(one) for one in value]
        if isinstance(value, str) and value.startswith("@"):
            page = self.pages.get(value[1:])
            return page.pk if page else None
        return value

    def _put(self, key: str, page: Page, values: dict[str, Any], source: str) -> None:
        for name, value in values.items():
            setattr(page, name, value)
        page.save_revision().publish()
        kept = digest(words_of_page(type(page).objects.get(pk=page.pk)))
        row = {"page_id": page.pk, "source": source, "made": kept}
        Shipped.objects.update_or_create(key=key, defaults=row)
