"""Registers the app with Django and plugs the ledgers into the forms' ports."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.http import HttpRequest, HttpResponse


class LedgersConfig(AppConfig):
    """What is kept."""

    name = "ledgers"
    verbose_name = "台账"

    def ready(self) -> None:
        from forms_catalog.ports import ports
        from people.access import needs
        from people.accounts import handover
        from people.accounts.ports import registry as staff
        from people.views import signed_in

        from . import sql_views
        from .files import KeptFiles
        from .handing import move_work
        from .lookup import ScopedRecords
        from .notices.proving import OwnTests
        from .publishing import RunningLedgers
        from .rights import administers
        from .staffing import level_words, role_refs

        pre_migrate.connect(sql_views.stand_aside, sender=self)
        post_migrate.connect(sql_views.stand_again, sender=self)
        signed_in.connect(_returned)
        ports.records = ScopedRecords()
        ports.files = KeptFiles()
        ports.uses = RunningLedgers()
        ports.notices = OwnTests()
        staff.roles, staff.levels = role_refs, level_words
        if move_work not in handover.movers:
            handover.movers.append(move_work)
        if administers not in needs.asking:
            needs.asking.append(administers)


def _returned(request: HttpRequest, **_: Any) -> HttpResponse | None:
    from .views.returning import returned

    return returned(request)
