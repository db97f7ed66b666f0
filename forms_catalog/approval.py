"""Approval of templates: whoever has no right to publish sends in, whoever has it decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Task, TaskState, Workflow, WorkflowContentType, WorkflowTask

from .models import FormTemplate, LedgerTemplate, LetterTemplate, ListTemplate, NoticeTemplate

MAY_PUBLISH = "forms_catalog.publish_formtemplate"
WORKFLOW = "模板审批"
STEP = "发布人审批"

Action = tuple[str, str, bool]
"""Name, words, and whether it asks for a comment."""


class Reason(forms.Form):
    """What the author of a draft reads when it comes back."""

    comment = forms.CharField(label="哪里要改", widget=forms.Textarea(attrs={"rows": 3}))


class PublisherApproval(Task):
    """A step that people pass by their posts, so that no group has to be kept beside them."""

    class Meta:
        verbose_name = verbose_name_plural = STEP

    @classmethod
    def get_description(cls) -> str:
        return "岗位有发布权的人都可以通过或退回"

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return _may(user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not _may(user)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return _may(user)

    def user_can_unlock(self, obj: Any, user: Any) -> bool:
        return _may(user)

    def get_actions(self, obj: Any, user: Any) -> list[Action]:
        """That approving also publishes, Wagtail adds itself."""
        return [("reject", "退回修改", True), ("approve", "通过", False)] if _may(user) else []

    def get_form_for_action(self, action: str) -> Any:
        return Reason if action == "reject" else super().get_form_for_action(action)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        if not _may(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)


def _may(user: Any) -> bool:
    return bool(user.has_perm(MAY_PUBLISH))


def send_in(row: Any, user: Any) -> None:
    """To those who decide: anew, or on again after it was sent back."""
    state = row.current_workflow_state
    if state is None:
        row.get_workflow().start(row, user)
    else:
        state.resume(user)


@transaction.atomic
def plant_workflow() -> bool:
    """The workflow of a new installation, planted once: what was made of it since then stays."""
    if PublisherApproval.objects.exists():
        return False
    step = PublisherApproval.objects.create(name=STEP)
    workflow = Workflow.objects.create(name=WORKFLOW)
    WorkflowTask.objects.create(workflow=workflow, task=step, sort_order=0)
    for model in (FormTemplate, ListTemplate, LedgerTemplate, NoticeTemplate, LetterTemplate):
        kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
        WorkflowContentType.objects.get_or_create(
            content_type=kind, defaults={"workflow": workflow}
        )
    return True
