"""Tells Wagtail about the editor: its pages, its menu, its buttons, its styles."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html, format_html_join
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet

from .editing import menus, previews, standing
from .editing.views.paper import paper_css
from .editing.viewsets import TemplatesGroup
from .models import (
    Edition,
    FormTemplate,
    LedgerTemplate,
    LetterTemplate,
    ListTemplate,
    NoticeTemplate,
    previewer,
)

register_snippet(TemplatesGroup)
previewer.modes, previewer.show = previews.modes, previews.show

OURS = (FormTemplate, ListTemplate, LedgerTemplate, NoticeTemplate, LetterTemplate)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def urls() -> list[Any]:
    return [path("paper.css", paper_css, name="paper_css")]


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]
def styles() -> str:
    return format_html(
        '<link rel="stylesheet" href="{}">', static("forms_catalog/admin-editor.css")
    )


@hooks.register("insert_editor_js")  # type: ignore[untyped-decorator]
def script() -> str:
    return format_html_join(
        "",
        '<script type="module" src="{}"></script>',
        [(static(f"forms_catalog/{name}.js"),) for name in ("admin-editor", "rules", "notices")],
    )


@hooks.register("construct_snippet_action_menu")  # type: ignore[untyped-decorator]
def actions(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    if context.get("model") in OURS and context.get("view") == "edit":
        menus.arrange(items)


@hooks.register("before_delete_snippet")  # type: ignore[untyped-decorator]
def keep(request: HttpRequest, rows: list[Any]) -> HttpResponse | None:
    """What was published once is never deleted, one by one or in bulk."""
    for row in rows:
        if isinstance(row, OURS) and Edition.objects.filter(kind=row.kind, key=row.key).exists():
            messages.error(request, "发布过的不能删除，已填的记录要靠它显示。可以停用。")
            return redirect(standing.href(row, "edit"))
    return None
