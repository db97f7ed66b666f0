"""Registers the app with Django."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The `public` app."""

    name = "public"
    label = "public"
    verbose_name = "公开网站"

    def ready(self) -> None:
        from forms_catalog.applying import FOLLOWERS
        from public import following, freshness
        from public.shipping import ship

        following.connect()
        freshness.connect()
        FOLLOWERS.append(ship)
