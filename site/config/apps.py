"""Registers the app with Django."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The `config` app."""

    name = "config"
    label = "tonghu_config"
