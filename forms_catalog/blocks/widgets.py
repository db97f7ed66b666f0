"""Form controls of the editor that neither Django nor Wagtail has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import Adapter, register

SCRIPTS = (
    "wagtailadmin/js/telepath/blocks.js",
    "wagtailadmin/js/telepath/widgets.js",
    "forms_catalog/editor.js",
)
Choices = Iterable[tuple[str, str]]


class OpenSelect(forms.Select):
    """A choice that also keeps a value it does not offer, such as a list that is not there yet."""

    def __init__(self, offered: Callable[[], Choices]) -> None:
        super().__init__()
        self.offered = offered

    def optgroups(
        self, name: str, value: list[str], attrs: dict[str, str] | None = None
    ) -> list[Any]:
        self.choices = list(self.offered())
        return super().optgroups(name, value, attrs)


class OpenSelectAdapter(Adapter):
    """Tells the browser which script draws the control."""

    js_constructor = "forms_catalog.OpenSelect"

    def js_args(self, widget: forms.Widget) -> list[str]:
        return [widget.render("__NAME__", None, attrs={"id": "__ID__"})]

    @cached_property
    def media(self) -> forms.Media:
        return forms.Media(js=[versioned_static(script) for script in SCRIPTS])


register(OpenSelectAdapter(), OpenSelect)
