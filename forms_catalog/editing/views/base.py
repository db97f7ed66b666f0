"""What the pages beside the edit page share: the newest draft of one template, and Wagtail's frame."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView
from wagtail.actions.edit import EditAction
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from .. import drafts, standing


class DraftView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page about one template as it is being worked on."""

    model: Any = None
    index_url_name = ""
    permission_required = "change"
    about = ""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.row = get_object_or_404(self.model, pk=kwargs["pk"])
        self.object = self.row.get_latest_revision_as_object()

    @property
    def draft(self) -> Any:
        return drafts.definition_of(self.object)

    def save(self, definition: Any) -> Any:
        """As the newest draft; refused while somebody has locked it."""
        lock = self.object.get_lock()
        if lock is not None and lock.for_user(self.request.user):
            raise PermissionDenied
        drafts.put(self.object, definition)
        action = EditAction(self.object, user=self.request.user, clean=False)
        action.execute(skip_permission_checks=True)
        return action.revision

    def can(self, permission: str) -> bool:
        return bool(self.user_has_permission(permission))

    def get_page_title(self) -> str:
        return self.about

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        from django.urls import reverse

        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": self.model._meta.verbose_name_plural},
            {"url": standing.href(self.object, "edit"), "label": str(self.object)},
            {"url": "", "label": f"{self.about}：{self.object}"},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "object": self.object,
            "edit_url": standing.href(self.object, "edit"),
            "draft": self.draft,
        }
