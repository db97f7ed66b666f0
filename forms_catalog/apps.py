"""Registers the app with Django."""

from django.apps import AppConfig


class FormsCatalogConfig(AppConfig):
    """What can be asked."""

    name = "forms_catalog"
    verbose_name = "表单"

    def ready(self) -> None:
        from . import approval  # noqa: F401  registers its model, which stands above the others
        from .publishing import plug_in

        plug_in()
