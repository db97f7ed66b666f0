"""A page on which anybody may fill in a form of a ledger that is open to the public."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from ledgers.registry import all_live
from portal.forms import PublicForm
from public.models.base import SUMMARY, PublicPage


def open_ledgers() -> list[tuple[str, str]]:
    """The ledgers that say that everybody may fill in their form."""
    return [
        (item.key, item.title.replace("<wbr>", ""))
        for item in all_live().values()
        if item.rules.public
    ]


class FormPageForm(PublicForm):
    """The editor chooses among what is open now; what was chosen before stays in sight."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = getattr(self.instance, "ledger", "")
        offered = open_ledgers()
        if chosen and chosen not in dict(offered):
            offered.append((chosen, str(_("（现在没有对外打开）"))))
        if "ledger" in self.fields:
            choices = [("", _("请选择")), *offered]
            self.fields["ledger"].widget = forms.Select(choices=choices)


class FormPage(PublicPage):
    """The words above the form are the editor's; what is asked is the ledger's."""

    ledger = models.CharField(
        _("收到哪个台账"),
        max_length=64,
        help_text=_("只列出写明“不登录也能填”的台账。那里选角色、选回复里给看的题。"),
    )

    base_form_class = FormPageForm
    template = "public/form.html"
    printable = False
    kind = _("填写")
    about = "ContactPage"
    content_panels = [*Page.content_panels, SUMMARY, FieldPanel("ledger"), FieldPanel("body")]

    class Meta:
        verbose_name = verbose_name_plural = _("公众填写页")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Each page bears a mark of its own, so none is kept for the next visitor."""
        response: HttpResponse = super().serve(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from public.sending import drawn

        return {**super().get_context(request, *args, **kwargs), **drawn(self)}
