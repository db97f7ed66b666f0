"""Registers the app with Django and plugs the ledgers into the forms' ports."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest, HttpResponse


class LedgersConfig(AppConfig):
    """What is kept."""

    name = "ledgers"
    verbose_name = "台账"

    def ready(self) -> None:
        from forms_catalog.ports import ports
        from people.views import signed_in

        from .files import KeptFiles
        from .lookup import ScopedRecords
        from .publishing import RunningLedgers

        signed_in.connect(_returned)
        ports.records = ScopedRecords()
        ports.files = KeptFiles()
        ports.uses = RunningLedgers()


def _returned(request: HttpRequest, **_: Any) -> HttpResponse | None:
    from .views.returning import returned

    return returned(request)
