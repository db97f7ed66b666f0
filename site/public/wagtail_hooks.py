"""The editor's helpers in the admin: what to look at again, after publishing and as a report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from public.remarks import everything, remarks

NAME = "public-remarks"


@permission_required("wagtailadmin.access_admin")
def report(request: HttpRequest) -> HttpResponse:
    context = {
        "page_title": _("页面要再看一眼的地方"),
        "header_icon": "doc-full-inverse",
        "rows": everything(),
    }
    return TemplateResponse(request, "public/remarks.html", context)


def our_addresses() -> list[URLPattern]:
    return [path("reports/public/", report, name=NAME)]


def our_report() -> MenuItem:
    return MenuItem(_("页面体检"), reverse(NAME), icon_name="doc-full-inverse", order=800)


def tell(request: HttpRequest, page: Any) -> None:
    """What is published is published; what could be better is said once."""
    for problem in remarks(page.specific):
        messages.warning(request, f"{problem.text}。{problem.remedy}。")


hooks.register("register_admin_urls", our_addresses)
hooks.register("register_reports_menu_item", our_report)
hooks.register("after_publish_page", tell)
