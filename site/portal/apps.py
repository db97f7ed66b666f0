"""Registers the app with Django."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class PortalConfig(AppConfig):
    """The `portal` app."""

    name = "portal"
    label = "portal"

    def ready(self) -> None:
        user_logged_in.connect(_signed_in, dispatch_uid="portal.ends")


def _signed_in(request: Any = None, **kwargs: Any) -> None:
    from portal.chrome import begin_time

    if request is not None:
        begin_time(request)
