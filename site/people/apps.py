"""Registers the app with Django, and the place tree with the forms."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    """The `people` app."""

    name = "people"
    label = "people"
    verbose_name = "人员与地方"

    def ready(self) -> None:
        from forms_catalog.ports import ports
        from people.tree import TreePlaces

        ports.places = places = TreePlaces()
        post_migrate.connect(places.expire, sender=self)  # also after a flush
