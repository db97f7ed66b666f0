"""Wagtail's admin as an office of this house: our mark and colours, no way out, nothing nobody here needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from portal.desk import Desk

LEADS_OUT = ("whats-new", "editor-guide")
"""Help that stands on hosts outside: the county's network has none."""


def our_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("site/admin.css"))


def no_way_out(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if not item.name.startswith(LEADS_OUT)]


def our_desk(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(Desk())


for hook, ours in (
    ("insert_global_admin_css", our_colours),
    ("construct_help_menu", no_way_out),
    ("construct_homepage_panels", our_desk),
):
    hooks.register(hook, ours)
