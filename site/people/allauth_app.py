"""`allauth.account` as this house installs it: its tables, because second factors lean on them, no page."""

from __future__ import annotations

from allauth.account.apps import AccountConfig


class TablesOnly(AccountConfig):
    """Without the middleware that its own sign-in pages would need."""

    def ready(self) -> None:
        """Nothing of it runs here."""
