"""Registers the app with Django and plugs the ledgers into the forms' ports."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    """What is kept."""

    name = "ledgers"
    verbose_name = "台账"

    def ready(self) -> None:
        from forms_catalog.ports import ports

        from .files import KeptFiles
        from .lookup import ScopedRecords
        from .publishing import RunningLedgers

        ports.records = ScopedRecords()
        ports.files = KeptFiles()
        ports.uses = RunningLedgers()
