"""Registers the app with Django."""

from django.apps import AppConfig


class FormsCatalogConfig(AppConfig):
    """What can be asked."""

    name = "forms_catalog"
    verbose_name = "表单"

    def ready(self) -> None:
        from .publishing import plug_in

        plug_in()
