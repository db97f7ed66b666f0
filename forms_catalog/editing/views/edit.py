"""The edit page: one section at a time, saved into the newest draft without losing anybody's work."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.editing_sessions import EditingSessionsModule
from wagtail.admin.ui.side_panels import PreviewSidePanel
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views import snippets

from ...models import Edition
from ...problems import Refused
from ...publishing import problems_of
from .. import faults, standing
from ..clashing import Told, told
from ..drafts import definition_of
from ..operations import ASKS

AUTOSAVE = 2000
"""Milliseconds of quiet before a draft is saved; Wagtail's 500 save while a word is being typed."""


class CalmPreview(PreviewSidePanel):
    """Redrawn at the pace of the autosave, not four times a second."""

    auto_update_interval = AUTOSAVE


class SavedMeanwhile(Exception):
    """The part was saved by somebody else between reading and writing."""


class EditView(snippets.EditView):
    """Wagtail's page with our way of merging, checking and publishing."""

    template_name = "forms_catalog/edit.html"
    check_url_name = ""
    tab = "#tab-questions"
    clash: Told | None = None
    object: Any

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.autosave_enabled:
            self.autosave_interval = AUTOSAVE
        self.saving_as_draft = request.method == "POST"  # what is missing, the check page says

    def get_object(self, queryset: Any = None) -> Any:
        found = super().get_object(queryset)
        found.open_section = self.request.GET.get("section", "")
        return found

    # -- saving

    @property
    def is_out_of_date(self) -> bool:
        """Other sections may have changed: the form compares its own part."""
        return False

    @property
    def overwrite_revision(self) -> Any:
        """The revision that this page made itself, while it is still the newest."""
        asked = self.request.POST.get("overwrite_revision_id")
        newest = self.object.latest_revision
        mine = newest and str(newest.pk) == asked and newest.user_id == self.request.user.pk
        return newest if mine else None

    def get_form_class(self) -> Any:
        return self.panel.get_form_class()

    def is_valid(self, form: Any) -> bool:
        if not super().is_valid(form):
            return False
        return not self._clashes(form)

    def _clashes(self, form: Any) -> bool:
        if not form.clash:
            return False
        self.clash = told(form.instance, form.clash)
        self.autosave_enabled = self.expects_json_response  # the person decides first
        self.produced_error_code = "validation_error"
        self.produced_error_message = self.clash.short
        return True

    def save_instance(self) -> Any:
        """Inside the transaction: whoever saves now waits, and what they saved is taken along."""
        newest = self._newest()
        if newest.latest_revision_id and _changed(newest, self.object):
            self.form.rebase(newest.get_latest_revision_as_object())
            self.object = self.form.instance
            if self._clashes(self.form):
                raise SavedMeanwhile
        return super().save_instance()

    def _newest(self) -> Any:
        rows = self.model.objects.select_related("latest_revision").select_for_update(of=("self",))
        return rows.get(pk=self.object.pk)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            done: HttpResponse = super().form_valid(form)
        except SavedMeanwhile:
            done = self.form_invalid(form)
        return done

    # -- what follows a save

    def get_available_actions(self) -> list[str]:
        return [*super().get_available_actions(), "check"]

    def check_action(self) -> HttpResponse:
        return redirect(standing.href(self.object, "check"))

    def _stopped(self) -> HttpResponse | None:
        """Nothing is handed on while it has problems: they are shown instead."""
        if any(not problem.warn for problem in problems_of(definition_of(self.object))):
            return redirect(standing.href(self.object, "check"))
        return None

    def publish_action(self) -> Any:
        return self._stopped() or super().publish_action()

    def submit_action(self) -> Any:
        return self._stopped() or super().submit_action()

    def restart_workflow_action(self) -> Any:
        return self._stopped() or super().restart_workflow_action()

    def workflow_action_action(self) -> Any:
        try:
            with transaction.atomic():
                return super().workflow_action_action()
        except Refused:
            return redirect(standing.href(self.object, "check"))

    def get_success_url(self) -> str:
        """Back to where the person was, or to the section that a button made."""
        if self.action not in ("edit", "cancel-workflow"):
            return str(super().get_success_url())
        section = getattr(self.form, "went_to", "") or self.request.POST.get("section", "")
        words = {"section": section} if section else {}
        verb, _, asked = self.request.POST.get("op", "").partition(":")
        if verb == ASKS:
            words |= {"section": asked, "delete": asked}
        tail = f"?{urlencode(words)}{self.tab}" if words else ""
        return self.get_edit_url() + tail

    # -- showing

    def get_success_message(self, instance: Any = None) -> Any:
        if self.action == "edit":
            return f"草稿已保存（{timezone.localtime():%H:%M}）。"
        return None if self.action == "check" else super().get_success_message(instance)

    def get_error_message(self) -> Any:
        if self.clash:
            return self.clash.short
        return super().get_error_message()

    def get_success_buttons(self) -> list[Any]:
        return []

    def get_page_subtitle(self) -> str:
        return str(self.object)

    @property
    def can_delete(self) -> bool:
        return not _published(self.object) and self.user_has_permission_for_instance(
            "delete", self.object
        )

    @property
    def header_more_buttons(self) -> list[Any]:
        own = [
            Button(label, url=standing.href(self.object, name), icon_name=icon, priority=priority)
            for label, name, icon, priority in self.pages
        ]
        return [*own, *_without_delete(super().header_more_buttons, self.can_delete)]

    pages: tuple[tuple[str, str, str, int], ...] = (
        ("谁在用", "usage", "link", 60),
        ("导出YAML", "export", "download", 70),
        ("从YAML导入", "import", "upload", 71),
    )

    def get_side_panels(self) -> Any:
        panels = [
            CalmPreview(self.object, self.request, preview_url=self.get_preview_url())
            if isinstance(panel, PreviewSidePanel)
            else panel
            for panel in super().get_side_panels()
            if panel.name != "checks"
        ]
        return MediaContainer(panels)

    def get_editing_sessions(self) -> Any:
        """Who else is here; a newer draft of another section is no reason to stop anybody."""
        found = super().get_editing_sessions()
        if isinstance(found, EditingSessionsModule):
            found.revision_id = found.revision_created_at = None
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        number = standing.numbers(self.object.kind).get(self.object.key, 0)
        problems = faults.on_page(self.form, self.object) if self._checking else []
        return context | {
            "state": standing.state(self.live_object, number),
            "clash": self.clash,
            "removal": self._removal(),
            "faults": problems,
            "can_publish": self.user_has_permission("publish"),
        }

    @property
    def _checking(self) -> bool:
        return self.request.method == "GET" and "check" in self.request.GET

    def _removal(self) -> Any:
        """The section that is about to go, said with all it holds."""
        name = self.request.GET.get("delete", "")
        sections = getattr(self.form.draft, "sections", ())
        return next((section for section in sections if name and section.name == name), None)

    def get_edit_url(self) -> str:
        return reverse(self.edit_url_name, args=[self.object.pk])


def _changed(newest: Any, loaded: Any) -> bool:
    before, now = loaded.latest_revision, newest.latest_revision
    return not before or (now.pk, now.created_at) != (before.pk, before.created_at)


def _published(row: Any) -> bool:
    return Edition.objects.filter(kind=row.kind, key=row.key).exists()


def _without_delete(buttons: list[Any], can_delete: bool) -> list[Any]:
    return [one for one in buttons if can_delete or getattr(one, "icon_name", "") != "bin"]


class FormEditView(EditView):
    """The same with what only a form has: trying it out."""

    pages = (("试填", "try", "form", 50), *EditView.pages)


class NoticeEditView(EditView):
    """The same with a test that goes to whoever asks for it."""

    tab = "#tab-basics"
    pages = (("发一条给自己试试", "test", "mail", 50), *EditView.pages)


class LetterEditView(EditView):
    """The same; the paper is the preview."""

    tab = "#tab-basics"


class LedgerEditView(EditView):
    """The same; its pages stand in a tab of their own."""

    tab = "#tab-rules"
